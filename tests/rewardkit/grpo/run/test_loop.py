from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import torch

from rewardkit import Sample, reward
from rewardkit.errors import InputError, ScoringError, SpecError
from rewardkit.grpo.config import TrainConfig
from rewardkit.grpo.config_file import config_hash, parse_config, with_overrides
from rewardkit.grpo.run import loop
from rewardkit.grpo.run.loop import resume, train
from rewardkit.grpo.run.screen import QuietScreen
from rewardkit.grpo.run.session import REFERENCE
from rewardkit.tasks.problem import read_answer

REWARDS = """
from rewardkit import reward, weighted
from rewardkit.tasks.problem import read_answer

@reward(range=(0, 1))
def tagged(completion: str) -> bool:
    return read_answer(completion) is not None

@reward(range=(0, 1))
def close(completion: str, answer: float) -> float:
    found = read_answer(completion)
    if found is None or not found.isdigit():
        return 0.0
    return 1.0 / (1.0 + abs(int(found) - answer) / 2.0)

@reward(range=(0, 8))
def length(completion: str) -> float:
    return float(min(8, len(completion)))

# The length gives an untrained policy something to differ in.
both = weighted(tagged=(1.0, tagged), close=(1.0, close), length=(0.1, length))
"""
TINY: dict[str, Any] = {
    "task": {"digits": 1, "validation": 10, "heldout": 30},
    "policy": {"hidden": 16, "layers": 1, "heads": 2, "head_dim": 8, "intermediate": 16},
    "corpus": {"steps": 3, "closed": False},
    "prime": {"steps": 3, "rows": 20},
    "grpo": {"steps": 4, "rollout": {"prompts": 4, "group": 4}},
    "evaluate": {"every": 2, "k": 2, "samples": 4, "problems": 8, "scored": 8},
}


class Recorder(QuietScreen):
    def __init__(self) -> None:
        self.lines: list[str] = []

    def say(self, text: str) -> None:
        self.lines.append(text)


def config(tmp_path: Path, **changes: Any) -> TrainConfig:
    path = tmp_path / "loop_rewards.py"
    path.write_text(REWARDS)
    base = TINY | {"reward": f"{path}:both", "output": {"folder": str(tmp_path / "runs")}}
    return parse_config(
        with_overrides(base, {name.replace("__", "."): value for name, value in changes.items()})
    )


def metrics(folder: Path, stage: str = "grpo") -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in (folder / "metrics.jsonl").read_text().splitlines()]
    return [row for row in lines if row["stage"] == stage]


def comparable(result: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in result.items() if name != "seconds"}


def test_the_result_holds_what_is_promised(tmp_path: Path) -> None:
    finished = train(config(tmp_path), QuietScreen())
    result = json.loads((finished.folder / "result.json").read_text())
    assert result == finished.result
    shares = ("heldout_before", "heldout_after", "pass_at_k", "maj_at_k", "heldout_best")
    assert all(0.0 <= result[name] <= 1.0 for name in shares)
    assert result["seed"] == 0
    assert result["seconds"] > 0
    assert result["heldout_problems"] == 30
    assert set(result["components"]) == {"tagged", "close", "length"}
    assert result["heldout_before"] == result["before"]["accuracy"]
    assert len(finished.transcripts) == 4
    written = (finished.folder / "transcripts.jsonl").read_text().splitlines()
    assert len(written) == 8
    assert {"prompt", "completion", "answer", "score"} == set(json.loads(written[0]))


def test_a_run_begins_by_showing_the_tree_of_its_reward(tmp_path: Path) -> None:
    screen = Recorder()
    train(config(tmp_path), screen)
    assert "├─ tagged  in [0, 1]  x 1" in screen.lines[0]


def test_every_step_of_every_stage_leaves_a_row(tmp_path: Path) -> None:
    finished = train(config(tmp_path), QuietScreen())
    for stage, steps in (("corpus", 3), ("prime", 3), ("grpo", 4)):
        assert [row["step"] for row in metrics(finished.folder, stage)] == list(range(1, steps + 1))
    row = metrics(finished.folder)[1]
    watched = {"reward", "reward_std", "length", "kl", "truncated", "dead_groups", "entropy"}
    assert watched | {"clip_low", "clip_high", "grad_norm", "advantage_max"} <= set(row)
    assert set(row["components"]) == {"tagged", "close", "length"}
    assert {"validation", "validation_pass_at_k", "validation_maj_at_k"} <= set(row)
    assert "validation" not in metrics(finished.folder)[0]


