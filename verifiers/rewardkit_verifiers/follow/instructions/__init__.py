"""The instructions of a row, each checked by its published id."""

from rewardkit_verifiers.follow.instructions.verifier import instructions

__all__ = ["instructions"]
