"""The one answer of a reply: announcing words and marks around it are set aside, nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit_verifiers.puzzle.anagram import anagram
from rewardkit_verifiers.puzzle.counting import counting
from rewardkit_verifiers.puzzle.equation import equation
from rewardkit_verifiers.puzzle.grid import grid
from rewardkit_verifiers.puzzle.hangman import hangman
from rewardkit_verifiers.puzzle.lib.answer import bare_answer
from rewardkit_verifiers.puzzle.reasoning_gym import reasoning_gym

ANNOUNCED = [
    "stone", "The word is **stone**.", "Answer: stone", "So the final answer is: `stone`",
    "Here is my guess: stone", 'It\'s "stone".', "I'll try stone", r"\boxed{stone}",
    r"$\boxed{\text{stone}}$", "#### stone", "Solution:\n```\nstone\n```", "**Answer: stone**",
]  # fmt: skip


@pytest.mark.parametrize("text", ANNOUNCED)
def test_words_that_announce_an_answer_and_marks_around_it_are_set_aside(text: str) -> None:
    assert bare_answer(text).strip(".") == "stone"
    assert anagram.score(completion=text, letters="eston", answer=["stone", "notes"]).value == 1.0


@pytest.mark.parametrize(
    "text",
    ["The word is not stone", "The answer is stone or notes", "**stone** or **notes**",
     "I would not try stone", "stone is not the answer", "The answer: stone. No: notes"],
)  # fmt: skip
def test_what_denies_or_doubles_an_answer_is_left_in_it(text: str) -> None:
    assert anagram.score(completion=text, letters="eston", answer=["stone", "notes"]).value == 0.0


@given(st.text(alphabet='*$`\\"{}. \na:', max_size=40))
def test_only_ends_are_set_aside(text: str) -> None:
    assert bare_answer(text) in text


def test_a_sum_that_is_right_states_its_total() -> None:
    assert counting.score(completion="2 + 5 + 7 = 14", answer=14).value == 1.0
    assert counting.score(completion="2 + 5 + 8 = 14", answer=14).reason == "not_a_count"
    assert counting.score(completion="2 + 5 = 7", answer=14).value == 0.0


@pytest.mark.parametrize(
    "text",
    ["x: 3, y: 2", "(x, y) = (3, 2)", '{"x": 3, "y": 2}', r"x = \frac{6}{2}, y = 2",
     "The solution is x = 3 and y = 2."],
)  # fmt: skip
def test_values_of_unknowns_are_read_in_the_forms_of_models(text: str) -> None:
    rows = {"equations": ["2x + 3y = 12", "x - y = 1"]}
    assert equation.score(completion=text, **rows).value == 1.0
    assert equation.score(completion=text.replace("3", "4").replace("6", "8"), **rows).value == 0.0


def test_pairs_of_unequal_length_are_no_solution() -> None:
    rows = {"equations": ["x = 3", "y = 2"]}
    assert equation.score(completion="(x, y) = (3)", **rows).reason == "not_a_solution"


def test_a_grid_is_read_from_a_matrix_of_latex() -> None:
    text = r"$$\begin{bmatrix}1 & 2 \\ 2 & 1\end{bmatrix}$$"
    assert grid(rules="latin").score(completion=text, puzzle="1...").value == 1.0


def test_a_guess_may_be_announced() -> None:
    chat = [
        {"role": "assistant", "content": text}
        for text in ("Letter: e", "I guess the letter T", "a")
    ]
    assert hangman.score(completion=chat, answer="tea").value == 1.0


def test_an_answer_of_reasoning_gym_may_stand_in_marks_itself() -> None:
    row = {"metadata": {"source_dataset": "base_conversion"}, "answer": "`42`"}
    assert reasoning_gym.score(completion="`42`", **row).value == 1.0
    row["answer"] = "42"
    assert reasoning_gym.score(completion="The answer is **42**.", **row).value == 1.0
    assert reasoning_gym.score(completion="The answer is 42 or 43.", **row).value == 0.0
