"""Shapes that only one side has written as the other does are compared, near misses refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit_verifiers.math.lib.equivalent import same
from rewardkit_verifiers.math.lib.policy import PRESETS

DEFAULT = PRESETS["default"]


@pytest.mark.parametrize(
    ("gold", "right", "wrong"),
    [
        (
            r"(-\infty,-6)\cup(-6,\frac32)",
            r"\{x | x<\frac32\} - \{-6\}",
            r"\{x | x<\frac32\} - \{6\}",
        ),
        ("f(n)=n, g(n)=1", "(f(n), g(n)) = (n, 1)", "(f(n), g(n)) = (1, n)"),
        ("x^2+y^2=1", r"y=\pm\sqrt{1-x^2}", r"y=\pm\sqrt{1+x^2}"),
        (r"(y-1)^2=x", r"y=1\pm\sqrt{x}", r"y=2\pm\sqrt{x}"),
        ("12", "m+n=7+5=12", "m+n=7+5=13"),
        (r"n \equiv 1 \pmod 4", "n=4k+1", "n=4k+2"),
        ("10", r"\text{Area of } \triangle ABC = 10", r"\text{Area of } \triangle ABC = 11"),
        (r"\text{third}", r"3\text{rd}", r"2\text{nd}"),
        (r"25\,^\circ\mathrm{C}", "25 °C", r"25^\circ\text{F}"),
        ("1/3 cup", r"\frac13", "3 cup"),
        ("50 cm", "0.5 m", r"50\%"),
        (
            r"P(A)=\frac15, P(B)=\frac17",
            r"P(B)=\frac17, P(A)=\frac15",
            r"P(A)=\frac17, P(B)=\frac15",
        ),
    ],
)
def test_another_shape_is_the_same_answer_from_both_sides(
    gold: str, right: str, wrong: str
) -> None:
    assert same(gold, right, DEFAULT)
    assert same(right, gold, DEFAULT)
    assert not same(gold, wrong, DEFAULT)
    assert not same(wrong, gold, DEFAULT)


@given(st.integers(0, 23), st.integers(0, 59), st.integers(1, 12), st.booleans())
def test_a_time_of_24_hours_is_the_time_of_12_with_its_half(
    hour: int, minute: int, twelve: int, after_noon: bool
) -> None:
    half = rf"{twelve}:{minute:02}\text{{ {'p' if after_noon else 'a'}.m.}}"
    equal = hour == twelve % 12 + 12 * after_noon
    if hour >= 13:
        assert bool(same(half, f"{hour}:{minute:02}", DEFAULT)) == equal
        assert bool(same(f"{hour}:{minute:02}", half, DEFAULT)) == equal
        assert not same(half, f"{hour}:{(minute + 7) % 60:02}", DEFAULT)


@pytest.mark.parametrize(
    ("gold", "answer", "right"),
    [
        ("f''(x)=2", "f'(x)=2", False),
        ("f'(x)=2x", "f'(t)=2t", True),
        (r"36^\circ 15'", r"36^\circ 15''", False),
        (r"[k\pi-1,k\pi+1](k\in Z)", r"\{k\pi-1,k\pi+1\}(k\in Z)", False),
        ("[1, 2]", "[1,2]", True),
    ],
)
def test_marks_that_count_are_not_read_over(gold: str, answer: str, right: bool) -> None:
    assert bool(same(gold, answer, PRESETS["default"])) is right
