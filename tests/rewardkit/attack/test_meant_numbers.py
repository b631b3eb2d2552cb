"""A reference that means the same number as another is no other answer."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit import get
from rewardkit.attack.meant_numbers import meant_number
from rewardkit.attack.replies import differ
from rewardkit.attack.run import attack


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("four", "4"),
        ("1/2", "0.5"),
        ("$\\frac{3}{4}$", "0.75"),
        ("one half", "50%"),
        ("1e3", "1,000"),
        ("3 \\times 10^{2}", "300"),
        ("minus seven", "-7"),
        ("three hundred and twelve", "312"),
        ("Paris", "PARIS"),
        ("Malmö", "malmo"),
        ("yes", "True"),
    ],
)
def test_two_spellings_of_one_answer_do_not_differ(one: str, other: str) -> None:
    assert not differ(one, other)
    assert not differ(other, one)


@pytest.mark.parametrize(
    ("one", "other"), [("four", "5"), ("1/2", "2"), ("1/2", "1/3"), ("yes", "no"), ("one", "two")]
)
def test_two_answers_differ(one: str, other: str) -> None:
    assert differ(one, other)


@given(st.text(max_size=80))
def test_any_text_is_a_number_or_none(text: str) -> None:
    assert meant_number(text) is None or isinstance(meant_number(text), Fraction)


@given(st.integers(-999, 999))
def test_figures_mean_themselves(number: int) -> None:
    assert meant_number(str(number)) == number


def test_a_reference_that_the_reward_cannot_read_is_no_wrong_answer_for_other_rows() -> None:
    judge = get("math/distance", where="<answer>")
    rows = [{"prompt": f"{n} + 0?", "answer": str(n)} for n in (4, 4, 7)]
    found = attack(judge, [*rows, {"prompt": "4 + 0?", "answer": "quattro"}], seconds=30)
    assert found.holes == ()
    assert get("math/distance").score(completion="4", answer="quattro").status == "error"
