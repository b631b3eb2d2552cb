"""The soak counts what honest clients got, and fails where a row was lost or paid wrongly."""

from __future__ import annotations

from collections import Counter

import pytest

from rewardkit.bench import soak
from rewardkit.bench.hostile import CLIENTS
from rewardkit.data.score import Breakdown, Score

pytest.importorskip("uvicorn", reason="needs the extra `server`")


def found(value: float | None) -> Breakdown:
    return Breakdown("x", Score.error("worker_died") if value is None else Score.ok(value))


@pytest.mark.parametrize(
    ("completion", "answer", "value", "kind"),
    [
        ("a", "a", 1.0, "right"),
        ("a", "b", 0.0, "right"),
        ("a", "b", 1.0, "wrong"),
        ("a", "a", 0.25, "wrong"),
        ("a", "a", None, "errors"),
        ("die 1", "a", None, "killers"),
        ("die 1", "a", 0.0, "zeros for errors"),
    ],
)
def test_each_row_is_counted_by_what_came_back(
    completion: str, answer: str, value: float | None, kind: str
) -> None:
    assert soak._kind({"completion": completion, "answer": answer}, found(value)) == kind


@pytest.mark.parametrize("fault", ["lost", "wrong", "repeated", "zeros for errors"])
def test_one_fault_fails_the_soak(fault: str) -> None:
    good = soak._report(Counter(rows=16), Counter(), 1.0, 1, 9, 9, 200)
    assert good["passed"]
    assert not soak._report(Counter({"rows": 16, fault: 1}), Counter(), 1.0, 1, 9, 9, 200)["passed"]
    assert not soak._report(Counter(rows=16), Counter(), 1.0, 1, 9, 9, 0)["passed"]
    assert not soak._report(Counter(), Counter(), 1.0, 1, 9, 9, 200)["passed"]


@pytest.mark.slow
def test_a_few_clients_get_every_row_among_hostile_ones() -> None:
    report = soak.soak(3.0, 4, 2.0)
    assert report["passed"], report
    assert report["rows"] > 0
    assert all(report["hostile"][name] > 0 for name in CLIENTS)
