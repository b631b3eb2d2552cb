"""A reply to a multiple-choice question read by what it asserts of the options' texts."""

from __future__ import annotations

import json
import string
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit_verifiers.text.choice import choice
from rewardkit_verifiers.text.lib.choosing.deciding import decided
from rewardkit_verifiers.text.lib.choosing.names import names_of, pieces, places
from rewardkit_verifiers.text.lib.choosing.parts import sentences

HERE = Path(__file__).parent
ELEMENTS = ["Oxygen", "Hydrogen", "Helium", "Carbon"]
ABUNDANT = "Which is the most abundant element in the universe?"
METALS = ["Iron", "Copper", "Zinc", "Tin"]
SIZES = ["O(1)", "O(log n)", "O(n)", "O(n log n)"]


def read(reply: str, options: list[str], prompt: str = "") -> str:
    """The letters that a reply settles on, `?` behind those of which it is left open."""
    letters = string.ascii_uppercase[: len(options)]
    found = decided(reply, letters, prompt, dict(zip(letters, options, strict=True)))
    return "" if found is None else "".join(sorted(found.letters)) + "?" * found.open


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HERE / name).read_text("utf-8").splitlines()]


def listed(question: str, options: list[str]) -> str:
    lines = zip(string.ascii_uppercase, options, strict=False)
    return "\n".join([question, *(f"{letter}. {text}" for letter, text in lines)])


@pytest.mark.parametrize("row", rows("choice_ways.jsonl"), ids=lambda row: row["reply"][:40])
def test_each_way_of_choosing_is_paid_for_its_option_and_no_other(row: dict[str, Any]) -> None:
    prompt = listed(ABUNDANT, ELEMENTS)
    paid = [
        letter
        for letter in "ABCD"
        if choice.score(
            completion=row["reply"], answer=letter, prompt=prompt, options=ELEMENTS
        ).value
        == 1.0
    ]
    assert paid == ["B"] if row["right"] else "B" not in paid


@pytest.mark.parametrize("row", rows("choice_texts.jsonl"), ids=lambda row: row["reply"][:40])
def test_replies_in_words_to_questions_of_many_kinds_and_languages(row: dict[str, Any]) -> None:
    score = choice.score(
        completion=row["reply"],
        answer=row["answer"],
        prompt=listed(row["question"], row["options"]),
        options=row["options"],
    )
    assert (score.value == 1.0) == row["right"]


@pytest.mark.parametrize(
    "reply",
    [
        "Copper",
        "copper.",
        "It is copper, since zinc does not conduct as well.",
        "Iron rusts, zinc and tin melt early. So the answer is copper.",
        "At first zinc looked right, but the only one that fits is **copper**.",
        "Not iron (it rusts), not zinc, not tin. Copper.",
        "The second option.",
        "I would say iron. Wait, no: copper.",
        "| Iron | ❌ |\n| Copper | ✅ |\n| Zinc | ❌ |\n| Tin | ❌ |",
        "### Answer\nCopper",
        "\\boxed{\\text{Copper}}",
    ],
)
def test_a_reply_that_names_its_choice_in_words_is_read(reply: str) -> None:
    assert read(reply, METALS) == "B"


@pytest.mark.parametrize(
    "reply",
    [
        "Iron, copper, zinc, tin",
        "Iron\nCopper\nZinc\nTin",
        "Copper or zinc.",
        "It can't be copper.",
        "Copper? I can't decide.",
        "Many say copper.",
        "Zinc, not copper.",
        "Copper. Wait, no: zinc.",
        "It might be copper, or it might be zinc.",
        "The answer is (B) Zinc.",
        "Answer: B. No wait, Answer: zinc",
    ],
)
def test_lists_hedges_denials_and_contradictions_choose_nothing_of_it(reply: str) -> None:
    assert read(reply, METALS) != "B"


@pytest.mark.parametrize("gold", "AB")
@pytest.mark.parametrize(
    "reply",
    [
        "True or 1",
        "True or 2",
        "1. First\n2. Second\n3. Third",
        "2. Second\n1. First",
        "**1.** First\n**2.** Second",
        "1_0_0_0",
        "Question 0: pick one.",
        "question 0 : pick one",
        "> Question 0: pick one.",
        "Question 0: pick one.\n\nI will think about it.",
    ],
)
def test_numbers_of_lists_and_copies_of_the_question_choose_no_option_that_is_a_number_word(
    reply: str, gold: str
) -> None:
    score = choice.score(
        completion=reply, answer=gold, prompt="Question 0: pick one.", options=["one", "two"]
    )
    assert score.value == 0.0


@pytest.mark.parametrize(
    "reply",
    [
        "one",
        "1",
        "One.",
        "Answer: one",
        "**one**",
        "So it is one.",
        "The answer is 1.",
        "Question 0: pick one.\n\nAnswer: one",
        "1. The first word is short.\n2. The second is not.\n\nSo the answer is one.",
    ],
)
def test_an_option_that_is_a_number_word_is_read_where_a_choice_is_said(reply: str) -> None:
    assert read(reply, ["one", "two"], "Question 0: pick one.") == "A"


@pytest.mark.parametrize(
    "reply",
    [
        "Hydrogen is a gas.",
        "Hydrogen is an element.",
        "An element is hydrogen.",
        "Hydrogen is the lightest element.",
        "The lightest element is hydrogen.",
        "Hydrogen (H) is a gas.",
        "Hydrogen was discovered in 1766.",
        "Hydrogen is lighter than helium.",
        "Stars burn hydrogen.",
        "Water contains hydrogen.",
        "It contains hydrogen.",
        "The universe has hydrogen.",
        "Consider hydrogen.",
        "Let us think about hydrogen.",
        "My favourite element is hydrogen.",
        "The answer depends on hydrogen.",
        "To answer this we must know hydrogen.",
        "The element was named hydrogen by Lavoisier.",
        "As for hydrogen, I am not sure.",
        "True or hydrogen",
        "What a nice question! Hydrogen is a chemical element.",
    ],
)
def test_an_option_that_is_only_mentioned_is_not_chosen(reply: str) -> None:
    assert read(reply, ELEMENTS, ABUNDANT) == ""