def test_measuring_more_on_the_way_changes_nothing_else(tmp_path: Path) -> None:
    often = train(config(tmp_path, evaluate__every=1), QuietScreen())
    hardly = train(config(tmp_path, evaluate__every=4, evaluate__problems_during=0), QuietScreen())
    losses = [[row["loss"] for row in metrics(f.folder)] for f in (often, hardly)]
    assert losses[0] == losses[1]
    assert often.result["heldout_after"] == hardly.result["heldout_after"]
    assert "validation_pass_at_k" not in metrics(hardly.folder)[-1]


def test_the_same_seed_gives_the_same_run_and_another_seed_another(tmp_path: Path) -> None:
    first = train(config(tmp_path), QuietScreen())
    again = train(config(tmp_path), QuietScreen())
    other = train(config(tmp_path, seed=1), QuietScreen())
    assert first.folder != again.folder
    assert comparable(first.result) == comparable(again.result)
    rows, same, different = (
        (f.folder / "metrics.jsonl").read_text() for f in (first, again, other)
    )
    assert rows == same
    assert rows != different


def test_no_reference_is_loaded_unless_the_kl_is_wanted(tmp_path: Path) -> None:
    free = train(config(tmp_path), QuietScreen())
    watched = train(config(tmp_path, grpo__loss__watch_kl=True), QuietScreen())
    charged = train(config(tmp_path, grpo__loss__beta=0.5), QuietScreen())
    assert not (free.folder / REFERENCE).exists()
    assert all(row["kl"] is None for row in metrics(free.folder))
    # The first batch is sampled from the reference itself; afterwards the two part.
    assert metrics(watched.folder)[0]["kl"] == pytest.approx(0.0, abs=1e-6)
    assert metrics(watched.folder)[-1]["kl"] > 0
    losses = [[row["loss"] for row in metrics(f.folder)] for f in (free, watched, charged)]
    assert losses[0] == losses[1] != losses[2]


@pytest.mark.parametrize(
    "changes",
    [
        {"grpo__advantage__mode": "centre", "grpo__loss__aggregate": "constant"},
        {"grpo__advantage__decoupled": True},
        {"grpo__advantage__mode": "leave_one_out", "grpo__loss__ratio": "sequence"},
        {"grpo__advantage__mode": "maxrl", "grpo__advantage__clip": 1.0},
        {"grpo__epochs": 2, "grpo__micro_batch": 3, "grpo__loss__entropy": 0.01},
        {"grpo__rollout__truncated": "mask", "grpo__loss__dead_groups": "drop"},
        {"grpo__rollout__truncated": "exclude", "grpo__rollout__min_p": 0.1},
        {"grpo__rollout__tries": 3, "grpo__updates": 2, "grpo__loss__delta": 3.0},
        {"grpo__loss__kind": "cispo", "grpo__advantage__mode": "batch"},
        {"grpo__loss__kind": "gmpo", "grpo__advantage__mode": "reinforce"},
        {"grpo__loss__kind": "gvpo", "grpo__advantage__mode": "centre", "grpo__micro_batch": 2},
        {"grpo__rollout__group": 1, "grpo__advantage__mode": "reinforce"},
        {"grpo__rollout__group": 1, "grpo__critic": {"kl": 0.1}, "grpo__updates": 2},
        {"grpo__advantage__alike": "sign", "grpo__advantage__whiten": True},
        {"grpo__advantage__steps": True, "grpo__rollout__top_p": 0.9, "grpo__rollout__top_k": 5},
        {"grpo__loss__refresh": 2, "grpo__loss__beta": 0.1, "grpo__loss__kl_is": True},
        {"grpo__rollout__stop": ["</a>"], "grpo__loss__kl": "k1", "grpo__loss__beta": 0.1},
        {"corpus": None, "prime": None},
        {"task__name": "countdown", "task__problems": 200},
    ],
)
def test_every_switch_runs_to_a_result(tmp_path: Path, changes: dict[str, Any]) -> None:
    finished = train(config(tmp_path, **changes), QuietScreen())
    assert finished.result["steps"] == 4


