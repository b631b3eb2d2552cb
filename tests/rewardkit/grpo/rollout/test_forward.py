"""The forward pass that the loss reads is the one that sampling made."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace

import pytest
import torch

from rewardkit.errors import SpecError
from rewardkit.grpo.config import GrpoConfig, PolicyConfig, Sampling
from rewardkit.grpo.objective.update import look, make_optimizer, update
from rewardkit.grpo.policy.model import Policy, has_plain_head, make_policy, make_tiny_model
from rewardkit.grpo.rollout.batch import Rollout, Segment, pack
from rewardkit.grpo.rollout.engine import InProcess
from rewardkit.grpo.rollout.forward import (
    LARGE_VOCABULARY,
    Head,
    hidden_states,
    takes_chunks,
    written_logits,
)
from rewardkit.tasks.problem import Task
from rewardkit_kernels.token_logprobs import token_logprobs


def test_the_logprobs_of_a_rollout_are_those_of_a_fresh_forward_pass(small: Policy) -> None:
    prompts = ["1+1=", "9+9=", "3+4=2+2=", "7"]  # unequal lengths: padding on either side
    encoded = [small.tokenizer.encode(prompt) for prompt in prompts]
    generator = torch.Generator().manual_seed(0)
    written = InProcess(small).write(
        encoded, Sampling(max_new_tokens=6, temperature=1.3), generator
    )
    rollouts = [
        Rollout((Segment(tuple(ids), "read"), Segment(w.ids, "wrote", w.logprobs)), "", w.finish)
        for ids, w in zip(encoded, written, strict=True)
    ]
    batch = pack(rollouts, range(4))
    with torch.no_grad():
        again = token_logprobs(written_logits(small, batch), batch.ids, temperature=1.3)
    assert torch.allclose(again.logprobs, batch.old, atol=1e-5)


def test_the_head_runs_on_what_was_written_alone_and_gives_the_models_own_logits(
    small: Policy, roll_three: Callable[..., list[Rollout]]
) -> None:
    batch = pack(roll_three(small), range(12))
    assert small.plain_head
    assert hidden_states(small.body, batch).shape[0] == len(batch.ids)
    seen = []
    handle = small.head.register_forward_hook(lambda _, given, __: seen.append(given[0].shape[0]))
    short = written_logits(small, batch)
    handle.remove()
    assert seen == [len(batch.ids)]
    whole = written_logits(replace(small, plain_head=False), batch)
    assert torch.allclose(short, whole, atol=1e-6)


def test_a_model_that_caps_its_logits_has_no_plain_head(small: Policy) -> None:
    class Capped(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.inner = small.model
            self.device = small.device

        def get_decoder(self) -> object:
            return self.inner.get_decoder()

        def get_output_embeddings(self) -> object:
            return self.inner.get_output_embeddings()

        def forward(self, **words: object) -> object:
            output = self.inner(**words)
            output.logits = 2.0 * torch.tanh(output.logits / 2.0)
            return output

    assert has_plain_head(small.model)
    assert not has_plain_head(Capped())


def config(head: Head) -> GrpoConfig:
    loss = {"head": head, "beta": 0.1, "entropy": 0.01}
    return GrpoConfig.model_validate({"loss": loss, "updates": 2, "epochs": 2, "micro_batch": 5})


@pytest.mark.parametrize("dtype", ["float32", "bfloat16"])
def test_steps_through_the_head_in_chunks_are_those_with_whole_logits(
    sums: Task, roll_three: Callable[..., list[Rollout]], dtype: str
) -> None:
    ends = []
    shape = {"hidden": 16, "layers": 1, "heads": 2, "head_dim": 8, "intermediate": 16}
    ways: tuple[Head, ...] = ("whole", "chunked")
    for head in ways:
        settings = config(head)
        policy = make_policy(PolicyConfig.model_validate(shape | {"dtype": dtype}), sums, 0)
        batch = pack(roll_three(policy), [row // 4 for row in range(12)])
        batch = batch.with_columns(
            advantage=torch.linspace(-1, 1, 12)[batch.row], reference=look(policy, batch, settings)
        )
        optimizer = make_optimizer(policy.model.parameters(), settings.optim)
        found = update(policy, optimizer, batch, torch.ones(12, dtype=torch.bool), settings)
        weights = torch.cat([one.detach().flatten() for one in policy.model.parameters()])
        ends.append((found, weights, batch.reference))
    (whole, one, first), (chunks, other, second) = ends
    near = 1e-6 if dtype == "float32" else 2e-2
    assert first is not None
    assert second is not None
    assert torch.allclose(first, second, atol=near)
    assert whole.loss == pytest.approx(chunks.loss, abs=near)
    assert whole.entropy == pytest.approx(chunks.entropy, abs=near)
    # Adam divides by the gradient: where that is nothing but rounding, a step is of any sign.
    assert float((one - other).abs().median()) < 1e-6
    assert float((one - other).abs().max()) < (1e-4 if dtype == "float32" else 1e-2)


def test_auto_takes_chunks_where_the_vocabulary_is_large(small: Policy) -> None:
    assert not takes_chunks(small, "auto")
    assert takes_chunks(small, "chunked")
    shape = PolicyConfig(hidden=8, layers=1, heads=1, head_dim=8, intermediate=8)
    large = replace(small, model=make_tiny_model(shape, LARGE_VOCABULARY, seed=0))
    assert takes_chunks(large, "auto")
    assert not takes_chunks(large, "whole")


def test_a_head_that_is_no_plain_linear_map_keeps_whole_logits(small: Policy) -> None:
    capped = replace(small, plain_head=False)
    assert not takes_chunks(capped, "auto")
    with pytest.raises(SpecError, match="loss.head: chunked needs a model"):
        takes_chunks(capped, "chunked")


MEMORY = """
import re, sys, torch
from rewardkit.grpo.config import LossConfig
from rewardkit.grpo.objective.loss import policy_loss, weighted_batch
from rewardkit.grpo.rollout.batch import Rollout, Segment, pack
from rewardkit.grpo.rollout.forward import Hidden
torch.set_num_threads(1)


def peak():
    # Not ru_maxrss: a process begins with that of the one it was started by.
    return int(re.search(r"VmHWM:\\s*(\\d+)", open("/proc/self/status").read())[1])


rows, vocabulary, width = 16, 32768, 32
row = Rollout((Segment((1,), "read"), Segment((2,) * 256, "wrote", (-9.0,) * 256)), "", "eos")
batch = pack([row] * rows, range(rows))
batch = batch.with_columns(advantage=torch.ones(len(batch.ids)))
batch = weighted_batch(batch, torch.ones(rows, dtype=torch.bool), LossConfig(), 256)
states = torch.randn(len(batch.ids), width).requires_grad_()
head = torch.randn(vocabulary, width).requires_grad_()
before = peak()
outputs = Hidden(states, head, 256) if sys.argv[1] == "chunked" else states @ head.t()
policy_loss(outputs, batch, LossConfig()).loss.backward()
print(peak() - before)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the peak of memory is read from /proc")
def test_chunks_need_a_fifth_of_the_memory_of_whole_logits() -> None:
    needed = {
        way: int(
            subprocess.run(
                [sys.executable, "-c", MEMORY, way], capture_output=True, check=True, timeout=250
            ).stdout
        )
        for way in ("whole", "chunked")
    }
    assert needed["chunked"] < needed["whole"] / 5
