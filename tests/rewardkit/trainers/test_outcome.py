"""An outcome is flat: fixed keys, and contributions that add up to the value for any tree."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit import (
    Reward,
    Score,
    first,
    gate,
    maximum,
    minimum,
    reward,
    soft_gate,
    weighted,
    where,
)
from rewardkit.trainers.outcome import outcome_of


def from_column(name: str, low: float, high: float) -> Reward:
    @reward(range=(low, high), name=name)
    def leaf(sample: Any) -> Any:
        said = sample.columns.get(name)
        if said == "unparsed":
            return Score.unparsed("no_number")
        if said == "error":
            return Score.error("judge_outage")
        return said

    return leaf


A, B, C = from_column("a", 0, 1), from_column("b", -2, 2), from_column("c", 0, 10)
TREES: dict[str, Reward] = {
    "leaf": A,
    "weighted": weighted(a=(0.7, A), b=(-0.3, B), c=(0.5, C)),
    "low": weighted(missing="low", a=(0.7, A), b=(-0.3, B), c=(0.5, C)),
    "skip": weighted(missing="skip", a=(0.7, A), b=(-0.3, B), c=(0.5, C)),
    "raw": weighted(scale="none", a=(0.7, A), b=(-0.3, B)),
    "sum": A + B + C,
    "scaled": weighted(a=(0.7, A), b=(0.3, B)).scale_to(-1, 1),
    "nested": weighted(x=(1, weighted(a=A, b=B).scale_to(-3, 5)), c=(2, C)) * -2 + 1,
    "gate": gate(A, weighted(b=B, c=C), threshold=0.5, otherwise=-1),
    "soft": soft_gate(A, weighted(b=B, c=C)),
    "minimum": minimum(A, weighted(b=B, c=C)),
    "maximum": maximum(A, weighted(b=B, c=C)),
    "product": A * B,
    "first": first(A, weighted(b=B, c=C)),
    "where": where("route", x=A, otherwise=weighted(b=B, c=C)),
    "clip": (A + B).clip(0, 1),
    "inverted": ~weighted(a=A, b=B),
    "at_least": (A + B).at_least(0.5),
}
numbers = {
    "a": st.floats(0, 1) | st.sampled_from(["unparsed", "error"]),
    "b": st.floats(-2, 2) | st.sampled_from(["unparsed", "error"]),
    "c": st.floats(0, 10) | st.sampled_from(["unparsed", "error"]),
    "route": st.sampled_from(["x", "y"]),
}


@pytest.mark.parametrize("name", TREES)
@given(row=st.fixed_dictionaries(numbers))
def test_contributions_add_up_to_the_value(name: str, row: dict[str, Any]) -> None:
    tree = TREES[name]
    found = outcome_of(tree, tree.score(completion="", **row))
    assert list(found.components) == list(tree.skipped().leaves())
    if found.value is None:
        assert found.contributions == {}
        return
    assert set(found.contributions) == set(found.components)
    total = math.fsum(found.contributions.values())
    assert math.isclose(total, found.value, rel_tol=1e-9, abs_tol=1e-9)


def test_a_sum_is_divided_into_its_terms() -> None:
    tree = TREES["scaled"]
    found = outcome_of(tree, tree.score(completion="", a=1.0, b=2.0))
    assert found.contributions == pytest.approx({"a": 2 * 0.7 - 0.5, "b": 2 * 0.3 - 0.5})


def test_an_open_gate_is_carried_by_what_it_pays_and_a_closed_one_by_its_condition() -> None:
    tree = TREES["gate"]
    opened = outcome_of(tree, tree.score(completion="", a=0.9, b=2.0, c=10.0))
    assert opened.contributions == pytest.approx({"a": 0.0, "b": 1.0, "c": 1.0})
    closed = outcome_of(tree, tree.score(completion="", a=0.1, b=2.0, c=10.0))
    assert closed.contributions == {"a": -1.0, "b": 0.0, "c": 0.0}


def test_a_failure_has_no_contributions_and_all_keys() -> None:
    tree = TREES["weighted"]
    found = outcome_of(tree, tree.score(completion="", a=1.0, b="error", c=1.0))
    assert (found.value, found.status, found.reason) == (None, "error", "judge_outage")
    assert found.components == {"a": 1.0, "b": None, "c": 1.0}
    assert found.contributions == {}
