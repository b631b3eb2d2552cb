"""References that are a list, and options by their place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit import get
from rewardkit_verifiers.judge.lib.listed import same_list

STATES = "Name the three Baltic states."
BALTIC = "Estonia, Latvia, Lithuania"
CONGRESS = "Name the two houses of the US Congress."
HOUSES = "Senate and House of Representatives"
PRIME = "Which is prime?\nA) 21\nB) 29\nC) 33\nD) 39"
CENTURY = "In which century did Newton live?"
RIGHT = [
    (STATES, BALTIC, "Lithuania, Latvia & Estonia"),
    (STATES, BALTIC, "1. Estonia 2. Latvia 3. Lithuania"),
    (STATES, BALTIC, "Estland, Lettland und Litauen"),
    ("Name the primary colours.", "red, green, blue", "Rot, Grün und Blau"),
    ("Which gases are in air?", "nitrogen and oxygen", "N2 and O2"),
    (CONGRESS, HOUSES, "The House of Representatives and the Senate"),
    (PRIME, "B", "The second one."),
    (PRIME, "D", "last option"),
    (CENTURY, "17th century", "the 17th"),
    (CENTURY, "17th century", "XVII century"),
    (CENTURY, "17th century", "the 1600s"),
]
WRONG = [
    (STATES, BALTIC, "Estonia and Finland"),
    (STATES, BALTIC, "Latvia, Estonia"),
    (STATES, BALTIC, "Estonia"),
    (STATES, BALTIC, "Poland, Latvia, Lithuania"),
    (CONGRESS, HOUSES, "the Senate"),
    (CONGRESS, HOUSES, "Senate and House of Lords"),
    (PRIME, "B", "The third one."),
    (PRIME, "B", "the last one"),
    (CENTURY, "17th century", "XVI century"),
    (CENTURY, "17th century", "the 1700s"),
]


@pytest.mark.parametrize(("prompt", "answer", "said"), RIGHT)
def test_the_same_list_and_the_same_place_are_put_to_the_judge(
    prompt: str, answer: str, said: str
) -> None:
    judge = get("judge/reference")(judge={"fake": "approve"})
    assert judge.score(completion=said, answer=answer, prompt=prompt).value == 1.0


@pytest.mark.parametrize(("prompt", "answer", "said"), WRONG)
def test_a_list_with_an_item_missing_or_foreign_is_not(prompt: str, answer: str, said: str) -> None:
    judge = get("judge/reference")(judge={"fake": "approve"})
    assert judge.score(completion=said, answer=answer, prompt=prompt).value == 0.0


def test_a_place_and_its_country_are_no_list() -> None:
    assert same_list("Washington", "Washington, D.C.") is None


@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    assert same_list(text, "Ottawa") is None
