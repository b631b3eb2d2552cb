"""Options that are questions, and letters that a reply would have to say."""

from __future__ import annotations

import pytest

from rewardkit_verifiers.text.choice import choice

THIN = "Does the board slide down in less time when it has a thin layer of wax or a thick one?"
NONE_ON = "Does the board slide down in less time when it has wax or when it does not have any wax?"
WAX_Q = f"Which question can the experiment best answer?\nChoices:\n(A) {THIN}\n(B) {NONE_ON}"
REACH = "Can the boy reach it?\nChoices:\n(A) Yes\n(B) No"
COST = "How much is it?\nChoices:\n(A) 10\n(B) 20\n(C) 30\n(D) 40"
CHOOSES = [
    (WAX_Q, f"(B) {NONE_ON}", "B"),
    (WAX_Q, f"B) {NONE_ON}", "B"),
    (WAX_Q, f"**B)** {NONE_ON}", "B"),
    (WAX_Q, f"[B] {NONE_ON}", "B"),
    (WAX_Q, NONE_ON, "B"),
    (WAX_Q, f"**{NONE_ON}**", "B"),
    (WAX_Q, f"The experiment can best answer the question in choice B:\n\nB) {NONE_ON}", "B"),
    (WAX_Q, f"The answer is (B) {NONE_ON}", "B"),
    (WAX_Q, f"The correct answer is:\n\n(B) {NONE_ON}", "B"),
    (WAX_Q, f"Answer: (B) {NONE_ON}", "B"),
    (WAX_Q, f"They had no wax twice.\n\n(B) {NONE_ON}", "B"),
    (
        REACH,
        "However, if we must choose an answer, we would have to say B (No).",
        "B",
    ),
    (REACH, "If I had to choose, I would have to say B.", "B"),
    (REACH, "It is unclear. We must say B.", "B"),
    (REACH, "If forced to choose an answer, we'd say (B).", "B"),
    (REACH, "If one must pick an option, it is B.", "B"),
    (COST, "If we have to guess, we'd have to say C.", "C"),
    (COST, "We would say (C).", "C"),
    (COST, "If I must give one, I'd say C.", "C"),
    (COST, "If we were forced to choose the best option, we would say C.", "C"),
    (COST, "I need to say C.", "C"),
]
NAMES_ONLY = [
    (WAX_Q, f"(A) {THIN}\n(B) {NONE_ON}", "B"),
    (WAX_Q, f"{THIN}\n{NONE_ON}", "B"),
    (WAX_Q, f"Which is asked: (A) {THIN} or (B) {NONE_ON}", "B"),
    (WAX_Q, "(B) Does it have wax? I cannot tell.", "A"),
    (WAX_Q, f"Not (B) {NONE_ON}", "B"),
    (WAX_Q, f"Why would anybody ask: {NONE_ON}", "B"),
    (WAX_Q, f"Is it (B) {NONE_ON}", "B"),
    (WAX_Q, "(B) Is wrong.", "B"),
    (WAX_Q, "(B) Is incorrect, so (A).", "B"),
    (WAX_Q, "A) Does wax matter? B) Does it?", "B"),
    (REACH, "We would have to say B if the boy were shorter.", "B"),
    (REACH, "We would not say B.", "B"),
    (REACH, "Some would have to say B.", "B"),
    (REACH, "I would have to say B or A.", "B"),
    (COST, "If we must choose C, then we lose.", "C"),
    (COST, "I must say C is tempting, but the answer is B.", "C"),
    (COST, "We cannot say C.", "C"),
    (COST, "You would have to say C.", "C"),
]


@pytest.mark.parametrize(("prompt", "reply", "letter"), CHOOSES)
def test_an_option_that_is_a_question_and_a_letter_under_pressure_are_chosen(
    prompt: str, reply: str, letter: str
) -> None:
    assert choice.score(completion=reply, answer=letter, prompt=prompt).value == 1.0


@pytest.mark.parametrize(("prompt", "reply", "letter"), NAMES_ONLY)
def test_a_question_that_is_asked_or_denied_chooses_nothing(
    prompt: str, reply: str, letter: str
) -> None:
    assert choice.score(completion=reply, answer=letter, prompt=prompt).value == 0.0
