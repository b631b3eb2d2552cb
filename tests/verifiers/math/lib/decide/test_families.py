"""Families over the whole numbers whose sign alternates are two progressions."""

from __future__ import annotations

import pytest

from rewardkit import get

EQUAL = get("math/equivalence")
HALF = r"$x=\frac{\pi}{6}+2k\pi$ or $x=\frac{5\pi}{6}+2k\pi$, $k\in\mathbb{Z}$"


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (r"x=(-1)^n\frac{\pi}{6}+n\pi,\ n\in\mathbb{Z}", 1.0),
        (r"k\pi + (-1)^k \frac{\pi}{6}", 1.0),
        (r"x = k\pi+\frac{(-1)^k\pi}{6}", 1.0),
        (r"x=(-1)^{n+1}\frac{\pi}{6}+n\pi,\ n\in\mathbb{Z}", 0.0),
        (r"x=(-1)^n\frac{\pi}{6}+2n\pi", 0.0),
        (r"x=\frac{\pi}{6}+n\pi", 0.0),
    ],
)
def test_a_sign_that_alternates_makes_two_progressions(answer: str, expected: float) -> None:
    found = EQUAL.score(completion=rf"\boxed{{{answer}}}", answer=HALF)
    assert (found.status, found.value) == ("ok", expected)
