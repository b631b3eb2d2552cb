"""A difference is said in words at its place in the tree, and nothing else is said."""

from __future__ import annotations

from typing import Any

import pytest

from rewardkit import first, gate, get, reward, weighted
from rewardkit.explain.difference import differences

exact, tags, number = get("text/exact"), get("format/tags"), get("math/number")


def said(old: Any, new: Any) -> list[tuple[str, str, str]]:
    return [(one.code, one.path, one.message) for one in differences(old, new)]


@pytest.mark.parametrize("one", [exact, weighted(a=(1, exact), b=(2, tags)), ~tags & exact])
def test_equal_rewards_have_none(one: Any) -> None:
    assert said(one, one) == []


def test_weights_settings_and_parts() -> None:
    old = weighted(a=(0.7, exact), b=(0.3, tags))
    new = weighted(a=(0.5, exact(ignore_case=True)), c=(0.5, number))
    assert said(old, new) == [
        ("removed", "weighted.b", "format/tags@1 is no longer part of weighted"),
        (
            "weight",
            "weighted.a",
            "weight 0.7 (70% of the total) -> 0.5 (50% of the total)",
        ),
        ("setting", "weighted.a", "setting ignore_case: its default -> True"),
        ("added", "weighted.c", "math/number@1 is a new part of weighted, up to 50% of the total"),
    ]


def test_another_operator_is_one_difference() -> None:
    assert said(gate(tags, exact), tags * exact) == [
        ("word", "product", "is product now, was gate")
    ]


def test_options_ranges_and_order() -> None:
    codes = [code for code, _, _ in said(gate(tags, exact), gate(tags, exact, otherwise=-1))]
    assert codes == ["range", "option"]
    assert [code for code, _, _ in said(first(exact, number), first(number, exact))] == ["order"]


def test_code_that_differs_under_equal_names_is_told() -> None:
    def make(top: float) -> Any:
        @reward
        def inner(completion: str) -> float:
            return top

        return inner

    (only,) = said(make(0.5), make(1.0))
    assert only[0] == "code"
    (deep,) = said(weighted(x=(1, make(0.5))), weighted(x=(1, make(1.0))))
    assert deep[:2] == ("code", "weighted.x")
