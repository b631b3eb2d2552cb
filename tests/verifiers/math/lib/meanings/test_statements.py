"""Extrema and cases are compared statement by statement, in any order and from a table."""

from __future__ import annotations

import pytest

from rewardkit import get

EQUAL = get("math/equivalence")
EXTREMA = "local maximum 2 at x=-1, local minimum -2 at x=1"
CASES = r"when $a>0$, $x>\frac1a$; when $a=0$, no solution; when $a<0$, $x<\frac1a$"


def paid(gold: str, answer: str) -> bool:
    found = EQUAL.score(completion=answer, answer=gold, prompt="Solve it.")
    assert found.status != "error"
    return found.value == 1.0


@pytest.mark.parametrize(
    ("gold", "answer"),
    [
        (EXTREMA, "| type | x | y |\n|---|---|---|\n| max | $x=-1$ | 2 |\n| min | $x=1$ | -2 |"),
        (EXTREMA, "Local minimum: $-2$ when $x=1$. Local maximum: $2$ when $x=-1$."),
        ("最大值2,最小值-2", "minimum -2, maximum 2"),
        (
            CASES,
            "If $a<0$, then $x<1/a$; if $a=0$, there are no solutions; if $a>0$, then $x>1/a$.",
        ),
        (
            CASES,
            "| $a$ | solutions |\n|:--|:--|\n"
            r"| $a<0$ | $\left(-\infty,\tfrac1a\right)$ — the sign turns around |"
            "\n"
            r"| $a=0$ | $\varnothing$ |"
            "\n"
            r"| $a>0$ | $\left(\tfrac1a,+\infty\right)$ |",
        ),
    ],
)
def test_statements_are_the_same_in_any_order(gold: str, answer: str) -> None:
    assert paid(gold, answer)


@pytest.mark.parametrize(
    ("gold", "answer"),
    [
        (EXTREMA, "| max | $x=1$ | 2 |\n|---|---|---|\n| min | $x=-1$ | -2 |"),
        (EXTREMA, "local maximum 2, local minimum -2"),
        (EXTREMA, "local maximum 2 at x=-1"),
        ("maximum value 2, minimum value -2", "最大值为-2,最小值为2"),
        (CASES, r"$x<\frac1a$"),
        (CASES, r"when $a>0$, $x>\frac1a$; when $a<0$, $x<\frac1a$"),
        (CASES, r"when $a<0$, $x>\frac1a$; when $a=0$, no solution; when $a>0$, $x<\frac1a$"),
    ],
)
def test_a_part_or_other_statements_are_wrong(gold: str, answer: str) -> None:
    assert not paid(gold, answer)


def test_intervals_of_rise_and_fall_may_change_places_but_not_names() -> None:
    gold = "increasing on $(0,1)$, decreasing on $(1,2)$"
    assert paid(gold, "decreasing on $(1,2)$ and increasing on $(0,1)$")
    assert not paid(gold, "decreasing on $(0,1)$ and increasing on $(1,2)$")
    assert not paid(gold, "$(1,2)$")
