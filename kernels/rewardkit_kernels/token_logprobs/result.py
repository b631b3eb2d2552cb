"""The result of token log-probabilities for a batch."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from torch import Tensor


class TokenLogprobs(NamedTuple):
    """Log-probability and entropy of each row of logits."""

    logprobs: Tensor
    """[R] float32. Exact for tokens that are almost sure, too; -inf for a forbidden token."""
    entropy: Tensor
    """[R] float32, in nats, of the whole distribution at the temperature."""