def test_without_a_new_best_for_a_while_a_patient_run_stops(tmp_path: Path) -> None:
    # Random weights that are never primed answer nothing, so no measurement beats the first.
    changes = {"corpus": None, "prime": None, "grpo__steps": 20, "grpo__optim__lr": 1e-9}
    finished = train(config(tmp_path, evaluate__patience=3, **changes), QuietScreen())
    assert finished.result["steps"] == 6
    assert finished.result["best_step"] == 0


def test_the_best_policy_is_kept_beside_the_final_one(tmp_path: Path) -> None:
    # A rate this large ruins the primed policy at once.
    primed = {"steps": 150, "optim": {"lr": 1e-2}}
    ruined = train(config(tmp_path, corpus=None, prime=primed, grpo__optim__lr=1.0), QuietScreen())
    result = ruined.result
    assert result["best_step"] < result["steps"]
    assert result["heldout_best"] > result["heldout_after"]
    again = train(
        config(
            tmp_path,
            corpus=None,
            prime=None,
            grpo__steps=0,
            policy__path=str(ruined.folder / "best"),
        ),
        QuietScreen(),
    )
    assert again.result["heldout_before"] == result["heldout_best"]


def test_a_reward_that_always_fails_stops_the_run_and_the_next_command_resumes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    working = {"up": False}

    @reward(range=(0, 1))
    def service(completion: str) -> float:
        if not working["up"]:
            raise ConnectionError("the judge is down")
        return float(read_answer(completion) is not None)

    monkeypatch.setattr(loop, "named_reward", lambda _: service)
    with pytest.raises(ScoringError, match="the judge is down"):
        train(config(tmp_path), QuietScreen())
    working["up"] = True
    screen = Recorder()
    finished = train(config(tmp_path), screen)
    assert f"Resuming {finished.folder} after step 0 of grpo." in screen.lines


def test_one_failing_row_costs_one_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    @reward(range=(0, 1))
    def flaky(completion: str, sample: Sample) -> float:
        if sample.group == 0 and sample.columns["completion_tokens"] > 2:
            raise ConnectionError("down")
        return 1.0 if "1" in completion else 0.0

    monkeypatch.setattr(loop, "named_reward", lambda _: flaky)
    finished = train(config(tmp_path), QuietScreen())
    rows = metrics(finished.folder)
    assert any(row["statuses"].get("error", 0) > 0 for row in rows)
    assert all(row["scored"]["flaky"] < 1 for row in rows if row["statuses"])


def test_resuming_by_folder_refuses_a_reward_that_has_changed(tmp_path: Path) -> None:
    told = config(tmp_path)
    finished = train(told, QuietScreen())
    (finished.folder / "result.json").unlink()
    path = tmp_path / "loop_rewards.py"
    changed = path.with_name("other_rewards.py")
    changed.write_text(REWARDS.replace("/ 2.0", "/ 3.0"))
    text = (finished.folder / "config.json").read_text()
    (finished.folder / "config.json").write_text(text.replace("loop_rewards", "other_rewards"))
    with pytest.raises(InputError, match="is no longer what it was when the run began"):
        resume(finished.folder, QuietScreen())


def test_a_finished_stage_of_a_run_is_not_run_again(tmp_path: Path) -> None:
    finished = train(config(tmp_path), QuietScreen())
    (finished.folder / "result.json").unlink()
    before = torch.load(finished.folder / "checkpoint.pt", weights_only=True)["model"]
    again = resume(finished.folder, QuietScreen())
    assert comparable(again.result) == comparable(finished.result)
    after = torch.load(again.folder / "checkpoint.pt", weights_only=True)["model"]
    assert all(torch.equal(before[name], after[name]) for name in before)


