"""A watch tells of a hole when it is used, keeps quiet otherwise, and can be taken up again."""

from __future__ import annotations

import json
import logging
import pickle
import random
import re
from pathlib import Path

import pytest

from rewardkit import Sample, Score, get, reward
from rewardkit.errors import InputError
from rewardkit.watch.alarms import Alarm
from rewardkit.watch.batch import Batch
from rewardkit.watch.settings import Settings
from rewardkit.watch.sinks import JsonLines, read_lines
from rewardkit.watch.watcher import Watch, observe

NUMBER = get("math/number")
GROUPS, SIZE = 16, 4


@reward
def any_number(completion: str, answer: str) -> bool:
    """Pay for the reference among the numbers of the reply."""
    return answer in re.findall(r"\d+", completion)


def rollouts(step: int, hack: float) -> list[Sample]:
    """The replies of a policy that lists guesses in a share of cases, and else is often right."""
    draw = random.Random(step)
    found = []
    for group in range(GROUPS):
        left, right = draw.randrange(10, 60), draw.randrange(10, 60)
        total = left + right
        for _ in range(SIZE):
            if draw.random() < hack:
                text = ", ".join(str(total + turn) for turn in range(-4, 5))
            else:
                text = f"The sum is {total if draw.random() < 0.6 else total + 1}."
            found.append(Sample(text, f"{left} and {right}?", str(total), group=group))
    return found


def fed(watch: Watch, steps: range, hacked_from: int) -> Watch:
    for step in steps:
        samples = rollouts(step, 0.5 if step >= hacked_from else 0.0)
        watch.see(samples, watch.reward.score_many(samples), step=step)
    return watch


def quiet(**settings: object) -> Watch:
    return Watch(any_number, settings=Settings(**settings))  # type: ignore[arg-type]


def test_a_hack_is_told_of_within_five_steps_and_not_before() -> None:
    watch = fed(quiet(), range(1, 31), hacked_from=20)
    assert [one.kind for one in watch.alarms if one.exploit] == ["own"]
    assert 20 <= watch.alarms[0].step <= 25
    alarm = watch.alarms[0]
    assert alarm.completion.count(",") == 8
    assert alarm.reference in alarm.completion
    assert alarm.other in alarm.completion
    assert alarm.other != alarm.reference


def test_a_sound_reward_gives_no_alarm() -> None:
    watch = fed(Watch(NUMBER), range(1, 60), hacked_from=99)
    assert watch.alarms == []


def test_the_state_survives_a_checkpoint_as_plain_data() -> None:
    watch = fed(quiet(), range(1, 25), hacked_from=20)
    again = quiet()
    again.load_state_dict(json.loads(json.dumps(watch.state_dict())))
    assert (again.state, again.step) == (watch.state, 24)


def test_observe_changes_nothing() -> None:
    samples = rollouts(1, 1.0)
    batch = Batch(1, samples, any_number.score_many(samples))
    first, second = observe(any_number, batch), observe(any_number, batch)
    assert first.numbers == second.numbers
    assert [one.kind for one in first.alarms] == [one.kind for one in second.alarms] == ["own"]


def test_a_watch_that_is_taken_up_again_goes_on_as_one_that_was_not_stopped(
    tmp_path: Path,
) -> None:
    whole = fed(Watch(any_number, [JsonLines(tmp_path / "a.jsonl")]), range(1, 30), 20)
    fed(Watch(any_number, [JsonLines(tmp_path / "b.jsonl")]), range(1, 22), 20)
    again = Watch(any_number, [JsonLines(tmp_path / "b.jsonl")])
    again.fold(read_lines(tmp_path / "b.jsonl"))
    fed(again, range(22, 30), 20)
    assert again.state == whole.state
    assert (tmp_path / "a.jsonl").read_text() == (tmp_path / "b.jsonl").read_text()


def test_an_alarm_is_logged_or_handed_on(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "rewardkit.watch"):
        fed(quiet(), range(1, 5), hacked_from=1)
    assert "another value that they state is the reference" in caplog.text
    found: list[Alarm] = []
    fed(Watch(any_number, on_alarm=found.append), range(1, 5), hacked_from=1)
    assert found[0].kind == "own"


def test_a_strict_twin_is_asked_and_never_pays() -> None:
    watch = fed(Watch(any_number, twin=NUMBER), range(1, 9), hacked_from=1)
    assert "twin" in {one.kind for one in watch.alarms}
    twin = next(one for one in watch.alarms if one.kind == "twin")
    assert "gives 0" in twin.other


def test_an_outage_is_an_alarm_that_names_its_cause() -> None:
    @reward
    def judged(completion: str, answer: str) -> Score:
        return Score.error("judge_outage", "no connection")

    watch = Watch(judged)
    samples = rollouts(1, 0.0)
    watch.see(samples, judged.score_many(samples))
    assert [one.kind for one in watch.alarms] == ["error"]
    assert "judge_outage" in str(watch.alarms[0])


def test_a_watch_travels_to_another_process_unless_it_calls_back() -> None:
    watch = fed(Watch(NUMBER), range(1, 3), 99)
    assert pickle.loads(pickle.dumps(watch)).state == watch.state
    with pytest.raises(InputError, match="stays in its process"):
        pickle.dumps(Watch(NUMBER, on_alarm=print))


def test_a_batch_of_unequal_lists_is_refused() -> None:
    with pytest.raises(InputError, match="a batch of 2 samples has 0 breakdowns"):
        Watch(NUMBER).see([Sample("1"), Sample("2")], [])


def test_an_empty_batch_is_no_fault() -> None:
    assert Watch(NUMBER).see([], []).alarms == ()
