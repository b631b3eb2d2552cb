"""Traces of another author join their group, give it a direction, and change nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor

from rewardkit.errors import SpecError
from rewardkit.grpo.config import (
    GrpoConfig,
    LossConfig,
    OptimConfig,
    RolloutConfig,
    TracesConfig,
)
from rewardkit.grpo.config_file import config_hash, load_config, parse_config
from rewardkit.grpo.groups import Traces, with_traces
from rewardkit.grpo.objective.loss import policy_loss, weighted_batch
from rewardkit.grpo.objective.update import accumulate, look, make_optimizer, update
from rewardkit.grpo.policy.model import Policy
from rewardkit.grpo.rollout.batch import Batch, Kind, Rollout, Segment, pack
from rewardkit.grpo.run.loop import train
from rewardkit.grpo.run.screen import QuietScreen
from rewardkit.tasks.own_rows import read_traces
from rewardkit.tasks.problem import Problem, Task

ROLLOUT = RolloutConfig(max_new_tokens=8)
GROUP = 2


Roll = Callable[..., list[Rollout]]


def mixed(policy: Policy, own: list[Rollout]) -> tuple[list[Rollout], list[int]]:
    """Groups with one trace, none and two."""
    traces: list[list[str]] = [["<a>02</a>"], [], ["<a>07</a>", "<a>7</a>"]]
    rows, groups = list[Rollout](), list[int]()
    for at, texts in enumerate(traces):
        group = with_traces(policy, own[2 * at : 2 * at + 2], texts, 8)
        rows += group
        groups += [at] * len(group)
    return rows, groups


# --- where they come from ----------------------------------------------------------------------
def test_without_a_file_traces_are_the_right_answers_of_the_task(sums: Task) -> None:
    problem = sums.train[0]
    assert Traces(sums, TracesConfig(each=2)).of(problem) == (f"<a>{problem.right}</a>",) * 2


def test_a_file_gives_at_most_so_many_a_problem_and_none_for_others(
    sums: Task, tmp_path: Path
) -> None:
    first, other = sums.train[:2]
    path = tmp_path / "traces.jsonl"
    rows = [{"prompt": first.prompt, "completion": f"<a>{n}</a>"} for n in range(3)]
    path.write_text("\n".join(map(json.dumps, rows)) + "\n\n")
    traces = Traces(sums, TracesConfig(file=str(path), each=2))
    assert list(traces.of(first)) == ["<a>0</a>", "<a>1</a>"]
    assert list(traces.of(other)) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{\n", r"t\.jsonl:1: a trace is a JSON object with prompt and completion"),
        ("\n[1]\n", r"t\.jsonl:2: a trace is a JSON object"),
        ('{"prompt": "1", "completon": "2"}', r":1: 'completion' must be text\. Did you mean 'com"),
        ('{"prompt": 1, "completion": "2"}', r":1: 'prompt' must be text"),
        ('{"prompt": "what", "completion": "2"}', r"no trace is about a training problem.*'\d\+"),
    ],
)
def test_a_file_of_something_else_is_refused(
    sums: Task, tmp_path: Path, text: str, message: str
) -> None:
    path = tmp_path / "t.jsonl"
    path.write_text(text)
    with pytest.raises(SpecError, match=message):
        Traces(sums, TracesConfig(file=str(path)))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(
        SpecError, match=r"grpo\.traces\.file: .*gone: cannot be read: No such file"
    ):
        read_traces(tmp_path / "gone")


def test_a_trace_may_hold_characters_that_end_a_line_elsewhere(tmp_path: Path) -> None:
    file = tmp_path / "traces.jsonl"
    row = {"prompt": "1+1=", "completion": "one\u2028two\x85three"}
    file.write_text(json.dumps(row, ensure_ascii=False) + "\n", encoding="utf-8")
    assert read_traces(file) == {"1+1=": ["one\u2028two\x85three"]}


def test_a_file_of_traces_that_is_not_utf_8_is_refused_by_name(tmp_path: Path) -> None:
    file = tmp_path / "traces.jsonl"
    file.write_bytes(b'{"prompt": "\xff"}')
    with pytest.raises(SpecError, match=r"traces\.jsonl: is not UTF-8 \(byte 12\)"):
        read_traces(file)


def test_a_trace_longer_than_the_policy_may_write_is_refused(
    small: Policy, roll_three: Roll
) -> None:
    with pytest.raises(SpecError, match="has 13 tokens, and the policy may write 8. Raise grpo"):
        with_traces(small, roll_three(small)[:2], ["<a>0123456789</a>"], 8)


# --- how they join -----------------------------------------------------------------------------
def test_traces_stand_at_the_end_of_their_group_after_its_prompt(
    small: Policy, roll_three: Roll
) -> None:
    own = roll_three(small, group=GROUP)
    rows, groups = mixed(small, own)
    assert groups == [0, 0, 0, 1, 1, 2, 2, 2, 2]
    assert [row.own for row in rows] == [True, True, False, True, True, True, True, False, False]
    assert rows[:2] + rows[3:7] == own
    assert [rows[at].text for at in (2, 7, 8)] == ["<a>02</a>", "<a>07</a>", "<a>7</a>"]
    for at in (2, 7, 8):
        assert rows[at].segments[0] == rows[at - 1].segments[0]
    last = rows[8].segments[1]
    assert last.kind == "foreign"
    assert last.ids == (*small.tokenizer.encode("<a>7</a>"), small.tokenizer.eos_id)


def test_a_batch_without_any_trace_is_as_it_was(small: Policy, roll_three: Roll) -> None:
    own = roll_three(small, group=GROUP)[:2]
    assert with_traces(small, own, [], 8) == own


# --- what they do to the loss ------------------------------------------------------------------
def one_token(advantage: float, kind: Kind) -> tuple[Tensor, dict[str, float]]:
    """Gradient and sums of one token of which the policy thinks little: ratio far below 1."""
    segments = (Segment((0,), "read"), Segment((1,), kind, (0.0,) if kind == "wrote" else ()))
    batch = pack([Rollout(segments, "", "eos")], [0])
    one = torch.ones(1)
    batch = batch.with_columns(advantage=one * advantage, weight=one, bonus=one * (kind == "wrote"))
    logits = torch.tensor([[0.0, -3.0, 1.0]], requires_grad=True)
    terms = policy_loss(logits, batch, LossConfig(entropy=0.5), shaping=0.1)
    terms.loss.backward()  # type: ignore[no-untyped-call]
    assert logits.grad is not None
    return logits.grad[0], terms.sums


def test_a_foreign_token_is_not_clipped_and_in_no_metric() -> None:
    pull, sums = one_token(-1.0, "foreign")
    logits = torch.tensor([0.0, -3.0, 1.0])
    chance = float(torch.softmax(logits, dim=0)[1])
    # d/dlogit of p / (p + g) at the token itself, times minus the advantage.
    expected = 0.1 / (chance + 0.1) ** 2 * chance * (1 - chance)
    assert float(pull[1]) == pytest.approx(expected, rel=1e-4)
    assert set(sums.values()) == {0.0}
    clipped, own = one_token(-1.0, "wrote")
    assert own["clip_low"] == 1.0
    assert not torch.allclose(clipped, pull)


def learning(policy: Policy, own: list[Rollout], **loss: object) -> tuple[Batch, GrpoConfig]:
    rows, groups = mixed(policy, own)
    batch = pack(rows, groups)
    spread = torch.linspace(-1.5, 2.0, len(rows))[batch.row]
    config = GrpoConfig(
        rollout=ROLLOUT,
        traces=TracesConfig(),
        loss=LossConfig.model_validate(loss),
        optim=OptimConfig(lr=1e-2),
    )
    return batch.with_columns(advantage=spread), config


def test_shaping_pulls_hardest_where_the_policy_finds_a_token_unlikely() -> None:
    pulls = []
    for chance in (0.01, 0.5):
        segments = (Segment((0,), "read"), Segment((1,), "foreign"))
        one = torch.ones(1)
        some = pack([Rollout(segments, "", "eos")], [0]).with_columns(advantage=one, weight=one)
        logits = torch.tensor([[1.0 - chance, chance]]).log().requires_grad_()
        policy_loss(logits, some, LossConfig(), shaping=0.1).loss.backward()  # type: ignore[no-untyped-call]
        assert logits.grad is not None
        pulls.append(-float(logits.grad[0, 1]) / (chance * (1 - chance)))  # by the probability
        assert pulls[-1] == pytest.approx(0.1 / (chance + 0.1) ** 2, rel=1e-4)
    assert pulls[0] > 20 * pulls[1]


def test_the_gradient_is_the_same_for_any_cut_into_micro_batches(
    small: Policy, roll_three: Roll
) -> None:
    batch, config = learning(
        small, roll_three(small, group=GROUP), aggregate="sequence", entropy=0.01
    )
    batch = weighted_batch(batch, torch.ones(9, dtype=torch.bool), config.loss, 8)
    found = []
    for size in (None, 1, 4):
        small.model.zero_grad()
        accumulate(small, batch, config.model_copy(update={"micro_batch": size}))
        found.append(torch.cat([p.grad.flatten() for p in small.model.parameters()]))
    assert found[0].abs().max() > 1e-3
    for part in found[1:]:
        assert torch.allclose(part, found[0], rtol=1e-4, atol=1e-6)


def test_a_trace_becomes_likelier(small: Policy, roll_three: Roll) -> None:
    batch, config = learning(small, roll_three(small, group=GROUP))
    batch = batch.with_columns(advantage=batch.foreign.float())
    optimizer = make_optimizer(small.model.parameters(), config.optim)

    def chance() -> Tensor:
        sums = torch.zeros(9).index_add(0, batch.row, look(small, batch, config))
        return sums[[2, 7, 8]]

    before = chance()
    for _ in range(3):
        update(small, optimizer, batch, torch.ones(9, dtype=torch.bool), config)
    assert bool((chance() > before + 0.1).all())


# --- in a run ----------------------------------------------------------------------------------
REWARD = """
from rewardkit import reward
from rewardkit.tasks.problem import read_answer