@pytest.mark.slow
def test_the_policy_learns_to_carry_from_the_reward_alone(tmp_path: Path) -> None:
    told = config(
        tmp_path,
        task={"digits": 2, "validation": 100, "heldout": 400},
        policy={},
        corpus={
            "steps": 350,
            "wrong": 0.7,
            "closed": False,
            "optim": {"lr": 4e-3, "lr_end": 4e-4, "schedule": "cosine", "warmup": 20},
        },
        prime={"steps": 40, "rows": 300, "wrong": 0.7},
        grpo={"steps": 30, "rollout": {"prompts": 32, "group": 8}},
    )
    finished = train(told, QuietScreen())
    rows = metrics(finished.folder)
    first, last = (sum(r["reward"] for r in part) / 5 for part in (rows[:5], rows[-5:]))
    assert finished.result["heldout_after"] >= finished.result["heldout_before"] + 0.10
    assert last >= first + 0.15


def test_a_refreshed_reference_is_the_policy_of_its_step(tmp_path: Path) -> None:
    finished = train(
        config(tmp_path, grpo__loss__refresh=2, grpo__loss__watch_kl=True), QuietScreen()
    )
    rows = metrics(finished.folder)
    assert rows[1]["kl"] > 0
    # The batch after a refresh is sampled from the reference itself.
    assert rows[2]["kl"] == pytest.approx(0.0, abs=1e-6)
    assert [one.name for one in finished.folder.glob("reference*.pt")] == ["reference-4.pt"]


def test_an_alarm_is_said_once_and_stands_in_metrics_and_result(tmp_path: Path) -> None:
    screen = Recorder()
    # Random weights that are never primed answer nothing: every group is dead.
    changes = {"corpus": None, "prime": None, "grpo__steps": 12, "grpo__optim__lr": 1e-9}
    flat = {"clip": {"low": 0, "high": 1, "of": {"use": "math/equivalence"}}}
    finished = train(config(tmp_path, reward=flat, **changes), screen)
    said = [line for line in screen.lines if line.startswith("ALARM")]
    assert len([line for line in said if "had no preference" in line]) == 1
    noted = [
        {"step": row["step"], "alarm": text}
        for row in metrics(finished.folder)
        for text in row.get("alarms", ())
    ]
    assert len([one for one in noted if one["alarm"].startswith("dead_groups:")]) == 1
    assert finished.result["alarms"][:-1] == noted
    assert finished.result["alarms"][-1]["alarm"].startswith("nothing_learned:")
    assert said == [f"ALARM {one['alarm']}" for one in finished.result["alarms"]]


@pytest.mark.parametrize("method", [{"grpo__critic": {}}, {"grpo__advantage__mode": "reinforce"}])
def test_methods_that_compare_no_groups_have_no_dead_ones(
    tmp_path: Path, method: dict[str, Any]
) -> None:
    changes = {**method, "grpo__rollout__group": 1, "grpo__steps": 6}
    finished = train(config(tmp_path, **changes), QuietScreen())
    assert [row["dead_groups"] for row in metrics(finished.folder)] == [None] * 6
    assert not any("preference" in one["alarm"] for one in finished.result["alarms"])


def test_a_run_that_could_not_begin_leaves_no_folder(tmp_path: Path) -> None:
    for changes in (
        {"task__name": "arithmetik"},
        {"policy__path": str(tmp_path)},
        {"reward": {"use": "text/exact"}, "grpo__advantage__decoupled": True},
    ):
        with pytest.raises(SpecError):
            train(config(tmp_path, **changes), QuietScreen())
    assert not list((tmp_path / "runs").iterdir())


@pytest.mark.parametrize("count", [3, 20])
def test_more_prompts_than_rows_that_train_are_refused_before_any_step(
    tmp_path: Path, count: int
) -> None:
    rows = [{"prompt": f"{n}+1=", "answer": n + 1, "said": str(n + 1)} for n in range(count)]
    data = tmp_path / "own.jsonl"
    data.write_text("\n".join(map(json.dumps, rows)))
    task = {"data": str(data), "completion": "said"}
    left = {3: 1, 20: 12}[count]
    own = config(tmp_path, task=task, grpo__rollout__prompts=left + 1, corpus=None)
    said = f"grpo.rollout.prompts is {left + 1}, but only {left} of the {count} rows train"
    with pytest.raises(SpecError, match=said):
        train(own, QuietScreen())
    assert not list((tmp_path / "runs").iterdir())
    enough = config(tmp_path, task=task, grpo__rollout__prompts=left, corpus=None, grpo__steps=1)
    assert train(enough, QuietScreen()).result["steps"] == 1


