"""Is a completion better than its rival? Asked in both orders; disagreement is a tie."""

from rewardkit_verifiers.judge.pairwise.verifier import pairwise

__all__ = ["pairwise"]
