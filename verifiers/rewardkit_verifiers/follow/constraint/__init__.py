"""One constraint on a reply, by its published id."""

from rewardkit_verifiers.follow.constraint.verifier import constraint, instruction

__all__ = ["constraint", "instruction"]
