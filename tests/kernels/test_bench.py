from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest
import torch

from rewardkit_kernels import bench
from rewardkit_kernels.advantage import GroupAdvantages, reference


def test_the_quick_bench_is_right_exact_and_says_what_it_did_not_time(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert bench.main(["--quick", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["correct"]
    assert report["problems"] == []
    worst = {row["name"]: row["worst"] for row in report["exactness"]}
    assert worst.pop("rewardkit") == 0.0
    assert len(worst) == 3
    assert all(value > 0 for value in worst.values())
    assert {row["groups"] for row in report["cost"]} == {8}
    assert all(row["median_us"] > 0 for row in report["cost"])
    if not torch.cuda.is_available():
        assert "needs a GPU" in report["skipped"]["rewardkit, Triton kernel"]
        assert not any("kernel" in row["name"] for row in report["cost"])


def test_people_get_tables_and_the_warning_that_this_is_not_training_speed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    assert bench.main(["--quick"]) == 0
    printed = capsys.readouterr().out
    assert "One call (this is not training speed)" in printed
    assert "OpenRLHF's formula" in printed


def test_a_backend_that_is_wrong_is_not_timed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    right = reference.advantages

    def slightly_off(*arguments: Any) -> GroupAdvantages:
        result = right(*arguments)
        return dataclasses.replace(result, advantages=result.advantages * 1.001)

    monkeypatch.setattr(reference, "advantages", slightly_off)
    assert bench.main(["--quick", "--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert not report["correct"]
    assert any("instead of" in problem for problem in report["problems"])
    assert report["cost"] == []
    assert bench.main(["--quick"]) == 1
    assert "Wrong, so nothing was timed" in capsys.readouterr().out


def test_an_unknown_option_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        bench.main(["--fast"])
    assert stopped.value.code == 2
    assert "--fast" in capsys.readouterr().err
