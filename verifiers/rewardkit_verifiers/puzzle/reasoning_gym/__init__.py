"""Any task of reasoning-gym that poses one question, guarded against the holes of its scorers."""

from rewardkit_verifiers.puzzle.reasoning_gym.verifier import reasoning_gym

__all__ = ["reasoning_gym"]
