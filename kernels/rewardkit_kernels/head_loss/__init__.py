"""The policy loss from hidden states: logits exist for a few rows at a time, never for all."""

from .api import head_loss

__all__ = ["head_loss"]