def test_a_model_that_was_trained_again_is_another_run(tmp_path: Path) -> None:
    first = train(config(tmp_path), QuietScreen())
    path = str(first.folder / "final")
    from_it = config(tmp_path, policy__path=path, prime=None, corpus=None)
    before = config_hash(from_it, "reward")
    weights = first.folder / "final" / "model.safetensors"
    changed = bytearray(weights.read_bytes())
    changed[-1] ^= 1
    weights.write_bytes(changed)
    assert config_hash(from_it, "reward") != before


class Interrupted(QuietScreen):
    """A screen on which someone presses Ctrl-C after the third step."""

    def step(self, row: Mapping[str, Any], *, keep: bool) -> None:
        if row["step"] == 3:
            raise KeyboardInterrupt


@pytest.mark.parametrize(
    "changes",
    [
        {"grpo__critic": {"kl": 0.1}, "grpo__updates": 2},
        {"policy__lora": {"rank": 2}, "grpo__loss__beta": 0.1, "grpo__loss__refresh": 2},
    ],
)
@pytest.mark.filterwarnings("ignore::UserWarning", "ignore::FutureWarning")
def test_a_run_that_was_interrupted_ends_as_if_nothing_had_happened(
    tmp_path: Path, changes: dict[str, Any]
) -> None:
    if "policy__lora" in changes:
        pytest.importorskip("peft")
    changes = {**changes, "output__checkpoint_every": 1}
    whole, cut = tmp_path / "whole", tmp_path / "cut"
    whole.mkdir()
    cut.mkdir()
    first = train(config(whole, **changes), QuietScreen())
    with pytest.raises(KeyboardInterrupt):
        train(config(cut, **changes), Interrupted())
    again = train(config(cut, **changes), QuietScreen())
    rows = [(f.folder / "metrics.jsonl").read_text() for f in (first, again)]
    assert rows[0] == rows[1]
    states = [
        torch.load(f.folder / "checkpoint.pt", weights_only=True)["model"] for f in (first, again)
    ]
    assert all(torch.equal(states[0][name], states[1][name]) for name in states[0])


TURNS = """
import random
from rewardkit import reward
from rewardkit.tasks import Problem, Task, split

class Guess:
    def __init__(self, secret):
        self.secret = secret

    def reply(self, history):
        said = history[-1]["content"]
        if said == str(self.secret):
            return None
        return "<" if said.isdigit() and int(said) > self.secret else ">"

def guess(config):
    problems = [Problem(f"{n}?", str(n % 10), "", "", {"n": n}) for n in range(60)]
    parts = split(problems, config.validation, config.heldout, random.Random(0))
    return Task(
        "guess", *parts, "0123456789?<>", lambda text, one: text == one.answer,
        environment=lambda problem: Guess(int(problem.answer)), turns=3,
        solved=lambda chat, problem: chat[-1]["content"] == problem.answer,
    )

@reward(range=(0, 4))
def short(messages, completion: str) -> float:
    return 4.0 - len(messages) / 2 if completion.isdigit() else 0.0
"""


def test_a_task_of_several_turns_is_trained_and_measured(tmp_path: Path) -> None:
    path = tmp_path / "turns_task.py"
    path.write_text(TURNS)
    told = config(
        tmp_path,
        task={"name": f"{path}:guess", "validation": 10, "heldout": 10},
        reward=f"{path}:short",
        corpus=None,
        prime=None,
        grpo__steps=30,
        grpo__optim__lr=1e-2,
        grpo__rollout__prompts=8,
        grpo__rollout__max_new_tokens=3,
        evaluate__every=30,
    )
    finished = train(told, QuietScreen())
    rows = metrics(finished.folder)
    assert 1.0 < rows[0]["turns"] <= 3.0
    assert rows[-1]["reward"] > rows[0]["reward"] + 0.2
    transcripts = (finished.folder / "transcripts.jsonl").read_text().splitlines()
    chats = [json.loads(line)["completion"] for line in transcripts]
    for chat in chats:
        roles = [message["role"] for message in chat]
        assert roles == ["assistant", "user"] * (len(chat) // 2) + ["assistant"]
