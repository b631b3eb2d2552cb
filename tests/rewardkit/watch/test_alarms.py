"""Alarms are a fold over the numbers of a run; each is given once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from rewardkit.watch.alarms import Alarm, State, detect
from rewardkit.watch.settings import Settings


def given(rows: Sequence[Mapping[str, float]], settings: Settings | None = None) -> list[Alarm]:
    state, found = State(), []
    for step, numbers in enumerate(rows, 1):
        state, alarms = detect(state, step, numbers, settings or Settings())
        found += alarms
    return found


def hits(kind: str, count: int, tried: int = 16) -> dict[str, float]:
    return {f"probe/{kind}/hits": float(count), f"probe/{kind}/tried": float(tried)}


@pytest.mark.parametrize("kind", ["own", "swap", "twin", "label", "canary", "error"])
def test_a_share_that_rises_is_told_of_once(kind: str) -> None:
    found = given([hits(kind, 0)] * 20 + [hits(kind, 8)] * 20)
    assert [one.kind for one in found] == [kind]
    assert 21 <= found[0].step <= 24
    assert found[0].exploit == (kind != "error")


def test_a_share_at_chance_is_no_alarm() -> None:
    assert given([hits("own", int(step % 4 == 0)) for step in range(400)]) == []


@pytest.mark.parametrize(
    ("name", "first", "then", "told"),
    [
        ("length", 100.0, 200.0, True),
        ("length", 100.0, 140.0, False),
        ("truncated", 0.0, 0.5, True),
        ("entropy", 0.5, 1.0, True),
        ("entropy", 0.5, 0.1, False),
        ("repetition", 0.05, 0.6, True),
    ],
)
def test_a_number_that_leaves_its_first_values_is_a_drift(
    name: str, first: float, then: float, told: bool
) -> None:
    found = given([{name: first}] * 10 + [{name: then}] * 5)
    assert [(one.kind, one.step, one.exploit) for one in found] == (
        [(name, 13, False)] if told else []
    )


def test_one_odd_batch_is_no_drift() -> None:
    rows = [{"length": 900.0 if step % 4 == 3 else 100.0} for step in range(60)]
    assert given([{"length": 100.0}] * 10 + rows) == []


def test_a_smaller_budget_waits_longer() -> None:
    rows = [hits("own", 3)] * 40
    sure = given(rows, Settings(budget=1e-9))[0].step
    assert given(rows, Settings(budget=0.05))[0].step < sure
