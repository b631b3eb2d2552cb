"""`judge/steps`: how far is a solution right, step by step?"""

from rewardkit_verifiers.judge.steps.verifier import steps

__all__ = ["steps"]
