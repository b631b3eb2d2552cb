"""A ratio whose terms are named in the other order than the task's is another ratio."""

from __future__ import annotations

import pytest

from rewardkit import get

EQUAL = get("math/equivalence")
SPEEDS = "Find the ratio of A's average speed to B's average speed."
AREAS = "求 $\\triangle ABC$ 与 $\\triangle DEF$ 的面积之比。"


def paid(gold: str, answer: str, prompt: str) -> bool:
    found = EQUAL.score(completion=answer, answer=gold, prompt=prompt)
    assert found.status == "ok"
    return found.value == 1.0


@pytest.mark.parametrize(
    ("right", "turned", "prompt"),
    [
        ("v_A:v_B=5:4", "v_B:v_A=5:4", SPEEDS),
        ("$A:B=5:4$", "$B:A=5:4$", SPEEDS),
        ("S_{ABC}:S_{DEF}=5:4", "S_{DEF}:S_{ABC}=5:4", AREAS),
        ("x:y = 5:4", "y:x = 5:4", "What is the ratio of $x$ to $y$?"),
    ],
)
def test_names_in_the_other_order_turn_a_ratio(right: str, turned: str, prompt: str) -> None:
    assert paid("5:4", right, prompt)
    assert not paid("5:4", turned, prompt)
    assert not paid("5:4", right.replace("5:4", "4:5"), prompt)
