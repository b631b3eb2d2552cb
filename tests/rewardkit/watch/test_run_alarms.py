"""Alarms ring once, where they should and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit.watch.run_alarms import Row, new_alarms, nothing_learned


def rows(count: int, **columns: Sequence[Any] | float | None) -> list[dict[str, Any]]:
    """Healthy rows, with some columns replaced: by one value, or by one a row."""
    base = {"dead_groups": 0.3, "entropy": 0.6, "truncated": 0.0, "reward": 0.5}
    form = columns.pop("form", 0.5)
    made = []
    for at in range(count):
        row: dict[str, Any] = {"stage": "grpo", "step": at + 1, **base}
        for name, value in columns.items():
            row[name] = value[at] if isinstance(value, Sequence) else value
        share = form[at] if isinstance(form, Sequence) else form
        made.append(row | {"components": {"form": share, "answer": 0.5}})
    return made


def ring(history: list[dict[str, Any]]) -> list[tuple[int, str]]:
    """Replay a run: the step and code of every alarm."""
    seen: list[Row] = []
    found = []
    for row in history:
        seen.append(row)
        if new := new_alarms(seen, {"form": 1.0}):
            seen[-1] = row | {"alarms": [*map(str, new)]}
            found += [(one.step, one.code) for one in new]
    return found


def test_five_steps_without_a_preference_ring_once() -> None:
    dead = [0.95] * 3 + [0.5] + [1.0] * 8
    assert ring(rows(12, dead_groups=dead)) == [(9, "dead_groups")]


def test_groups_that_are_not_compared_are_never_dead() -> None:
    assert ring(rows(12, dead_groups=None)) == []


def test_most_completions_cut_ring() -> None:
    assert ring(rows(8, truncated=[0.0, 0.0, 0.0, *[0.9] * 5])) == [(6, "truncated")]


def test_an_entropy_of_a_twentieth_of_its_start_rings() -> None:
    falling = [1.0] * 5 + [0.06] * 5 + [0.04] * 5
    assert ring(rows(15, entropy=falling)) == [(13, "entropy_collapse")]  # mean of five
    assert ring(rows(15, entropy=[0.0] * 15)) == []


def test_a_form_that_rises_while_validation_falls_rings() -> None:
    rising = [at / 20 for at in range(20)]
    falling: list[float | None] = [None] * 20
    falling[4], falling[9], falling[14], falling[19] = 0.4, 0.38, 0.2, 0.0
    assert ring(rows(20, form=rising, validation=falling)) == [(15, "form_without_answer")]
    steady = [0.4 if value is not None else None for value in falling]
    assert ring(rows(20, form=rising, validation=steady)) == []
    assert ring(rows(20, form=0.5, validation=falling)) == []


def test_a_component_that_reads_the_answer_may_rise() -> None:
    falling: list[float | None] = [*[None] * 4, 0.4, *[None] * 14, 0.0]
    history = rows(20, validation=falling)
    for at, row in enumerate(history):
        row["components"]["answer"] = at / 20
    assert ring(history) == []


def test_a_run_that_ends_as_it_began_has_learnt_nothing() -> None:
    valid = [None] * 9 + [0.3] + [None] * 9 + [0.31]
    (alarm,) = nothing_learned(rows(20, validation=valid), 1.0)
    assert alarm.code == "nothing_learned"
    assert "ended at 0.5, as at the start (0.5)" in alarm.text


def test_a_reward_or_a_validation_that_rose_is_something() -> None:
    better = [0.2] * 10 + [0.5] * 10
    assert nothing_learned(rows(20, reward=better), 1.0) == []
    valid = [None] * 9 + [0.3] + [None] * 9 + [0.5]
    assert nothing_learned(rows(20, validation=valid), 1.0) == []
    assert nothing_learned(rows(9), 1.0) == [], "too short to tell"


def test_a_run_in_which_nothing_was_scored_has_learnt_nothing() -> None:
    (alarm,) = nothing_learned(rows(20, reward=None), 1.0)
    assert "no completion had a reward" in alarm.text


SHARE = st.one_of(st.none(), st.floats(0, 1))


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "dead_groups": st.floats(0, 1),
                "entropy": SHARE,
                "truncated": st.floats(0, 1),
                "reward": SHARE,
                "validation": SHARE,
                "form": SHARE,
            }
        ),
        min_size=1,
        max_size=30,
    )
)
def test_no_metrics_break_it_and_no_alarm_rings_twice(data: list[dict[str, Any]]) -> None:
    history = [
        {**row, "step": at + 1, "components": {"form": row["form"]}} for at, row in enumerate(data)
    ]
    codes = [code for _, code in ring(history)]
    assert len(codes) == len(set(codes))
    nothing_learned(history, 1.0)


@pytest.mark.parametrize("count", range(1, 5))
def test_nothing_rings_before_there_is_a_window(count: int) -> None:
    assert ring(rows(count, dead_groups=1.0, truncated=1.0, entropy=0.0)) == []
