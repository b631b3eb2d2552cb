"""How good is a completion, on a scale of your own? By the word of the judge or by its odds."""

from rewardkit_verifiers.judge.score.verifier import score

__all__ = ["score"]
