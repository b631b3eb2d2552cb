"""The first terms of a sequence may stand apart from the general one, or beside it in cases."""

from __future__ import annotations

import pytest

from rewardkit import get

EQUAL = get("math/equivalence")
GOLD = r"$a_n=\begin{cases}1,&n=1\\2^{n-2},&n\ge2\end{cases}$"


@pytest.mark.parametrize(
    "answer",
    [
        r"$a_1=1$, $a_n=2^{n-2}$ for $n\ge2$",
        r"$a_1=1;\ a_n=2^{n-2}\ (n\ge2)$",
        r"$a_1=1$ and $a_n=2^{n-2}$ for all $n\ge 2$",
        r"$a_n=2^{n-2}$ for $n > 1$ and $a_1=1$",
        r"$a_1=1,\ a_n=2^{n-1}-2^{n-2},\ n\ge2$",
    ],
)
def test_a_first_term_beside_the_general_one_is_a_case(answer: str) -> None:
    assert EQUAL.score(completion=answer, answer=GOLD).value == 1.0


@pytest.mark.parametrize(
    "answer",
    [
        r"$a_1=2$, $a_n=2^{n-2}$ for $n\ge2$",
        r"$a_1=1$, $a_n=2^{n-1}$ for $n\ge2$",
        r"$a_1=1$, $a_n=2^{n-2}$ for $n\ge3$",
        r"$a_n=2^{n-2}$",
        r"$b_1=1$, $a_n=2^{n-2}$ for $n\ge2$",
    ],
)
def test_another_first_term_or_a_gap_is_another_sequence(answer: str) -> None:
    assert EQUAL.score(completion=answer, answer=GOLD).value == 0.0


def test_a_bound_of_whole_numbers_may_be_strict() -> None:
    gold = r"$a_1=1, a_n=2^{n-2} (n\ge 2)$"
    answer = r"$a_1=1$ and $a_n=2^{n-2}$ for $n > 1$"
    assert EQUAL.score(completion=answer, answer=gold).value == 1.0
