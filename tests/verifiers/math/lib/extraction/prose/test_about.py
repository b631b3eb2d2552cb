"""A closing clause about another one, or another time, than the question is no answer."""

from __future__ import annotations

import pytest

from rewardkit_verifiers.math.equivalence import equivalence
from rewardkit_verifiers.math.lib.extraction.prose.about import about_asked, counted_asked
from rewardkit_verifiers.math.lib.extraction.prose.parts import parts

_ANN = "Ann has twice as many apples as Bob, less 3. Bob has 6. How many apples does Ann have?"
_NOW = "Ann had 7 and 5 apples and ate 3. How many apples are left now?"
_THEN = "Ann ate 3 apples and has 9 left now. How many apples did she have at first?"


@pytest.mark.parametrize(
    "reply",
    [
        "Ann has {} apples and Bob has {}.",
        "Ann has {}. Bob has {}.",
        "Ann has {} apples, while Bob has {} apples.",
        "Therefore Ann has {}; Bob has {}.",
    ],
)
def test_what_another_one_has_is_no_answer(reply: str) -> None:
    for gold, own, other, paid in (("9", 9, 6, 1.0), ("6", 9, 6, 0.0), ("9", 8, 9, 0.0)):
        said = reply.format(own, other)
        assert equivalence.score(completion=said, answer=gold, prompt=_ANN).value == paid


@pytest.mark.parametrize(
    "reply",
    [
        "Now {} apples are left. At the start she had {} apples.",
        "{} are left; at the start it was {}.",
        "So {} apples remain. Initially, Ann had {} apples.",
        "**{}**\n\n*Starting number: {}*",
        "Am Ende sind es {} Äpfel; am Anfang waren es {}.",
    ],
)
def test_what_there_was_at_the_start_is_no_answer_for_the_end(reply: str) -> None:
    for gold, own, other, paid in (("9", 9, 12, 1.0), ("12", 9, 12, 0.0), ("9", 8, 9, 0.0)):
        said = reply.format(own, other)
        assert equivalence.score(completion=said, answer=gold, prompt=_NOW).value == paid


def test_what_there_is_now_is_no_answer_for_the_start() -> None:
    for reply in ("Ann had 12 apples before. Now 9 are left.", "At first she had 12; now it is 9."):
        assert equivalence.score(completion=reply, answer="12", prompt=_THEN).value == 1.0
        assert equivalence.score(completion=reply, answer="9", prompt=_THEN).value == 0.0


def test_of_several_counts_the_one_asked_for_is_read() -> None:
    prompt = "A class has 30 children, 12 of them boys. How many girls are there?"
    for reply in ("There are 18 girls and 12 boys.", "There are 12 boys and 18 girls."):
        assert equivalence.score(completion=reply, answer="18", prompt=prompt).value == 1.0
        assert equivalence.score(completion=reply, answer="12", prompt=prompt).value == 0.0
    assert counted_asked("There are 12 boys or 18 girls.", prompt) == ""


def test_a_reply_without_another_value_keeps_its_last_sentence() -> None:
    pieces = parts("She ate some. Bob has 6.")
    assert about_asked(pieces, _ANN) == pieces
    assert about_asked(pieces, "") == pieces


_AREA = "A rectangle is 6 cm long and 4 cm wide. What is its area?"


@pytest.mark.parametrize(
    "aside",
    [
        "The perimeter is {} cm.",
        "Perimeter: {} cm",
        "Half of it is {}.",
        "Each half has area {}.",
    ],
)
def test_another_measure_or_a_part_is_no_answer(aside: str) -> None:
    for gold, own, other, paid in (("24", 24, 20, 1.0), ("24", 20, 24, 0.0)):
        said = f"The area is 6 × 4 = {own}. {aside.format(other)}"
        assert equivalence.score(completion=said, answer=gold, prompt=_AREA).value == paid


def test_a_part_that_sums_up_or_is_asked_for_stays() -> None:
    for said, gold, prompt in (
        ("Every row is one way, so in total there are **4** ways.", "4", "How many ways?"),
        ("4 pens cost $12. Each pen costs $3.", "3", "How much does each pen cost?"),
        ("The perimeter is 20 cm and the area is 24 cm².", "24", _AREA),
    ):
        assert equivalence.score(completion=said, answer=gold, prompt=prompt).value == 1.0
