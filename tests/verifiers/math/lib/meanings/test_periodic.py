"""Intervals for every whole number may be told from another one of them."""

from __future__ import annotations

import pytest

from rewardkit import get

EQUAL = get("math/equivalence")
CLOSED = r"$[k\pi-\frac{\pi}{12},k\pi+\frac{5\pi}{12}]$ $(k\in Z)$"
OPEN = r"$(2k\pi-\frac{\pi}{3},2k\pi+\frac{\pi}{3})$, $k\in\mathbb{Z}$"


@pytest.mark.parametrize(
    ("gold", "answer"),
    [
        (
            CLOSED,
            r"$\left[n\pi+\tfrac{11\pi}{12},\,n\pi+\tfrac{17\pi}{12}\right]$, $n\in\mathbb{Z}$",
        ),
        (CLOSED, r"$-\frac{\pi}{12}+k\pi\le x\le\frac{5\pi}{12}+k\pi$, $k\in\mathbb{Z}$"),
        (OPEN, r"$2k\pi+\frac{5\pi}{3}<x<2k\pi+\frac{7\pi}{3}$ $(k\in\mathbb{Z})$"),
        (OPEN, r"$(2(k-1)\pi-\frac{\pi}{3},2(k-1)\pi+\frac{\pi}{3}), k\in Z$"),
    ],
)
def test_a_family_of_intervals_may_begin_anywhere(gold: str, answer: str) -> None:
    assert EQUAL.score(completion=answer, answer=gold).value == 1.0


@pytest.mark.parametrize(
    ("gold", "answer"),
    [
        (OPEN, r"$(2k\pi+\frac{\pi}{3},2k\pi+\frac{5\pi}{3})$, $k\in\mathbb{Z}$"),
        (OPEN, r"$[2k\pi+\frac{5\pi}{3},2k\pi+\frac{7\pi}{3}]$, $k\in\mathbb{Z}$"),
        (OPEN, r"$(4k\pi+\frac{5\pi}{3},4k\pi+\frac{7\pi}{3})$, $k\in\mathbb{Z}$"),
        (OPEN, r"$(2k\pi+\frac{5\pi}{3},2k\pi+\frac{7\pi}{3})$, $k\in\mathbb{N}$"),
        (CLOSED, r"$[n\pi+\frac{5\pi}{12},n\pi+\frac{11\pi}{12}]$, $n\in\mathbb{Z}$"),
    ],
)
def test_other_ends_or_another_period_are_another_answer(gold: str, answer: str) -> None:
    assert EQUAL.score(completion=answer, answer=gold).value == 0.0
