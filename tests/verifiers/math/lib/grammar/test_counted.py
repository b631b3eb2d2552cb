"""What a number counts may stand behind it, in brackets or not."""

from __future__ import annotations

import pytest

from rewardkit_verifiers.math.equivalence import equivalence
from rewardkit_verifiers.math.lib.grammar.counted import counted, with_counted
from rewardkit_verifiers.math.number import number

SAME = [
    ("9 (apples)", "\\boxed{9}"),
    ("9 (apples)", "So she has 9 apples."),
    ("123 (pieces of clothing)", "\\boxed{123}"),
    ("5 (times)", "\\boxed{5}"),
    ("350 (g)", "\\boxed{350 g}"),
    ("385 (square feet)", "\\boxed{385}"),
    ("32", "\\boxed{32 pet fish}"),
    ("32 pet fish", "\\boxed{32\\text{ pet fish}}"),
    ("288", "\\boxed{288 t-shirts}"),
    ("18", "#### 18 yo-yos"),
]
OTHER = [
    ("9 (apples)", "\\boxed{8}"),
    ("9 (apples)", "\\boxed{8 apples}"),
    ("5 (cm)", "\\boxed{5 m}"),
    ("5 (square feet)", "\\boxed{5 feet}"),
    ("3 (mod 5)", "\\boxed{4}"),
    ("12", "\\boxed{12 is wrong}"),
    ("6", "\\boxed{6 hundred}"),
    ("2", "\\boxed{2 thirds}"),
    ("24", "\\boxed{23 or 24 pens}"),
]


@pytest.mark.parametrize(("gold", "reply"), SAME)
def test_words_of_what_is_counted_leave_the_number(gold: str, reply: str) -> None:
    assert equivalence.score(completion=reply, answer=gold).value == 1.0


@pytest.mark.parametrize(("gold", "reply"), OTHER)
def test_words_of_what_is_counted_make_no_other_number_right(gold: str, reply: str) -> None:
    assert equivalence.score(completion=reply, answer=gold).value == 0.0


def test_a_reference_with_its_noun_in_brackets_is_one_number() -> None:
    assert number.score(completion="\\boxed{9}", answer="9 (apples)").value == 1.0
    assert number.score(completion="\\boxed{8}", answer="9 (apples)").value == 0.0


@pytest.mark.parametrize("text", ["3 (rounded up)", "2 (x + 1)", "7 (mod 3)", "f (apples)", "9 ()"])
def test_a_remark_or_a_product_is_no_count(text: str) -> None:
    assert counted(text) == text


@pytest.mark.parametrize(
    "text", ["2 plus two", "3 percent", "4 factorial", "5 more", "2 sin theta"]
)
def test_words_of_mathematics_are_no_nouns(text: str) -> None:
    assert with_counted(text) is None
