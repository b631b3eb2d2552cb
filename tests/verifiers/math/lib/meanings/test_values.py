"""A sentence that lists values gives the set of them."""

from __future__ import annotations

import pytest

from rewardkit import get

EQUAL = get("math/equivalence")


def paid(gold: str, answer: str) -> bool:
    found = EQUAL.score(completion=answer, answer=gold, prompt="Find all values of $a$.")
    assert found.status != "error"
    return found.value == 1.0


@pytest.mark.parametrize(
    "answer",
    [
        "a can be 0, 1 or 2",
        "The possible values of $a$ are $0$, $1$ and $2$.",
        "实数 a 可以取 2、1 或者 0(a=0 时 B 为空集)。",
        "Les valeurs possibles sont 0, 1 et 2.",
    ],
)
def test_listed_values_are_a_set(answer: str) -> None:
    assert paid(r"$\{0,1,2\}$", answer)
    assert not paid(r"$\{0,1,3\}$", answer)


@pytest.mark.parametrize(
    "answer",
    [
        "a can be 0 or 2",
        "a can be 0, 1, 2, or 3",
        "a cannot be 0, 1 or 2",
        "a can be anything except 0, 1 and 2",
        "a goes from 0 to 2",
    ],
)
def test_bounds_denials_and_other_values_are_no_such_set(answer: str) -> None:
    assert not paid(r"$\{0,1,2\}$", answer)


def test_a_sum_of_money_with_thousands_is_no_list() -> None:
    equal = get("math/equivalence")
    for answer, right in (("1,250 cents", False), ("125,000 cents", True), ("1,250 dollars", True)):
        found = equal.score(completion=answer, answer=r"\$1,250")
        assert (found.value == 1.0) is right
