"""Scores and breakdowns: a failure is never a zero."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit.data.score import Breakdown, Range, Score, Status

ends = st.floats(-1e6, 1e6)


@pytest.mark.parametrize(
    "score",
    [Score.error("judge_outage"), Score.abstain("no_tests"), Score.timeout("deadline")],
)
def test_a_failure_carries_no_number(score: Score) -> None:
    assert score.value is None
    assert score.reason


def test_seconds_do_not_make_two_scores_differ() -> None:
    assert Score(1.0, seconds=0.1) == Score(1.0, seconds=9.0)


def test_scores_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        Score.ok(1.0).value = 2.0  # type: ignore[misc]


@given(ends, ends, ends, ends)
def test_a_hull_holds_both_ranges(a: float, b: float, c: float, d: float) -> None:
    one, other = Range(*sorted((a, b))), Range(*sorted((c, d)))
    hull = one.hull(other)
    assert hull.low == min(one.low, other.low)
    assert hull.high == max(one.high, other.high)
    assert hull.span >= max(one.span, other.span)


def test_a_range_with_an_infinite_end_is_not_bounded() -> None:
    assert Range(0.0, 1.0).bounded
    assert not Range(0.0, math.inf).bounded
    assert str(Range(-1.0, math.inf)) == "[-1, inf]"


def leaf(name: str, value: float | None, status: Status = "ok") -> Breakdown:
    return Breakdown(name, Score(value, status, "" if status == "ok" else "why"))


def test_components_are_the_leaves_by_name() -> None:
    tree = Breakdown("sum", Score(1.5), (leaf("a", 1.0), leaf("b", None, "error")))
    assert tree.components == {"a": 1.0, "b": None}


def test_components_of_one_name_are_told_apart_by_their_path() -> None:
    left = Breakdown("left", Score(1.0), (leaf("x", 1.0),))
    right = Breakdown("right", Score(2.0), (leaf("x", 2.0), leaf("y", 3.0)))
    tree = Breakdown("sum", Score(3.0), (left, right))
    assert tree.components == {"sum.left.x": 1.0, "sum.right.x": 2.0, "y": 3.0}


def test_components_of_one_path_are_numbered() -> None:
    tree = Breakdown("sum", Score(2.0), (leaf("x", 1.0), leaf("x", 2.0)))
    assert tree.components == {"sum.x": 1.0, "sum.x#2": 2.0}


def test_a_breakdown_prints_as_a_tree_that_says_why() -> None:
    tree = Breakdown("total", Score(0.5), (leaf("a", 0.5), leaf("b", None, "error")))
    assert str(tree).splitlines() == [
        "total  0.5  in [0, 1]",
        "├─ a  0.5  in [0, 1]",
        "└─ b  none  in [0, 1]  error  (why)",
    ]


def test_a_breakdown_becomes_plain_data() -> None:
    tree = Breakdown("total", Score(0.5), (leaf("a", 0.5).renamed("part", 0.7),))
    data = json.loads(json.dumps(tree.to_dict()))
    assert data["children"][0]["name"] == "part"
    assert data["children"][0]["weight"] == 0.7
