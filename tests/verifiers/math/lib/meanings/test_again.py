"""A last look at answers that mean what the reference says."""

from __future__ import annotations

from rewardkit import get

EQUAL = get("math/equivalence")


def paid(gold: str, answer: str, prompt: str = "Solve it.") -> bool:
    found = EQUAL.score(completion=answer, answer=gold, prompt=prompt)
    assert found.status != "error"
    return found.value == 1.0


def test_either_of_two_values_may_be_written_with_a_sign_of_both() -> None:
    assert paid("either 3 or 7", r"$x=5\pm 2$")
    assert paid(r"all $x \neq 3$", r"$(-\infty,3)\cup(3,\infty)$")
    assert not paid("either 3 or 7", r"$x=5\pm 3$")
    assert not paid("either 3 or 7", "3")
