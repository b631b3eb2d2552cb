"""A request that should be refused is, and one that should not is met."""

from rewardkit_verifiers.text.refusal.verifier import refusal

__all__ = ["refusal"]
