"""The bundled tiny policy over pieces of text: it imitates replies, then learns from pay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from rewardkit.grpo.config import PolicyConfig
from rewardkit.grpo.learn.pieces import Pieces
from rewardkit.grpo.policy.model import make_tiny_model
from rewardkit_kernels.advantage import AdvantageOptions, group_advantages

MOST_PIECES = 20
_SHAPE = PolicyConfig(hidden=48, layers=1, heads=4, head_dim=16, intermediate=96)
_CLIP = 1.0
_ENTROPY = 0.003


@dataclass(frozen=True, slots=True)
class Sampled:
    """Completions as they were sampled: [N, T] ids with their mask, and the texts."""

    ids: Tensor
    mask: Tensor
    texts: tuple[str, ...]


class TinyPolicy:
    """A decoder of one layer that does not see the question, so it cannot do the task.

    A policy that knew the answers would be paid for them, and need no hole. What this one is paid
    for beyond guessing is not the task.

    Args:
        pieces: The vocabulary.
        seed: Of the weights and of sampling.
    """

    def __init__(self, pieces: Pieces, seed: int) -> None:
        self.pieces = pieces
        self.model: Any = make_tiny_model(_SHAPE, vocabulary=len(pieces), seed=seed)
        self.model.eval()
        self.chance = torch.Generator().manual_seed(seed)
        self.optimizer = torch.optim.AdamW(
            self.model.parameters(), lr=3e-3, betas=(0.9, 0.99), weight_decay=0.0
        )

    def _logits(self, ids: Tensor) -> Tensor:
        """Return the logits of each place [N, T, V]; the first follows the end of a sequence."""
        start = torch.ones(len(ids), 1, dtype=torch.long)
        whole = torch.cat([start, ids[:, :-1]], dim=1)
        logits: Tensor = self.model(input_ids=whole).logits
        return logits.float()

    @torch.no_grad()
    def sample(self, count: int) -> Sampled:
        """Return so many sampled completions."""
        ids = torch.zeros(count, 0, dtype=torch.long)
        done = torch.zeros(count, dtype=torch.bool)
        mask = torch.zeros(count, 0, dtype=torch.bool)
        for _ in range(MOST_PIECES):
            # The last place of a sequence that is one longer: its own token does not matter.
            blank = torch.zeros(count, 1, dtype=torch.long)
            logits = self._logits(torch.cat([ids, blank], dim=1))[:, -1]
            logits[:, 0] = -torch.inf
            chosen = torch.multinomial(logits.softmax(-1), 1, generator=self.chance)
            chosen[done] = 0
            mask = torch.cat([mask, ~done[:, None]], dim=1)
            ids = torch.cat([ids, chosen], dim=1)
            done |= chosen[:, 0] == 1
            if bool(done.all()):
                break
        texts = tuple(self.pieces.decode(row) for row in ids.tolist())
        return Sampled(ids, mask, texts)

    def imitate(self, replies: Sequence[Sequence[int]]) -> float:
        """Take one supervised step on the ids of replies; return the loss."""
        ids, mask = _padded([[*reply[: MOST_PIECES - 1], 1] for reply in replies])
        logprobs = self._logprobs(ids)[0]
        loss = -(logprobs * mask).sum() / mask.sum()
        self._step(loss)
        return float(loss.detach())

    def learn(self, found: Sampled, pay: Sequence[float], group: int) -> None:
        """Take one step of GRPO: z-scores inside groups, one update, a small entropy bonus."""
        values = torch.tensor(pay, dtype=torch.float32)
        offsets = torch.arange(0, len(pay) + 1, group)
        result = group_advantages(
            values[:, None],
            torch.ones(1),
            offsets,
            AdvantageOptions(mode="zscore"),
            backend="reference",
        )
        advantages = result.advantages
        if not bool((advantages != 0).any()):
            return
        logprobs, entropy = self._logprobs(found.ids)
        gain = (logprobs * advantages[:, None] + _ENTROPY * entropy) * found.mask
        self._step(-gain.sum() / found.mask.sum())

    def _logprobs(self, ids: Tensor) -> tuple[Tensor, Tensor]:
        """Return log-probability and entropy of each place, both [N, T]."""
        every = self._logits(ids).log_softmax(-1)
        chosen = every.gather(-1, ids[..., None])[..., 0]
        return chosen, -(every.exp() * every).sum(-1)

    def _step(self, loss: Tensor) -> None:
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), _CLIP)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)


def _padded(replies: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    width = max(map(len, replies))
    ids = torch.tensor([[*one, *[0] * (width - len(one))] for one in replies])
    lengths = torch.tensor([len(one) for one in replies])
    return ids, torch.arange(width)[None, :] < lengths[:, None]
