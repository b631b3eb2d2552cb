"""Steps are composed like values: the operator works on each stretch of the completion."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit import (
    Reward,
    Score,
    first,
    formula,
    gate,
    maximum,
    minimum,
    reward,
    score,
    soft_gate,
    weighted,
    where,
)
from rewardkit.errors import InputError
from rewardkit.server.wire import breakdown_of, score_data, tree_data

ENDS = (4, 9)


@reward(range=(0, 2), name="stepped")
def stepped(steps: list[float], total: float = 1.0) -> Score:
    """Give the total, and a value for each of two stretches."""
    return Score.ok(total, steps=tuple(zip(ENDS, steps, strict=True)))


@reward(range=(0, 2), name="later")
def later(others: list[float]) -> Score:
    """Give the steps of another reward, which ends them elsewhere."""
    return Score.ok(1.0, steps=((6, others[0]), (9, others[1])))


@reward(range=(0, 2), name="flat")
def flat(level: float) -> float:
    """Give one number for the whole."""
    return level


ROW: dict[str, Any] = {
    "completion": "0123456789",
    "steps": [2.0, 0.5],
    "others": [0.0, 2.0],
    "level": 1.5,
    "route": "flat",
}


def steps_of(node: Reward, **changed: Any) -> Any:
    return node.score(**(ROW | changed)).steps


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (stepped, ((4, 2.0), (9, 0.5))),
        (stepped + flat, ((4, 3.5), (9, 2.0))),
        (weighted(a=(0.5, stepped), b=(0.5, flat)), ((4, 0.875), (9, 0.5))),
        (weighted(scale="none", a=(1, stepped), b=(-1, later)), ((4, 2.0), (6, 0.5), (9, -1.5))),
        (stepped * 2 + 1, ((4, 5.0), (9, 2.0))),
        (~stepped, ((4, 0.0), (9, 1.5))),
        (stepped.at_least(1), ((4, 1.0), (9, 0.0))),
        (stepped.clip(0, 1), ((4, 1.0), (9, 0.5))),
        (stepped.scale_to(-1, 1), ((4, 1.0), (9, -0.5))),
        (stepped * flat, ((4, 3.0), (9, 0.75))),
        (minimum(stepped, flat), ((4, 1.5), (9, 0.5))),
        (maximum(stepped, flat), ((4, 2.0), (9, 1.5))),
        (formula("a - b / 2", a=stepped, b=later), ((4, 2.0), (6, 0.5), (9, -0.5))),
        (gate(flat.at_least(1), stepped), ((4, 2.0), (9, 0.5))),
        (gate(stepped, flat, threshold=1), ()),
        (soft_gate(stepped, later), ((6, 0.0), (9, 1.0))),
        (where("route", flat=stepped), ((4, 2.0), (9, 0.5))),
        (where("route", flat=flat, other=stepped), ()),
        (flat, ()),
        (stepped.normalise("running"), ()),
    ],
)
def test_an_operator_is_applied_on_every_stretch(node: Reward, expected: Any) -> None:
    assert steps_of(node) == expected


def test_a_fallback_hands_on_the_steps_of_what_it_took() -> None:
    @reward(range=(0, 2), name="down")
    def down(completion: str) -> Score:
        return Score.error("outage")

    assert steps_of(first(down, stepped)) == ((4, 2.0), (9, 0.5))


def test_a_whole_without_a_value_has_no_steps() -> None:
    @reward(name="down")
    def down(completion: str) -> Score:
        return Score.error("outage")

    found = weighted(a=(1, stepped), b=(1, down)).score(**ROW)
    assert (found.value, found.steps) == (None, ())
    kept = weighted(missing="skip", a=(1, stepped), b=(1, down)).score(**ROW)
    assert kept.steps == ((4, 2.0), (9, 0.5))


def test_an_unreadable_part_counts_at_its_worst_end_on_every_stretch() -> None:
    @reward(name="garbled")
    def garbled(completion: str) -> Score:
        return Score.unparsed("no_number")

    found = weighted(scale="none", a=(1, stepped), b=(-1, garbled)).score(**ROW)
    assert found.steps == ((4, 1.0), (9, -0.5))


def test_a_breakdown_gives_the_value_at_the_end_of_each_token() -> None:
    found = stepped.score(**ROW)
    assert found.values_at([1, 4, 5, 9, 10]) == [2.0, 2.0, 0.5, 0.5, 1.0]
    assert flat.score(**ROW).values_at([1, 9]) == [1.5, 1.5]

    @reward(name="down")
    def down(completion: str) -> Score:
        return Score.error("outage")

    assert down.score(**ROW).values_at([1]) is None


def test_malformed_steps_are_an_error_that_names_the_reward() -> None:
    found = stepped.score(**(ROW | {"steps": [2.0, 5.0]}))
    assert (found.status, found.reason) == ("error", "bad_return")
    assert "'stepped'" in found.detail
    assert "outside" in found.detail


def test_a_breakdown_shows_steps_in_text_and_json() -> None:
    found = weighted(a=(1, stepped)).score(**ROW)
    assert "steps 4: 1, 9: 0.25" in str(found)
    data = json.loads(json.dumps(found.to_dict()))
    assert data["steps"] == [[4, 1.0], [9, 0.25]]
    assert data["children"][0]["steps"] == [[4, 2.0], [9, 0.5]]
    assert "steps" not in flat.score(**ROW).to_dict()


@reward(isolated=True)
def isolated(completion: str) -> Score:
    """Give one step, in a process of its own."""
    return Score.ok(1.0, extra={"seen": 1}, steps=((len(completion), 0.5),))


def test_steps_come_back_from_a_worker_process() -> None:
    assert isolated.score(completion="abc").steps == ((3, 0.5),)


def test_steps_come_back_from_the_cache_of_verdicts(tmp_path: Path) -> None:
    for _ in range(2):
        (found,) = score(stepped, [ROW], cache=tmp_path / "verdicts.db")
        assert found.steps == ((4, 2.0), (9, 0.5))


def test_steps_come_back_from_a_reward_server() -> None:
    found = weighted(a=(1, stepped)).score(**ROW)
    wire = json.loads(json.dumps(score_data(found)))
    assert breakdown_of(tree_data(found), wire).steps == found.steps
    wire["steps"] = [[4, 7.0]]
    with pytest.raises(InputError):
        breakdown_of(tree_data(found), wire)


def test_trainers_that_take_metadata_are_given_steps() -> None:
    sample = SimpleNamespace(
        prompt="", response=ROW["completion"], label=None, metadata=dict(ROW), tokens=None
    )
    asyncio.run(stepped.for_slime()(None, sample))
    assert sample.metadata["rewardkit"]["steps"] == [[4, 2.0], [9, 0.5]]


@given(st.lists(st.floats(0, 2), min_size=2, max_size=2), st.floats(0, 2), st.floats(-3, 3))
def test_a_weighted_step_is_the_weighted_value_of_the_step(
    steps: list[float], level: float, weight: float
) -> None:
    node = weighted(a=(weight, stepped), b=(1, flat))
    found = steps_of(node, steps=steps, level=level)
    for (_, value), step in zip(found, steps, strict=True):
        assert value == node.score(**(ROW | {"steps": steps, "total": step, "level": level})).value
