from __future__ import annotations

import random
from dataclasses import replace

import pytest
import torch

from rewardkit.data.sample import Message
from rewardkit.grpo.config import OptimConfig, SupervisedConfig
from rewardkit.grpo.objective.update import clipped_step, make_optimizer, rate_at, set_rate
from rewardkit.grpo.policy.model import Policy
from rewardkit.grpo.run.supervised import Texts, encode_texts, supervised_loss
from rewardkit.tasks.problem import Problem, Task


def test_fixed_rows_are_read_again_and_an_endless_corpus_is_written_anew(sums: Task) -> None:
    fixed = Texts(sums, SupervisedConfig(rows=5, batch=64, wrong=0.5), random.Random(0))
    chance = random.Random(1)
    draws = [set(fixed.draw(chance)) for _ in range(3)]
    assert draws[0] == draws[1] == draws[2]
    assert len(draws[0]) == 5
    endless = Texts(sums, SupervisedConfig(batch=60, wrong=0.5), random.Random(0))
    said: dict[str, set[str]] = {}
    for _ in range(20):
        for prompt, text in endless.draw(chance):
            assert isinstance(text, str)
            said.setdefault(prompt, set()).add(text)
    assert max(len(texts) for texts in said.values()) == 2  # once right, once wrong


def test_texts_are_written_of_training_problems_only(sums: Task) -> None:
    texts = Texts(sums, SupervisedConfig(batch=60), random.Random(0))
    training = {sums.prompt(p) for p in sums.train}
    drawn = {prompt for _ in range(20) for prompt, _ in texts.draw(random.Random(0))}
    assert drawn <= training


def test_imitation_teaches_the_texts(small: Policy, sums: Task) -> None:
    texts = Texts(sums, SupervisedConfig(rows=16), random.Random(0)).draw(random.Random(0))
    batch = encode_texts(small, texts)
    assert batch.ids[-1] == small.tokenizer.eos_id
    assert bool(batch.foreign.all())
    config = OptimConfig(lr=1e-2, warmup=2)
    optimizer = make_optimizer(small.model.parameters(), config)
    losses = []
    for step in range(30):
        loss = supervised_loss(small, batch)
        loss.backward()  # type: ignore[no-untyped-call]
        set_rate(optimizer, rate_at(step, 30, config))
        clipped_step(optimizer, config.clip_norm)
        losses.append(loss.item())
    assert losses[-1] < 0.5 * losses[0]


def test_of_an_episode_only_what_the_policy_says_is_imitated(small: Policy, sums: Task) -> None:
    def episode(problem: Problem, rng: random.Random) -> list[Message]:
        return [
            {"role": "assistant", "content": "<a>1</a>"},
            {"role": "user", "content": "7=7"},
            {"role": "assistant", "content": f"<a>{problem.right}</a>"},
        ]

    task = replace(sums, episode=episode)
    texts = Texts(task, SupervisedConfig(rows=3), random.Random(0)).draw(random.Random(0))
    batch = encode_texts(small, texts)
    decode = small.tokenizer.decode
    for row, (prompt, chat) in enumerate(texts):
        assert not isinstance(chat, str)
        own = batch.ids[batch.row == row].tolist()
        assert decode(own) == "".join(str(one["content"]) for one in chat[::2])
        assert own.count(small.tokenizer.eos_id) == 2
        first, last = batch.starts[row : row + 2]
        said = "".join(str(one["content"]) for one in chat)
        assert decode(batch.tokens[first:last].tolist()) == prompt + said
    assert bool(batch.foreign.all())


@pytest.mark.parametrize("schedule", ["linear", "cosine", "constant"])
def test_the_rate_warms_up_to_its_peak_and_never_leaves_its_bounds(schedule: str) -> None:
    config = OptimConfig.model_validate({"schedule": schedule, "lr": 1.0, "lr_end": 0.1})
    rates = [rate_at(step, 100, config) for step in range(100)]
    assert rates[:10] == sorted(rates[:10])
    assert rates[10] == 1.0
    assert rates[10:] == sorted(rates[10:], reverse=True)
    assert min(rates) >= 0.1
    assert max(rates) == 1.0


def test_a_gradient_that_is_not_finite_is_refused_before_it_does_harm(small: Policy) -> None:
    optimizer = make_optimizer(small.model.parameters(), OptimConfig())
    before = [p.detach().clone() for p in small.model.parameters()]
    for parameter in small.model.parameters():
        parameter.grad = torch.full_like(parameter, torch.nan)
    with pytest.raises(FloatingPointError, match="the gradient norm is nan"):
        clipped_step(optimizer, 1.0)
    after = list(small.model.parameters())
    assert all(torch.equal(a, b) for a, b in zip(after, before, strict=True))


def test_large_gradients_are_scaled_to_the_limit(small: Policy) -> None:
    optimizer = torch.optim.SGD(small.model.parameters(), lr=1.0)
    before = [p.detach().clone() for p in small.model.parameters()]
    for parameter in small.model.parameters():
        parameter.grad = torch.ones_like(parameter)
    assert clipped_step(optimizer, 0.5) > 0.5
    after = [p.detach() for p in small.model.parameters()]
    moved = sum(float((a - b).square().sum()) for a, b in zip(after, before, strict=True))
    assert moved**0.5 == pytest.approx(0.5, rel=1e-3)
