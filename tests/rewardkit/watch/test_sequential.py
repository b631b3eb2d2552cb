"""The detector keeps its budget of false alarms, and sees a raised share within a few steps."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit.watch.sequential import CHANCE, Detector, likelihood_ratio, threshold_of


def first_alarm(share: float, steps: int, seed: int, budget: float) -> int | None:
    draw = random.Random(seed)
    state = Detector()
    threshold = threshold_of(budget, steps, statistics=1)
    for step in range(1, steps + 1):
        hits = sum(draw.random() < share for _ in range(16))
        state = state.after(hits, 16, step, threshold)
    return state.since


def test_a_share_at_chance_alarms_more_rarely_than_the_budget_says() -> None:
    alarms = [first_alarm(CHANCE, 200, seed, budget=0.05) for seed in range(200)]
    assert sum(one is not None for one in alarms) <= 10


@pytest.mark.parametrize(("share", "within"), [(1.0, 2), (0.5, 3), (0.3, 6), (0.1, 40)])
def test_a_raised_share_is_seen_within_steps(share: float, within: int) -> None:
    found = sorted(first_alarm(share, 1000, seed, budget=0.01) or 1001 for seed in range(9))
    assert found[4] <= within


@given(st.integers(0, 64), st.integers(0, 64))
def test_more_hits_never_speak_less_for_a_raised_share(one: int, other: int) -> None:
    tried = 64
    low, high = sorted((one, other))
    assert likelihood_ratio(low, tried) <= likelihood_ratio(high, tried) + 1e-12


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), max_size=30))
def test_no_counts_overflow_it(steps: list[tuple[int, int]]) -> None:
    state = Detector()
    for step, (hits, misses) in enumerate(steps):
        state = state.after(hits, hits + misses, step, threshold=1e6)
    assert state.level >= 0.0


def test_an_alarm_is_given_once_and_nothing_asked_changes_nothing() -> None:
    state = Detector().after(16, 16, 5, threshold=1e6)
    assert state.since == 5
    assert state.after(16, 16, 6, threshold=1e6) is state
    assert Detector().after(0, 0, 1, threshold=1.0) == Detector()