@reward(range=(0, 1))
def right(completion: str, answer: float) -> bool:
    found = read_answer(completion)
    return found is not None and found.isdigit() and int(found) == answer
"""


def config(folder: Path, **grpo: Any) -> dict[str, Any]:
    (folder / "trace_reward.py").write_text(REWARD)
    return {
        "task": {"digits": 1, "validation": 10, "heldout": 30},
        "policy": {"hidden": 16, "layers": 1, "heads": 2, "head_dim": 8, "intermediate": 16},
        "reward": f"{folder / 'trace_reward.py'}:right",
        "prime": {"steps": 3, "rows": 20, "wrong": 1.0},
        "grpo": {"steps": 4, "rollout": {"prompts": 4, "group": 4}, **grpo},
        "evaluate": {"every": 4, "k": 2, "samples": 4, "problems": 8, "scored": 8},
        "output": {"folder": str(folder / "runs")},
    }


def test_groups_in_which_nothing_is_right_come_alive(tmp_path: Path) -> None:
    def rows(**grpo: Any) -> list[dict[str, Any]]:
        finished = train(parse_config(config(tmp_path, **grpo)), QuietScreen())
        lines = (finished.folder / "metrics.jsonl").read_text().splitlines()
        return [row for row in map(json.loads, lines) if row["stage"] == "grpo"]

    alone, helped = rows(), rows(traces={"each": 2})
    # The reward in the table is of what the policy wrote: an untrained one gets nothing.
    assert alone[0]["dead_groups"] == 1.0
    assert helped[0]["dead_groups"] == 0.0
    assert alone[0]["reward"] == helped[0]["reward"] == 0.0
    assert (alone[0]["skipped"], helped[0]["skipped"]) == (True, False)
    assert [row["traces"] for row in alone] == [0] * 4
    assert [row["traces"] for row in helped] == [8] * 4
    assert alone[0]["length"] == helped[0]["length"]


def test_a_file_of_traces_is_looked_for_beside_the_config_and_its_content_counts(
    tmp_path: Path, sums: Task
) -> None:
    problem: Problem = sums.train[0]
    path = tmp_path / "traces.jsonl"
    path.write_text(json.dumps({"prompt": problem.prompt, "completion": "<a>1</a>"}) + "\n")
    data = config(tmp_path, traces={"file": "traces.jsonl"})
    (tmp_path / "c.yaml").write_text(json.dumps(data))
    loaded = load_config(tmp_path / "c.yaml")
    assert loaded.grpo.traces is not None
    assert loaded.grpo.traces.file == str(path)
    before = config_hash(loaded, "reward")
    path.write_text(path.read_text() + "\n")
    assert config_hash(loaded, "reward") != before
