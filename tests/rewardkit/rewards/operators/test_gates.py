"""Gates pay `then` only where, or only as far as, `when` is met."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit import Score, gate, reward, soft_gate
from rewardkit.errors import SpecError
from rewardkit.explain.tree import explain


@reward(range=(0, 10))
def tidy(completion: str) -> float | Score | None:
    """Give the number of semicolons; a completion can also say that it cannot be read."""
    if completion.startswith("?"):
        return Score(None, "unparsed", "no_answer")
    return None if completion == "-" else float(min(completion.count(";"), 10))


@reward(range=(-1, 3))
def right(completion: str) -> float:
    """Give 3 for a completion with 42, else -1."""
    return 3.0 if "42" in completion else -1.0


@reward
def flag(completion: str) -> bool:
    return "!" in completion


def paid(node: Any, completion: str) -> float | None:
    value: float | None = node.score(completion=completion).value
    return value


@pytest.mark.parametrize(
    ("completion", "value"),
    [
        ("42", -1),  # `when` is at its low end: the low end of `then`
        ("42;", -1),  # still at `low`
        ("42;;;", 1),  # half the way from 1 to 5: -1 + 0.5 * (3 + 1)
        ("42;;;;;", 3),
        ("42" + ";" * 9, 3),
        (";;;", -1),
        (";" * 9, -1),
    ],
)
def test_a_soft_gate_pays_as_far_as_the_condition_has_come(completion: str, value: float) -> None:
    assert paid(soft_gate(tidy, right, low=1, high=5), completion) == value


def test_the_ends_are_those_of_the_condition_by_default() -> None:
    node = soft_gate(tidy, right)
    assert node.options == {"low": 0.0, "high": 10.0}
    assert node.range == (-1, 3)
    assert soft_gate(tidy, right, low=0, high=10) == node


def test_what_is_behind_a_closed_soft_gate_is_not_run() -> None:
    asked = []

    @reward
    def counted(completion: str) -> bool:
        asked.append(completion)
        return True

    node = soft_gate(flag, counted)
    found = node.score_many([{"completion": "no"}, {"completion": "yes!"}])
    assert asked == ["yes!"]
    assert [one.value for one in found] == [0.0, 1.0]
    assert found[0].reason == "gate_closed"
    assert found[0].children[1].reason == "skipped"


def test_a_condition_without_a_value_or_a_reading_is_carried_on() -> None:
    node = soft_gate(tidy, right)
    missing = node.score(completion="-")
    assert (missing.value, missing.status, missing.reason) == (None, "abstain", "returned_none")
    unread = node.score(completion="? 42;;")
    assert (unread.value, unread.status, unread.reason) == (-1.0, "unparsed", "no_answer")


def test_a_soft_gate_at_its_end_is_a_gate() -> None:
    hard, soft = gate(flag, right), soft_gate(flag, right)
    for completion in ("42", "42!", "!", ""):
        assert paid(soft, completion) == paid(hard, completion)


@given(st.integers(0, 10), st.integers(0, 9), st.integers(1, 10), st.booleans())
def test_more_of_the_condition_never_pays_less(
    count: int, low: int, width: int, good: bool
) -> None:
    node = soft_gate(tidy, right, low=low, high=low + width)
    text = "42" if good else ""
    now, more = (paid(node, text + ";" * n) for n in (count, count + 1))
    assert now is not None
    assert more is not None
    assert -1 <= now <= more <= 3


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"low": 5, "high": 5}, "soft_gate: low 5 must lie below high 5"),
        ({"low": math.inf}, "soft_gate: low must be a finite number, not inf"),
        ({"high": "much"}, "soft_gate: high must be a finite number, not 'much'"),
    ],
)
def test_ends_that_cannot_be_are_refused(options: Any, message: str) -> None:
    with pytest.raises(SpecError, match=message):
        soft_gate(tidy, right, **options)


def test_what_has_no_low_end_cannot_be_paid_in_part() -> None:
    @reward(range=(-math.inf, 1))
    def deep(completion: str) -> float:
        return 0.0

    with pytest.raises(SpecError, match=r"'deep' has no finite low end .* \.clip\(low, high\)"):
        soft_gate(flag, deep)


def test_explain_knows_how_far_each_side_moves_the_total() -> None:
    tree = explain(soft_gate(tidy, right, low=0, high=20)).tree
    assert [child.share for child in tree.children] == [0.5, 1.0]
    warned = explain(soft_gate(tidy, right, low=10, high=20)).warnings
    assert (warned[0].code, warned[0].path) == ("never_matters", "soft_gate.tidy")
    assert "low_scores_equal" in {one.code for one in explain(soft_gate(tidy, right)).warnings}
