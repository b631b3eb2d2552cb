"""Sets of positive integers are compared by their members, however they are told."""

from __future__ import annotations

import pytest

from rewardkit import get

EQUAL = get("math/equivalence")(where="answer")
EVEN = "For which positive integers $n$ can an $n\\times n$ board be tiled with dominoes?"
LARGE = "Find all positive integers $n$ with $2^n>n^2$."
PRIMES = "For which odd primes $p$ is $-1$ a quadratic residue modulo $p$?"
SUMS = "Which positive integers are no sum of two or more consecutive positive integers?"
BOUNDED = "For all positive integers $n$, $S_n < m$. Find the range of the real number $m$."
FROM_FIVE = r"$n=1$ or $n\geq 5$"
ONE_OF_FOUR = "All primes p ≡ 1 mod 4"


@pytest.mark.parametrize(
    ("gold", "prompt", "answer", "expected"),
    [
        (FROM_FIVE, LARGE, r"\mathbb{Z}^{+}\setminus\{2,3,4\}", True),
        (FROM_FIVE, LARGE, r"$n\in\mathbb{N}^*\setminus\{2,3,4\}$", True),
        (FROM_FIVE, LARGE, "all positive integers except 2, 3 and 4", True),
        (FROM_FIVE, LARGE, "all positive integers except 2 and 3", False),
        (FROM_FIVE, LARGE, r"\{2,3,4\}", False),
        (FROM_FIVE, LARGE, r"n=1 or n>5", False),
        (FROM_FIVE, LARGE, "not all positive integers except 2, 3 and 4", False),
        ("All positive integers except 2, 3, 5", EVEN, r"$n=1$, $n=4$ and each $n\ge 6$", True),
        ("All positive integers except 2, 3, 5", EVEN, r"$n=1$ and each $n\ge 6$", False),
        ("All even $n$", EVEN, r"2\mid n", True),
        ("All even $n$", EVEN, r"$n=2k, k\in\mathbb{Z}^+$", True),
        ("All even $n$", EVEN, r"$n=2k, k\ge 2$", False),
        ("All even $n$", EVEN, r"2\nmid n", False),
        ("All even $n$", EVEN, "$n$", False),
        (r"$m\leq 1$ or $m\geq 3$", BOUNDED, r"$m<2$ or $m>2$", False),
        (r"$m>4$", BOUNDED, r"$m\ge 5$", False),
        (ONE_OF_FOUR, PRIMES, r"p=4k+1,\ k\in\mathbb{Z}^{+},\ p\text{ prime}", True),
        (ONE_OF_FOUR, PRIMES, "precisely the primes of the shape $p=4k+1$", True),
        (ONE_OF_FOUR, PRIMES, "$p=4k+3$", False),
        (ONE_OF_FOUR, PRIMES, "all primes", False),
        ("Powers of two", SUMS, r"2^k,\ k\in\mathbb{Z}_{\ge0}", True),
        ("Powers of two", SUMS, r"2^k, k\ge 1", False),
        ("Powers of two", SUMS, "2k", False),
        ("all composite n except n=4", "Find all integers $n>1$.", r"composite $n\ge 6$", True),
        ("all composite n except n=4", "Find all integers $n>1$.", "all composite n", False),
    ],
)
def test_a_set_of_integers_has_the_members_that_it_has(
    gold: str, prompt: str, answer: str, expected: bool
) -> None:
    found = EQUAL.score(completion=answer, answer=gold, prompt=prompt)
    assert (found.status != "error", found.value == 1.0) == (True, expected)
