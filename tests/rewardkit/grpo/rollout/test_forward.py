"""The forward pass that the loss reads is the one that sampling made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import torch

from rewardkit.grpo.policy.model import Policy, has_plain_head
from rewardkit.grpo.rollout.batch import Rollout, Segment, pack
from rewardkit.grpo.rollout.engine import Sampling
from rewardkit.grpo.rollout.forward import hidden_states, written_logits
from rewardkit.grpo.rollout.in_process import InProcess
from rewardkit_kernels.token_logprobs import token_logprobs


def test_the_logprobs_of_a_rollout_are_those_of_a_fresh_forward_pass(small: Policy) -> None:
    prompts = ["1+1=", "9+9=", "3+4=2+2=", "7"]  # unequal lengths: padding on either side
    encoded = [small.tokenizer.encode(prompt) for prompt in prompts]
    generator = torch.Generator().manual_seed(0)
    written = InProcess(small).write(encoded, Sampling(6, temperature=1.3), generator)
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
