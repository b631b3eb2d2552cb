"""The result of the token loss: numbers of each token, for the loss and for its metrics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from torch import Tensor

CLIPPED_LOW: Final = 1
"""The ratio lies below 1 - eps_low and the advantage is negative: no gradient."""
CLIPPED_HIGH: Final = 2
"""The ratio lies above 1 + eps_high and the advantage is positive: no gradient. In CISPO the
weight is bounded, for either sign."""
CLIPPED_DELTA: Final = 4
"""The ratio lies above delta and the advantage is negative: no gradient."""
IMPOSSIBLE: Final = 8
"""The policy gives the token a probability of 0: it adds nothing but its entropy bonus."""


@dataclass(frozen=True, slots=True)
class TokenLosses:
    """Losses of R tokens, all [R] and without a gradient of their own."""

    loss: Tensor
    """float32, weight included; the sum is the loss."""
    logprobs: Tensor
    """float32."""
    entropy: Tensor
    """float32, in nats."""
    kl: Tensor | None
    """float32, without beta; None without a reference. 0 for foreign and impossible tokens."""
    flags: Tensor
    """uint8, a sum of `CLIPPED_LOW`, `CLIPPED_HIGH`, `CLIPPED_DELTA`, `IMPOSSIBLE`; the first
    three never for foreign tokens, and never at an advantage of 0."""
