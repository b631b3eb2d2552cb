"""A short answer in three tiers: right, left open, or wrong."""

from rewardkit_verifiers.text.abstention.verifier import abstention

__all__ = ["abstention"]
