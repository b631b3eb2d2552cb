"""A reward for being wrong."""

from rewardkit_verifiers.control.inverted.verifier import inverted

__all__ = ["inverted"]
