"""The policy loss of each token and its gradient, which replaces the logits."""

from .api import token_loss, token_loss_
from .options import TokenLossOptions
from .result import CLIPPED_DELTA, CLIPPED_HIGH, CLIPPED_LOW, IMPOSSIBLE, TokenLosses

__all__ = [
    "CLIPPED_DELTA",
    "CLIPPED_HIGH",
    "CLIPPED_LOW",
    "IMPOSSIBLE",
    "TokenLossOptions",
    "TokenLosses",
    "token_loss",
    "token_loss_",
]
