"""The bench of a training step compares equal work, and says so where the work is not equal."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
from pathlib import Path

import pytest

from rewardkit.bench import loop_vs_trl
from rewardkit.bench.trl_steps import Clock, Shape

WITHOUT_TRL = pytest.mark.skipif(
    importlib.util.find_spec("trl") is not None, reason="TRL is installed"
)


@pytest.mark.trl
@pytest.mark.slow
def test_both_sides_write_every_token_of_a_small_shape(trl_python: Path) -> None:
    command = [trl_python, "-m", "rewardkit.bench.loop_vs_trl", "--json"]
    # The last shape ends on a completion of one token, the shortest there is.
    words = ["--steps", "2", "--shape", "3,2,5", "--shape", "2,4,1"]
    found = subprocess.run(
        [*map(str, command), *words],
        env={**os.environ, "CUDA_VISIBLE_DEVICES": ""},
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert found.returncode in (0, 1), found.stderr[-4000:]
    report = json.loads(found.stdout)
    assert [one["tokens"] for one in report["shapes"]] == [30, 8]
    for one in report["shapes"]:
        assert one["equal_work"]
        low, middle, high = one["ratio_quartiles"]
        assert 0 < low <= middle <= high
        assert one["rewardkit_processor_ms"][1] > 0
        assert one["trl_processor_ms"][1] > 0


def clock(seconds: float, tokens: int) -> Clock:
    return Clock([seconds] * 3, [seconds / 2] * 3, [tokens] * 3)


@pytest.mark.parametrize("tokens", [15, 17])
def test_a_side_that_wrote_another_number_of_tokens_is_named(
    monkeypatch: pytest.MonkeyPatch, tokens: int
) -> None:
    monkeypatch.setattr(
        loop_vs_trl, "time_steps", lambda shape, steps: (clock(1.0, 16), clock(2.0, tokens))
    )
    report = loop_vs_trl.compare_steps([Shape(2, 2, 4)], steps=3, packages=())
    assert report["shapes"][0]["equal_work"] is False
    assert "UNEQUAL: the sides did not both write 16 tokens" in loop_vs_trl.step_table(report)


def test_the_table_holds_medians_with_quartiles_and_the_ratio(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        loop_vs_trl, "time_steps", lambda shape, steps: (clock(0.1, 16), clock(0.15, 16))
    )
    table = loop_vs_trl.step_table(
        loop_vs_trl.compare_steps([Shape(2, 2, 4)], steps=3, packages=())
    )
    assert table.splitlines()[-1] == (
        "| 2 x 2, 4 | 100 (100, 100) | 150 (150, 150) | **1.50** (1.50, 1.50) "
        "| 50 (50, 50) | 75 (75, 75) | 1.50 |"
    )


@pytest.mark.parametrize("shape", ["2,2", "a,b,c", "98,2,4", "2,1,4", "2,2,0"])
def test_a_shape_that_cannot_be_is_refused(shape: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        loop_vs_trl.main(["--shape", shape])
    assert ended.value.code == 2
    assert shape in capsys.readouterr().err


@WITHOUT_TRL
def test_without_trl_the_line_to_run_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert loop_vs_trl.main(["--python", str(tmp_path / "python")]) == 3
    assert "make setup-trl" in capsys.readouterr().out
