"""What a prompt makes the same is the same under that prompt, and under no other."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit import get
from rewardkit_verifiers.math.lib.context import names, rounds

EQUAL = get("math/equivalence")


def paid(gold: str, answer: str, prompt: str) -> bool:
    found = EQUAL.score(completion=rf"\boxed{{{answer}}}", answer=gold, prompt=prompt)
    return found.value == 1.0


@given(st.integers(-30, 30), st.integers(1, 30), st.sampled_from("(["), st.sampled_from("])"))
def test_ends_belong_to_an_interval_of_monotony_or_not(
    low: int, width: int, opener: str, closer: str
) -> None:
    gold, open_ = f"[{low}, {low + width}]", f"{opener}{low}, {low + width}{closer}"
    prompt = "Find the increasing interval of the function $f$."
    assert paid(gold, open_, prompt)
    assert not paid(gold, f"{opener}{low}, {low + width + 1}{closer}", prompt)
    assert paid(gold, open_, "Solve $f(x) < 2$.") == ((opener, closer) == ("[", "]"))


@given(st.integers(10_000, 99_999), st.integers(0, 3))
def test_a_rounded_decimal_is_accepted_from_three_digits_on(digits: int, places: int) -> None:
    gold = Decimal(digits).scaleb(-places - 1)
    for left in range(places + 1):
        said = gold.quantize(Decimal(1).scaleb(-left), ROUND_HALF_EVEN)
        far = said + 2 * Decimal(1).scaleb(-left)
        enough = len(said.as_tuple().digits) >= 3
        assert rounds(str(gold), str(said)) == enough
        assert not rounds(str(gold), str(far))


def test_a_coarser_percentage_needs_a_prompt_that_asks_for_an_approximation() -> None:
    assert paid(r"117.95\%", r"118\%", "By approximately what percent must it rise?")
    assert not paid(r"117.95\%", r"118\%", "By what percent must it rise?")
    assert not paid(r"117.95\%", r"117\%", "By approximately what percent must it rise?")


PROMPT = "Ann plays Bea at tennis. Who wins the last game, if Ann serves first?"


@pytest.mark.parametrize(
    ("answer", "right"),
    [
        ("Ann", True),
        ("ann", True),
        (r"\text{Ann}", True),
        ("Bea", False),
        ("Carl", False),
        ("wins", False),
        ("the last game", False),
        ("Ann or Bea", False),
        ("not Ann", False),
        ("Ann wins the first game", False),
    ],
)
def test_a_name_answers_the_question_whose_answer_begins_with_it(answer: str, right: bool) -> None:
    assert paid("Ann wins the last game.", answer, PROMPT) == right
    assert not paid("Ann wins the last game.", answer, "Ann plays Bea. What is 2 + 2?")


def test_a_sentence_that_says_more_than_the_question_is_no_name() -> None:
    assert not names("Ann wins because Bea resigned", "Ann", PROMPT)
    assert not names("Ann never wins the last game", "Ann", PROMPT)


@pytest.mark.parametrize(
    ("gold", "answer", "right"),
    [
        ("The sum is less than zero.", "f(1) + f(2) < 0", True),
        ("The sum is less than zero.", "The sum is negative.", True),
        ("The product is at least 2.", r"ab \geq 2", True),
        ("The sum is less than zero.", "f(1) + f(2) > 0", False),
        ("The sum is less than zero.", "f(1) + f(2) < 1", False),
        ("The sum is less than 3.", "1 < x < 3", False),
        ("The sum is less than zero.", "The sum is not less than zero.", False),
        ("2x > 3", "x > 3", False),
        ("The sum is positive.", "The sum is positive or 0", False),
    ],
)
def test_a_comparison_in_words_is_one_in_signs(gold: str, answer: str, right: bool) -> None:
    assert paid(gold, answer, "What can be said about the value of the sum?") == right
