"""Antiderivatives with a constant of their own may differ by one."""

from __future__ import annotations

import pytest

from rewardkit import get

EQUAL = get("math/equivalence")
TASK = r"Evaluate $\displaystyle\int \sin x\cos x\,dx$."
GOLD = r"$\frac{\sin^2 x}{2}+C$"


def paid(gold: str, answer: str, prompt: str = TASK) -> bool:
    found = EQUAL.score(completion=answer, answer=gold, prompt=prompt)
    assert found.status != "error"
    return found.value == 1.0


@pytest.mark.parametrize(
    "answer",
    [
        r"-\tfrac14\cos(2x)+C",
        r"$-\frac{\cos^2 x}{2}+c$",
        r"$F(x)=-\frac{\cos^2 x}{2}+C$",
    ],
)
def test_a_difference_of_a_constant_is_none(answer: str) -> None:
    assert paid(GOLD, answer)


@pytest.mark.parametrize(
    "answer",
    [
        r"$\frac{\cos^2 x}{2}+C$",
        r"$-\frac{\cos^2 x}{2}$",
        r"$-\frac14\cos(2x)+Cx$",
        r"$-\frac14\cos(2x)+x+C$",
    ],
)
def test_another_function_or_one_without_a_constant_is_wrong(answer: str) -> None:
    assert not paid(GOLD, answer)


def test_only_a_prompt_that_asks_for_an_integral_has_free_constants() -> None:
    assert not paid(GOLD, r"$-\frac14\cos(2x)+C$", "Simplify the family.")


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (r"-\frac{1}{4}\cos 2x + C", 1.0),
        (r"\frac14\cos 2x+C", 0.0),
        (r"-\frac{1}{4}\cos 2x", 0.0),
        (r"-\frac{\cos^2 x}{2}+1", 0.0),
    ],
)
def test_without_a_task_both_end_in_the_constant(answer: str, expected: float) -> None:
    gold = r"\frac{\sin^2 x}{2}+C"
    found = get("math/equivalence").score(completion=rf"\boxed{{{answer}}}", answer=gold)
    assert (found.status, found.value) == ("ok", expected)
