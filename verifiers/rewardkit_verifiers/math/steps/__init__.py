"""math/steps: whether each equation of a worked solution holds."""

from rewardkit_verifiers.math.steps.verifier import steps

__all__ = ["steps"]
