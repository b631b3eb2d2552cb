"""A prompt that asks for a form is answered in that form."""

from __future__ import annotations

from math import gcd, isqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit import get

EQUAL = get("math/equivalence")


def paid(gold: str, answer: str, prompt: str) -> bool:
    found = EQUAL.score(completion=rf"\boxed{{{answer}}}", answer=gold, prompt=prompt)
    return found.value == 1.0


@given(st.integers(1, 99), st.integers(2, 99), st.integers(2, 12))
def test_a_fraction_is_in_lowest_terms_exactly_where_that_is_asked(
    top: int, bottom: int, factor: int
) -> None:
    top, bottom = top // gcd(top, bottom), bottom // gcd(top, bottom)
    if bottom == 1:
        return
    gold, wide = rf"\frac{{{top}}}{{{bottom}}}", rf"\frac{{{top * factor}}}{{{bottom * factor}}}"
    assert paid(gold, gold, "Give the fraction in lowest terms.")
    assert not paid(gold, wide, "Give the fraction in lowest terms.")
    assert paid(gold, wide, "Find the probability.")


@given(st.integers(2, 30), st.integers(2, 60))
def test_a_square_is_taken_out_of_a_root_exactly_where_that_is_asked(
    outside: int, inside: int
) -> None:
    if isqrt(inside) ** 2 == inside or any(inside % (k * k) == 0 for k in range(2, 8)):
        return
    gold, whole = rf"{outside}\sqrt{{{inside}}}", rf"\sqrt{{{outside**2 * inside}}}"
    assert paid(gold, gold, "Answer in simplest radical form.")
    assert not paid(gold, whole, "Answer in simplest radical form.")
    assert paid(gold, whole, "How long is the diagonal?")


@pytest.mark.parametrize(
    ("gold", "answer", "prompt"),
    [
        (r"\frac{\sqrt{2}}{2}", r"\frac{1}{\sqrt{2}}", "Rationalize the denominator."),
        ("(x-2)(x-3)", "x^2-5x+6", "Factor $x^2-5x+6$."),
        ("x^2-5x+6", "(x-2)(x-3)", "Expand $(x-2)(x-3)$."),
        ("x+1", "(x^2-1)/(x-1)", r"Simplify $\frac{x^2-1}{x-1}$."),
    ],
)
def test_another_form_is_refused_only_where_the_prompt_asks_for_one(
    gold: str, answer: str, prompt: str
) -> None:
    assert paid(gold, gold, prompt)
    assert not paid(gold, answer, prompt)
    assert paid(gold, answer, "What is it?")
