from __future__ import annotations

import builtins
import json
from pathlib import Path
from typing import Any

import pytest

from rewardkit.errors import MissingExtra
from rewardkit.grpo.run.record import Tracker, cut_back, plain


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_a_row_is_in_the_file_as_soon_as_it_is_written(tmp_path: Path) -> None:
    tracker = Tracker(tmp_path / "m.jsonl")
    tracker.write({"stage": "grpo", "step": 1, "reward": float("nan")})
    assert rows(tmp_path / "m.jsonl") == [{"stage": "grpo", "step": 1, "reward": None}]
    tracker.close()


def test_json_never_holds_nan() -> None:
    assert plain({"a": float("inf"), "b": {"c": float("nan")}, "d": 1}) == {
        "a": None,
        "b": {"c": None},
        "d": 1,
    }


def test_cutting_back_drops_later_steps_later_stages_and_a_torn_line(tmp_path: Path) -> None:
    path = tmp_path / "m.jsonl"
    written = [("corpus", 9), ("prime", 1), ("prime", 2), ("prime", 3), ("grpo", 1)]
    lines = [json.dumps({"stage": stage, "step": step}) for stage, step in written]
    path.write_text("\n".join(lines) + '\n{"stage": "gr')
    cut_back(path, "prime", 2)
    assert [(r["stage"], r["step"]) for r in rows(path)] == written[:3]


def test_cutting_back_what_was_never_written_is_nothing(tmp_path: Path) -> None:
    cut_back(tmp_path / "m.jsonl", "grpo", 3)
    assert not (tmp_path / "m.jsonl").exists()


def test_without_tensorboard_the_missing_extra_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def without(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == "torch.utils.tensorboard":
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtra, match=r"pip install 'rewardkit\[train\]'"):
        Tracker(tmp_path / "m.jsonl", tmp_path / "board")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_tensorboard_gets_every_number_by_stage(tmp_path: Path) -> None:
    pytest.importorskip("tensorboard")
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    tracker = Tracker(tmp_path / "m.jsonl", tmp_path / "board")
    tracker.write({"stage": "grpo", "step": 3, "reward": 0.5, "components": {"format": 1.0}})
    tracker.close()
    events = EventAccumulator(str(tmp_path / "board" / "grpo")).Reload()
    assert events.Scalars("grpo/components/format")[0].step == 3
    assert events.Scalars("grpo/reward")[0].value == 0.5


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_steps_after_a_checkpoint_are_hidden_when_a_run_resumes(tmp_path: Path) -> None:
    pytest.importorskip("tensorboard")
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    killed = Tracker(tmp_path / "m.jsonl", tmp_path / "board")
    for step in (1, 2, 3, 4):
        killed.write({"stage": "prime", "step": step, "loss": 0.0})
        killed.write({"stage": "grpo", "step": step, "reward": 0.0})
    killed.close()
    again = Tracker(tmp_path / "m.jsonl", tmp_path / "board", stage="grpo", step=2)
    for step in (3, 4, 5):
        again.write({"stage": "grpo", "step": step, "reward": 1.0})
    again.close()
    seen = EventAccumulator(str(tmp_path / "board" / "grpo")).Reload().Scalars("grpo/reward")
    assert [(one.step, one.value) for one in seen] == [(1, 0), (2, 0), (3, 1), (4, 1), (5, 1)]
    primed = EventAccumulator(str(tmp_path / "board" / "prime")).Reload().Scalars("prime/loss")
    assert [one.step for one in primed] == [1, 2, 3, 4]
