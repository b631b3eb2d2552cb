"""Sinks write what they are given; each tracker is tested where it is installed."""

from __future__ import annotations

import json
import os
import sqlite3
from pathlib import Path

import pytest

from rewardkit.errors import MissingExtra
from rewardkit.watch.alarms import Alarm
from rewardkit.watch.sinks import (
    JsonLines,
    MLflow,
    Sink,
    TensorBoard,
    Trackio,
    WandB,
    read_lines,
    scalars,
)

ALARM = Alarm("own", 2, "paid twice", completion="1, 2")
STEPS = [({"length": 6.0, "form/mean": 0.5}, []), ({"length": 7.0, "odd": float("nan")}, [ALARM])]


def filled(sink: Sink) -> None:
    for step, (numbers, alarms) in enumerate(STEPS, 1):
        sink.write(step, numbers, alarms)
    sink.close()


def test_lines_are_read_again_up_to_one_that_was_cut(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "watch.jsonl"
    filled(JsonLines(path))
    with path.open("a") as file:
        file.write('{"step": 3, "num')
    assert read_lines(path) == [(1, {"length": 6.0, "form/mean": 0.5}), (2, {"length": 7.0})]
    assert json.loads(path.read_text().splitlines()[1])["alarms"][0]["kind"] == "own"


def test_no_number_that_is_none_reaches_a_tracker() -> None:
    assert scalars(*STEPS[1]) == {"watch/length": 7.0, "watch/alarm/own": 1.0}


def test_tensorboard_holds_every_step(tmp_path: Path) -> None:
    pytest.importorskip("tensorboard")
    pytest.importorskip("torch")
    filled(TensorBoard(tmp_path))
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    found = EventAccumulator(str(tmp_path)).Reload()
    assert [(one.step, one.value) for one in found.Scalars("watch/length")] == [(1, 6.0), (2, 7.0)]
    assert "watch/alarms/text_summary" in found.Tags()["tensors"]


@pytest.mark.filterwarnings("ignore")
def test_wandb_keeps_an_offline_run(tmp_path: Path) -> None:
    pytest.importorskip("wandb")
    filled(WandB(folder=tmp_path))
    runs = list((tmp_path / "wandb").glob("offline-run-*/*.wandb"))
    assert len(runs) == 1
    assert b"watch/length" in runs[0].read_bytes()


@pytest.mark.filterwarnings("ignore")
def test_mlflow_holds_metrics_and_the_alarm(tmp_path: Path) -> None:
    mlflow = pytest.importorskip("mlflow")
    pytest.importorskip("sqlalchemy")
    filled(MLflow(f"sqlite:///{tmp_path / 'mlflow.db'}"))
    with sqlite3.connect(tmp_path / "mlflow.db") as base:
        rows = base.execute("select step, value from metrics where key = 'watch/length'")
        assert sorted(rows) == [(1, 6.0), (2, 7.0)]
        tags = base.execute("select value from tags where key = 'watch.alarm.own'").fetchall()
    assert "paid twice" in tags[0][0]
    assert mlflow.active_run() is None


@pytest.mark.filterwarnings("ignore")
def test_trackio_keeps_a_run_on_this_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKIO_DIR", str(tmp_path))
    pytest.importorskip("trackio")
    filled(Trackio(project="watch-test"))
    assert any(path.suffix == ".db" for path in tmp_path.rglob("*")), os.listdir(tmp_path)


@pytest.mark.parametrize(
    ("name", "make"), [("wandb", WandB), ("mlflow", MLflow), ("trackio", Trackio)]
)
def test_a_missing_tracker_is_named(
    name: str, make: type[WandB | MLflow | Trackio], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, name, None)
    with pytest.raises(MissingExtra, match=rf"rewardkit\[{name}\]"):
        make()
