"""The parts of a question are answered one by one, in their order."""

from __future__ import annotations

import pytest

from rewardkit import get
from rewardkit_verifiers.math.lib.meanings.numbered import parts

EQUAL = get("math/equivalence")
COMPLEX = r"(1) $\sqrt{2}$ (2) $-1-i$"
ANGLE = r"(1) $A=\frac{\pi}{3}$ (2) $2\sqrt3$"


@pytest.mark.parametrize(
    ("gold", "answer"),
    [
        (COMPLEX, r"$|z|=\sqrt{2},\quad \bar z=-(1+i)$"),
        (COMPLEX, r"① $\sqrt{2}$;② $-1-i$"),
        (COMPLEX, r"Part 1: $\sqrt{2}$. Part 2: $-1-i$."),
        (ANGLE, r"$A=60^\circ$, $S=2\sqrt{3}$"),
        ("(1) 5 (2) 12", "5, 12"),
        ("(1) $a=2$; (2) $[-1,3]$", r"a=2,\quad -1\le f(x)\le 3"),
        (r"(1) $a=1$, $b=2$; (2) $\{x\mid x>3\}$", "(1) $a=1, b=2$ (2) $x>3$"),
        (r"(Ⅰ) $a_n=2n$ (Ⅱ) $n(n+1)$", "(1) $a_n=2n$ (2) $S_n=n^2+n$"),
        (r"(1) $-2$; (2) $(-\infty,1]$", r"$-2$ and $(-\infty,1]$"),
    ],
)
def test_parts_may_have_other_marks_or_none(gold: str, answer: str) -> None:
    assert EQUAL.score(completion=answer, answer=gold).value == 1.0


@pytest.mark.parametrize(
    ("gold", "answer"),
    [
        (COMPLEX, r"(1) $-1-i$ (2) $\sqrt2$"),
        (COMPLEX, r"(2) $\sqrt{2}$ (1) $-1-i$"),
        (COMPLEX, r"$\sqrt{2}$ or $-1-i$"),
        (COMPLEX, r"(1) $\sqrt{2}$"),
        (COMPLEX, r"$2\sqrt2-1-i$"),
        (ANGLE, r"$A=30^\circ$, $S=2\sqrt{3}$"),
        ("(1) 5 (2) 12", "12, 5"),
        ("(1) 5 (2) 12", "60"),
        ("(1) $a=2$; (2) $[-1,3]$", r"a=2,\quad -1< f(x)\le 3"),
    ],
)
def test_another_order_or_a_missing_part_is_wrong(gold: str, answer: str) -> None:
    assert EQUAL.score(completion=answer, answer=gold).value == 0.0


def test_marks_out_of_order_make_no_parts() -> None:
    assert parts("(1) 5; (2) 12") == ("5", "12")
    assert not parts("(2) 5 (1) 12")
    assert not parts("f(1) = 5")
