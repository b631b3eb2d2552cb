"""The statistics against their definitions, written out the long way."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from math import comb

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rewardkit.judge.calibration import stats
from rewardkit.judge.verdict.votes import effective_votes

chance = st.integers(0, 20).map(lambda n: n / 20)
rated = st.lists(st.tuples(chance, st.booleans()), min_size=2, max_size=40)
grades = st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=2, max_size=40)


@given(rated)
def test_auroc_is_the_share_of_pairs_in_the_right_order(rows: list[tuple[float, bool]]) -> None:
    good = [score for score, label in rows if label]
    bad = [score for score, label in rows if not label]
    found = stats.auroc([score for score, _ in rows], [label for _, label in rows])
    if not good or not bad:
        assert found is None
        return
    wins = sum(1.0 if a > b else 0.5 if a == b else 0.0 for a, b in product(good, bad))
    assert found == pytest.approx(wins / (len(good) * len(bad)))


@given(grades)
def test_kappa_is_that_of_the_table_of_both_raters(rows: list[tuple[int, int]]) -> None:
    count = len(rows)
    table = {
        pair: sum(row == pair for row in rows) / count for pair in product(range(1, 6), repeat=2)
    }
    left = {a: sum(table[a, b] for b in range(1, 6)) for a in range(1, 6)}
    right = {b: sum(table[a, b] for a in range(1, 6)) for b in range(1, 6)}
    seen = sum(table[a, a] for a in range(1, 6))
    by_chance = sum(left[a] * right[a] for a in range(1, 6))
    found = stats.kappa([a for a, _ in rows], [b for _, b in rows])
    if by_chance > 1 - 1e-12:
        assert found is None
    else:
        assert found == pytest.approx((seen - by_chance) / (1 - by_chance))


@given(grades)
def test_weighted_kappa_is_that_of_quadratic_weights(rows: list[tuple[int, int]]) -> None:
    count = len(rows)
    seen = sum((a - b) ** 2 for a, b in rows) / count
    by_chance = sum((a - b) ** 2 for (a, _), (_, b) in product(rows, rows)) / count**2
    found = stats.weighted_kappa([a for a, _ in rows], [b for _, b in rows])
    if not by_chance:
        assert found is None
    else:
        assert found == pytest.approx(1 - seen / by_chance)


@given(rated)
def test_brier_and_calibration_error_are_those_of_their_definitions(
    rows: list[tuple[float, bool]],
) -> None:
    scores, truth = [score for score, _ in rows], [label for _, label in rows]
    squares = [(score - label) ** 2 for score, label in rows]
    assert stats.brier(scores, truth) == pytest.approx(statistics.fmean(squares))
    total = 0.0
    for place in range(10):
        inside = [row for row in rows if min(int(row[0] * 10), 9) == place]
        if inside:
            mean = statistics.fmean(score for score, _ in inside)
            share = statistics.fmean(label for _, label in inside)
            total += len(inside) / len(rows) * abs(mean - share)
    assert stats.calibration_error(scores, truth) == pytest.approx(total)


@given(grades)
def test_correlation_is_pearsons(rows: list[tuple[int, int]]) -> None:
    left, right = [float(a) for a, _ in rows], [float(b) for _, b in rows]
    found = stats.correlation(left, right)
    if len(set(left)) == 1 or len(set(right)) == 1:
        assert found is None
    else:
        assert found == pytest.approx(statistics.correlation(left, right), abs=1e-12)


@given(st.integers(0, 30), st.integers(0, 30))
def test_mcnemar_is_the_sum_of_what_is_no_likelier(first: int, second: int) -> None:
    count = first + second
    chances = [Fraction(comb(count, k), 2**count) for k in range(count + 1)]
    both_sides = sum(one for one in chances if one <= chances[first])
    assert stats.mcnemar(first, second) == pytest.approx(float(both_sides))


def test_the_interval_of_a_mean_is_about_that_of_the_normal_law() -> None:
    rows = [float(n % 5) for n in range(400)]
    found = stats.interval(rows, lambda drawn: sum(drawn) / len(drawn), draws=2000)
    assert found is not None
    spread = 1.96 * statistics.pstdev(rows) / 20
    assert found == pytest.approx((2 - spread, 2 + spread), abs=0.03)


def test_samples_that_depend_on_each_other_are_drawn_together() -> None:
    rows = [float(group % 2) for group in range(40) for _ in range(10)]
    groups = [group for group in range(40) for _ in range(10)]

    def mean(drawn: Sequence[float]) -> float:
        return sum(drawn) / len(drawn)

    apart, together = stats.interval(rows, mean), stats.interval(rows, mean, groups=groups)
    assert apart is not None
    assert together is not None
    # Forty independent things, and not four hundred.
    wider = (together[1] - together[0]) / (apart[1] - apart[0])
    assert wider == pytest.approx(10**0.5, rel=0.15)
    assert stats.interval(rows, mean, groups=[0] * 400) == apart


def test_an_interval_that_most_draws_cannot_give_is_none() -> None:
    assert stats.interval([1, 2, 3], lambda drawn: None, draws=20) is None


@given(st.lists(st.lists(st.booleans(), min_size=3, max_size=3), min_size=8, max_size=30))
def test_effective_votes_are_kishs_number(rows: list[list[bool]]) -> None:
    columns = [[float(row[judge]) for row in rows] for judge in range(3)]
    assume(all(len(set(column)) == 2 for column in columns))
    pairs = [statistics.correlation(columns[a], columns[b]) for a, b in ((0, 1), (0, 2), (1, 2))]
    mean = max(0.0, statistics.fmean(pairs))
    assert effective_votes(rows) == pytest.approx(3 / (1 + 2 * mean))
