"""The bundled loop is watched: numbers in metrics, alarms on the screen, state after a resume."""

from __future__ import annotations

import json
from pathlib import Path

from rewardkit import Sample, reward
from rewardkit.grpo.run.screen import QuietScreen
from rewardkit.grpo.run.watching import open_watch, watched


class Recorder(QuietScreen):
    def __init__(self) -> None:
        self.lines: list[str] = []

    def say(self, text: str) -> None:
        self.lines.append(text)


@reward
def anywhere(completion: str, answer: str) -> bool:
    return answer in completion


LISTED = [Sample("11 12 13 14", f"{n}?", str(n), group=n) for n in (11, 12, 13, 14) for _ in "12"]


def test_an_alarm_is_said_and_stands_in_the_row_and_traces_are_left_out(tmp_path: Path) -> None:
    screen = Recorder()
    watch = open_watch(anywhere, tmp_path / "metrics.jsonl", steps=20)
    own = [True] * 6 + [False] * 2
    found = watched(watch, {"step": 1}, LISTED, anywhere.score_many(LISTED), own, screen)
    assert found["watch"]["rows"] == 6.0
    assert found["watch"]["probe/own/hits"] == 3.0
    rows = [found]
    for step in range(2, 6):
        row = {"step": step, "entropy": 0.5}
        rows.append(watched(watch, row, LISTED, anywhere.score_many(LISTED), own, screen))
    told = [one for row in rows for one in row.get("alarms", ())]
    assert len(told) == 2
    assert [f"ALARM {one}" for one in told] == screen.lines
    json.dumps(rows, allow_nan=False)


def test_a_resumed_run_takes_up_the_state_of_its_metrics(tmp_path: Path) -> None:
    own = [True] * len(LISTED)
    path = tmp_path / "metrics.jsonl"
    watch = open_watch(anywhere, path, steps=20)
    rows = []
    for step in range(1, 3):
        row = {"stage": "grpo", "step": step}
        scored = anywhere.score_many(LISTED)
        rows.append(row | watched(watch, row, LISTED, scored, own, Recorder()))
    path.write_text("".join(json.dumps(row) + "\n" for row in [{"stage": "prime"}, *rows]))
    again = open_watch(anywhere, path, steps=20)
    assert watch is not None
    assert again is not None
    assert again.state == watch.state


def test_a_scorer_that_is_no_reward_is_not_watched(tmp_path: Path) -> None:
    assert open_watch(object(), tmp_path / "none.jsonl", 5) is None
    assert watched(None, {}, [], [], [], QuietScreen()) == {}
