"""Whole solutions may start at another base and run in another direction."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit import get
from rewardkit_verifiers.math.lib.meanings.lattices import same_points
from rewardkit_verifiers.math.lib.policy import PRESETS

EQUAL = get("math/equivalence")
TASK = "Find all integer solutions of $3x+5y=1$."
GOLD = r"$x=2+5t,\ y=-1-3t\ (t\in\mathbb Z)$"


def paid(gold: str, answer: str, prompt: str = TASK) -> bool:
    found = EQUAL.score(completion=answer, answer=gold, prompt=prompt)
    assert found.status != "error"
    return found.value == 1.0


@pytest.mark.parametrize(
    "answer",
    [
        r"\[x=-3-5s,\qquad y=2+3s,\qquad s \text{ any integer}\]",
        r"$(x,y)=(7-5k,-4+3k)$ for integers $k$",
        "$x = 5n - 3$, $y = 2 - 3n$ where $n$ is an integer",
        r"$\{(2-5n,-1+3n) : n\in\mathbb{Z}\}$",
    ],
)
def test_the_same_points_may_be_written_from_another_one(answer: str) -> None:
    assert paid(GOLD, answer)


@pytest.mark.parametrize(
    "answer",
    [
        r"$x=2+5t$, $y=-1+3t$, $t\in\mathbb Z$",
        r"$x=2+10t$, $y=-1-6t$, $t\in\mathbb Z$",
        r"$x=3+5t$, $y=-1-3t$, $t\in\mathbb Z$",
        r"$x=-1-3t$, $y=2+5t$, $t\in\mathbb Z$",
        r"$x=2+5t$, $y=-1-3s$, $s,t\in\mathbb Z$",
        "$x=2$, $y=-1$",
    ],
)
def test_other_points_are_another_answer(answer: str) -> None:
    assert not paid(GOLD, answer)


def test_a_line_over_the_reals_is_no_family_of_whole_numbers() -> None:
    rules = PRESETS["default"]
    assert same_points("(2+5t, -1-3t)", "(-3+5t, 2-3t)", "Find the line.", rules) is None


@given(
    st.lists(st.integers(-9, 9), min_size=4, max_size=4),
    st.integers(-3, 3),
    st.integers(-3, 3),
    st.integers(-2, 2),
)
def test_steps_may_be_mixed_in_whole_numbers(
    steps: list[int], first: int, second: int, mix: int
) -> None:
    a, b, c, d = steps
    gold = f"({a}*m + {b}*n + 1, {c}*m + {d}*n + 2)"
    x, y = 1 + a * first + b * second, 2 + c * first + d * second
    said = f"({x} + {a}*s + {b + mix * a}*t, {y} + {c}*s + {d + mix * c}*t)"
    verdict = same_points(gold, said, "for all integers", PRESETS["default"])
    assert verdict is not None
    shifted = f"({2 * x} + 1/2 + {a}*s + {b}*t, {y} + {c}*s + {d}*t)"
    assert same_points(gold, shifted, "for all integers", PRESETS["default"]) is None
