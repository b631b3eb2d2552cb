"""Gains by two samplers are compared with their noise, and slow pushes are not overlooked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rewardkit.bench import rollout_engines


def runs(own: list[float], theirs: list[float], heldout: int = 300) -> list[dict[str, Any]]:
    """Runs with these accuracies at the end, all from 0.2."""
    found = []
    for engine, after in (("in_process", own), ("vllm", theirs)):
        found += [
            {
                "engine": engine,
                "seed": seed,
                "before": 0.2,
                "after": one,
                "heldout": heldout,
                "gaps": [1e-7, 3e-7] if engine == "vllm" else [],
                "push_ms": [6.0, 8.0] if engine == "vllm" else [],
            }
            for seed, one in enumerate(after)
        ]
    return found


def test_gains_that_lie_in_the_spread_of_seeds_are_the_same() -> None:
    report = rollout_engines.compare_gains(runs([0.7, 0.8, 0.9], [0.75, 0.85, 0.95]))
    assert report["difference"] == pytest.approx(0.05)
    # Two standard errors: twice the root of the summed variances of both means.
    assert report["noise"] == pytest.approx(2 * (2 * 0.1**2 / 3) ** 0.5, abs=1e-4)
    assert report["within_noise"]


def test_equal_gains_of_all_seeds_still_have_the_noise_of_few_held_out_problems() -> None:
    few = rollout_engines.compare_gains(runs([0.8, 0.8], [0.82, 0.82], heldout=50))
    many = rollout_engines.compare_gains(runs([0.8, 0.8], [0.82, 0.82], heldout=100_000))
    assert few["within_noise"]
    assert not many["within_noise"]


def test_a_lower_gain_is_told_apart() -> None:
    report = rollout_engines.compare_gains(runs([0.9, 0.91, 0.9], [0.5, 0.52, 0.51]))
    assert not report["within_noise"]
    assert report["difference"] < -0.3


def test_the_table_holds_every_run_with_gain_and_spread() -> None:
    lines = rollout_engines.gain_table(
        rollout_engines.compare_gains(runs([0.7, 0.9], [0.75, 0.85]))
    )
    rows = lines.splitlines()
    assert rows[0] == "| rollouts | seed 0 | seed 1 | mean gain | spread |"
    assert rows[2] == "| in_process | 20.0 → 70.0 | 20.0 → 90.0 | 60.0 | 14.1 |"
    assert rows[3] == "| vllm | 20.0 → 75.0 | 20.0 → 85.0 | 60.0 | 7.1 |"
    assert "a push takes 7.0 ms (at most 8.0)" in rows[-1]
    assert "2.0e-07 apart" in rows[-1]


@pytest.mark.parametrize(("push", "code"), [(6.0, 0), (60.0, 1)])
def test_a_slow_push_fails_the_bench(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, push: float, code: int
) -> None:
    config = tmp_path / "run.yaml"
    config.write_text("reward: math/number\n")
    found = runs([0.7, 0.8], [0.75, 0.85])
    for one in found:
        one["push_ms"] = [push] * len(one["push_ms"])
    monkeypatch.setattr(rollout_engines, "train_all", lambda *_: found)
    assert rollout_engines.main([str(config)]) == code


def test_one_seed_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        rollout_engines.main(["run.yaml", "--seeds", "1"])
    assert ended.value.code == 2
    assert "--seeds" in capsys.readouterr().err


def test_a_config_that_cannot_be_read_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert rollout_engines.main([str(tmp_path / "none.yaml")]) == 2
    assert "none.yaml" in capsys.readouterr().err
