"""Summaries are exact, never NaN, and say what they leave out."""

from __future__ import annotations

import json
import statistics
from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit import Breakdown, Range, Score
from rewardkit.data.summary import Agreement, Summary, Tally, percentile

VALUES = st.lists(st.floats(-1e6, 1e6, allow_nan=False), min_size=2, max_size=50)


@given(VALUES)
def test_the_numbers_are_those_of_the_statistics_module(values: list[float]) -> None:
    tally = Tally(Range(-1e6, 1e6))
    for value in values:
        tally.add(value, "ok")
    found = tally.to_dict()
    assert found["valid"] == len(values)
    assert found["mean"] == pytest.approx(statistics.fmean(values))
    assert found["std"] == pytest.approx(statistics.stdev(values), rel=1e-6, abs=1e-6)
    assert (found["min"], found["max"]) == (min(values), max(values))
    halves = statistics.quantiles(values, n=20, method="inclusive")
    assert found["p5"] == pytest.approx(halves[0], abs=1e-6)
    assert found["p95"] == pytest.approx(halves[-1], abs=1e-6)
    assert found["p50"] == pytest.approx(statistics.median(values), abs=1e-6)


def test_nothing_gives_none_not_nan() -> None:
    found = Tally(Range(0, 1)).to_dict()
    assert [found[key] for key in ("mean", "std", "min", "p50", "max")] == [None] * 5
    assert set(found["status"].values()) == {None}
    json.dumps(found, allow_nan=False)
    one = Tally(Range(0, float("inf")))
    one.add(2.0, "ok")
    assert (one.to_dict()["std"], one.to_dict()["range"]) == (0.0, [0.0, None])


def test_equal_values_have_no_deviation_at_all() -> None:
    tally = Tally(Range(0, 1))
    for _ in range(3):
        tally.add(0.1, "ok")
    assert tally.to_dict()["std"] == 0.0


def test_a_percentile_lies_between_its_neighbours() -> None:
    assert percentile(array("d", [0.0, 10.0]), 5) == 0.5
    assert percentile([3.0], 95) == 3.0
    assert percentile([], 50) is None


def row(value: float | None, status: str = "ok", reason: str = "", part: float = 1.0) -> Breakdown:
    leaf = Breakdown("part", Score(part), range=Range(0, 2))
    score = Score(value, status, reason)  # type: ignore[arg-type]
    return Breakdown("total", score, (leaf,), range=Range(0, 1))


def test_statuses_are_shares_and_reasons_are_counts() -> None:
    summary = Summary(Range(0, 1), {"part": Range(0, 2)})
    for one in (row(1.0), row(0.0, "unparsed", "no_tags"), row(None, "error", "down"), row(1.0)):
        summary.add(one, None)
    summary.add_fault("bad_row", None)
    found = summary.to_dict()
    assert found["rows"] == 5
    assert found["total"]["valid"] == 3
    assert found["total"]["status"] == {
        "ok": 0.4,
        "unparsed": 0.2,
        "abstain": 0.0,
        "error": 0.4,
        "timeout": 0.0,
    }
    assert found["total"]["reasons"] == {"no_tags": 1, "down": 1, "bad_row": 1}
    assert found["components"]["part"]["valid"] == 4


def test_rows_of_an_earlier_run_count_but_have_no_statuses_of_parts() -> None:
    summary = Summary(Range(0, 1), {"part": Range(0, 2)})
    earlier = {"value": 0.5, "status": "ok", "reason": "", "components": {"part": 2.0}}
    summary.add_earlier(earlier, None)
    summary.add(row(1.0), None)
    found = summary.to_dict()
    assert (found["rows"], found["resumed"]) == (2, 1)
    assert found["components"]["part"]["valid"] == 2
    assert found["components"]["part"]["status"]["ok"] == 1.0
    assert found["total"]["mean"] == 0.75


def test_agreement_counts_both_kinds_of_mistake() -> None:
    found = Agreement(1.0)
    for label, value in [
        (True, 1.0),
        (True, 1.0 - 1e-12),
        (True, 0.5),
        (False, 1.0),
        (False, 0.0),
        (False, None),
    ]:
        found.add(label, value)
    assert found.to_dict() == {
        "threshold": 1.0,
        "rows": 6,
        "agreement": 0.5,
        "true_positives": 2,
        "true_negatives": 1,
        "false_positives": 1,
        "false_negatives": 1,
        "no_value": 1,
    }
    assert Agreement(1.0).to_dict()["agreement"] is None


def test_the_total_has_a_threshold_and_each_part_its_own_top() -> None:
    summary = Summary(Range(0, 1), {"part": Range(0, 2)}, labelled=True, threshold=0.5)
    summary.add(row(0.6, part=1.0), True)
    summary.add(row(0.6, part=2.0), False)
    summary.add(row(0.6), None)
    summary.add_fault("bad_row", True)
    found = summary.to_dict()
    assert found["unlabelled"] == 1
    assert found["total"]["agreement"]["threshold"] == 0.5
    assert found["total"]["agreement"]["true_positives"] == 1
    assert found["total"]["agreement"]["no_value"] == 1
    part = found["components"]["part"]["agreement"]
    assert (part["threshold"], part["false_positives"], part["false_negatives"]) == (2.0, 1, 1)