@pytest.mark.parametrize(
    "reply",
    [
        "Hydrogen is the most abundant element.",
        "By mass, hydrogen is most abundant.",
        "Most of the universe is hydrogen.",
        "The universe is about 75% hydrogen.",
        "The universe consists mostly of hydrogen.",
        "I think hydrogen.",
        "That would be hydrogen.",
        "Easy: hydrogen",
        "Probably hydrogen",
        "Hydrogen, by far.",
        "Not helium. Stars shine by hydrogen.",
    ],
)
def test_a_plain_sentence_that_answers_the_question_chooses_its_option(reply: str) -> None:
    assert read(reply, ELEMENTS, ABUNDANT) == "B"


@pytest.mark.parametrize(
    ("question", "reply"),
    [
        ("How many sides does a hexagon have?", "6 sides"),
        ("How many sides does a hexagon have?", "It has 6 sides."),
        ("How many sides does a hexagon have?", "A hexagon has 6."),
    ],
)
def test_a_number_with_words_of_a_question_of_how_many_is_its_option(
    question: str, reply: str
) -> None:
    assert read(reply, ["4", "5", "6", "8"], question) == "C"
    assert read(reply, ["4", "5", "6", "8"], "Question 1: hexagon, sides. Pick one.") == ""


@pytest.mark.parametrize("reply", ["B-", "Answer: B-", "**B-**", "The answer is B-.", "It is B-."])
def test_a_grade_with_a_sign_is_not_the_letter_of_an_option(reply: str) -> None:
    options = ["A+", "A", "B+", "B-"]
    assert read(reply, options, "Which grade did the bond get?") == "D"
    assert choice.score(completion=reply, answer="D", options=options).value == 1.0
    assert choice.score(completion=reply, answer="B", options=options).value == 0.0


@pytest.mark.parametrize(
    "reply", ["Yes, I can help you with that.", "Yes! Great question.", "Yes, let me think."]
)
def test_a_courtesy_that_begins_with_yes_is_not_the_option_yes(reply: str) -> None:
    assert read(reply, ["Yes", "No"], "Is 17 a prime number?") == ""
    assert read(f"{reply}\n\nAnswer: no", ["Yes", "No"], "Is 17 a prime number?") == "B"


@pytest.mark.parametrize("reply", ["1. Think first.", "So this is the one.", "2 + 2 = 4"])
def test_a_pronoun_a_lone_list_number_and_a_sum_are_no_options(reply: str) -> None:
    assert read(reply, ["one", "two"], "Question 0: pick one.") == ""


def test_a_symbol_in_brackets_at_the_end_is_its_option() -> None:
    assert read("Sodium (Na)", ["K", "Na", "Li"]) == "B"


@given(st.sampled_from(range(4)), st.sampled_from(["{}", "So it is ${}$.", "**{}**", "Answer: {}"]))
def test_of_texts_that_hold_each_other_the_longest_is_meant(index: int, way: str) -> None:
    assert read(way.format(SIZES[index]), SIZES) == "ABCD"[index]


@given(st.sampled_from(range(4)))
def test_a_text_set_as_latex_is_the_same_text(index: int) -> None:
    latex = SIZES[index].replace("O", "\\mathcal{O}").replace("log", "\\log")
    assert read(f"$\\boxed{{{latex}}}$", SIZES) == "ABCD"[index]


@pytest.mark.parametrize("reply", ["-2", "x = -2", "$x = -2$", "So $x=-2$."])
def test_a_sign_is_a_part_of_its_number(reply: str) -> None:
    assert read(reply, ["x = 2", "x = -2"] if "x" in reply else ["2", "-2"]) == "B"


def test_a_letter_in_the_text_of_an_option_is_not_that_option() -> None:
    people = ["Carl Rogers", "Jean Piaget", "B. F. Skinner"]
    assert read("It is B. F. Skinner.", people) == "C"
    assert read("Vitamin A", ["Vitamin C", "Vitamin A"]) == "B"


def test_more_options_than_five_have_the_letters_that_follow() -> None:
    ten = [str(number) for number in range(10)]
    assert choice.score(completion="The answer is (H).", answer="H", options=ten).value == 1.0


def test_options_that_the_prompt_lists_are_read_without_a_column() -> None:
    prompt = "Which conducts best?\nA. Iron\nB. Copper\nC. Zinc"
    assert choice.score(completion="Copper.", answer="B", prompt=prompt).value == 1.0
    assert choice.score(completion="Zinc.", answer="B", prompt=prompt).value == 0.0


def test_a_part_of_a_longer_word_or_formula_is_no_option() -> None:
    names = names_of({"A": "metal", "B": "12 m", "C": "5"})
    for text in ("a non-metal", "12 m/s", "5^2", "5x"):
        assert places(text, names) == [], text


@given(st.text(max_size=200))
def test_pieces_and_sentences_lie_in_the_text_in_order(text: str) -> None:
    at = 0
    for one in pieces(text):
        assert 0 <= one.start < one.end <= len(text)
        assert one.start >= at
        at = one.end
    spans = sentences(text)
    assert all(one[1] == two[0] for one, two in pairwise(spans))


@given(st.text("ABab icopernz.,*()\n|✅", max_size=120))
def test_any_reply_is_read_without_an_error(text: str) -> None:
    assert set(read(text, METALS)) <= set("ABCD?")
