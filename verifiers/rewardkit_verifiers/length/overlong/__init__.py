"""A penalty for replies longer than a limit."""

from rewardkit_verifiers.length.overlong.verifier import overlong

__all__ = ["overlong"]
