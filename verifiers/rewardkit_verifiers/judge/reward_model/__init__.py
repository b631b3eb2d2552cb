"""The number of a reward model with a scalar head, trained on preferences."""

from rewardkit_verifiers.judge.reward_model.verifier import reward_model

__all__ = ["reward_model"]
