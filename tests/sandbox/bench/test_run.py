"""The benchmark judges what it has measured, and nothing else."""

from __future__ import annotations

import pytest

from rewardkit_sandbox.bench import report
from rewardkit_sandbox.bench.measured import Measured
from rewardkit_sandbox.bench.report import BARE, EXEC, PER_PROBLEM, PER_TEST
from rewardkit_sandbox.bench.run import main


def measured(way: str, workload: str, rate: float, *seconds: float) -> Measured:
    times = list(seconds) or [0.01] * 100
    return Measured(way, workload, 2, rates=[rate, rate], cpu_ms=[1.0], seconds=times)


def everything(script: float, per_test: float, per_problem: float) -> list[Measured]:
    return [
        measured(BARE, "W1", 100), measured(PER_TEST, "W1", script),
        measured(BARE, "W2", 10), measured(EXEC, "W2", 1),
        measured(PER_TEST, "W2", per_test), measured(PER_PROBLEM, "W2", per_problem),
    ]  # fmt: skip


def test_every_bar_is_met_by_figures_above_it_and_missed_by_figures_below() -> None:
    assert {bar.met for bar in report.judge(everything(301, 26, 121))} == {True}
    missed = [bar for bar in report.judge(everything(299, 19, 99)) if bar.met is False]
    assert [bar.figure for bar in missed] == [2.99, 19.0, 1.9, 99.0, 9.9]


def test_a_bar_without_its_figures_is_neither_met_nor_missed() -> None:
    bars = report.judge([measured(BARE, "W1", 100)])
    assert {bar.met for bar in bars} == {None}


def test_a_long_tail_and_a_wrong_answer_miss_their_bars() -> None:
    slow = measured(PER_TEST, "W1", 400, *[0.01] * 97, *[0.05] * 3)
    slow.wrong = 1
    bars = {bar.bar: bar for bar in report.judge([measured(BARE, "W1", 100), slow])}
    assert bars["W1: docker, a fork per test, p99 under 3 x p50 (bare: 1.00)"].met is False
    assert bars["no wrong answer of ours"].met is False


def test_a_ratio_is_taken_within_each_round() -> None:
    mine, its = measured("a", "W1", 1), measured("b", "W1", 1)
    mine.rates, its.rates = [100, 10, 300], [50, 5, 100]
    assert mine.times(its) == 2


def test_what_was_measured_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--seconds", "0.02", "--rounds", "1", "--only", "local test"]
    assert main(options) == 0
    said = capsys.readouterr().out
    assert "local, a fork per test" in said
    assert "not measured  W2: docker, a fork per test, at least 20 x docker exec" in said
