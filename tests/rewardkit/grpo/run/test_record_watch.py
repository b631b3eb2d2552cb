"""The bundled loop is watched: numbers in metrics, alarms on the screen, state after a resume."""

from __future__ import annotations

import json

from rewardkit import Sample, reward
from rewardkit.grpo.groups import Group, Groups
from rewardkit.grpo.rollout.batch import Rollout, Segment
from rewardkit.grpo.run.record import open_watch, watched
from rewardkit.grpo.run.screen import QuietScreen


class Recorder(QuietScreen):
    def __init__(self) -> None:
        self.lines: list[str] = []

    def say(self, text: str) -> None:
        self.lines.append(text)


@reward
def anywhere(completion: str, answer: str) -> bool:
    return answer in completion


LISTED = [Sample("11 12 13 14", f"{n}?", str(n), group=n) for n in (11, 12, 13, 14) for _ in "12"]


def step(own: int = len(LISTED)) -> Groups:
    """A step of which the policy wrote the first rows."""
    rollouts = tuple(
        Rollout((Segment((1,), "wrote" if at < own else "foreign"),), "", "eos")
        for at in range(len(LISTED))
    )
    return Groups((Group(rollouts, tuple(LISTED), tuple(anywhere.score_many(LISTED))),))


def test_an_alarm_is_said_and_stands_in_the_row_and_traces_are_left_out() -> None:
    screen = Recorder()
    watch = open_watch(anywhere, [], steps=20)
    found = watched(watch, {"step": 1}, step(6), screen)
    assert found["watch"]["rows"] == 6.0
    assert found["watch"]["probe/own/hits"] == 3.0
    later = ({"step": number, "entropy": 0.5} for number in range(2, 6))
    rows = [found, *(watched(watch, row, step(6), screen) for row in later)]
    told = [one for row in rows for one in row.get("alarms", ())]
    assert len(told) == 2
    assert [f"ALARM {one}" for one in told] == screen.lines
    json.dumps(rows, allow_nan=False)


def test_a_resumed_run_takes_up_the_state_of_its_metrics() -> None:
    watch = open_watch(anywhere, [], steps=20)
    rows = []
    for number in range(1, 3):
        row = {"stage": "grpo", "step": number}
        rows.append(row | watched(watch, row, step(), Recorder()))
    kept = [json.loads(json.dumps(row)) for row in [{"stage": "prime"}, *rows]]
    assert open_watch(anywhere, kept, steps=20).state == watch.state
