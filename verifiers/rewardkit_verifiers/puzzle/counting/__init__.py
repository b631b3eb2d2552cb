"""The number of objects in a text."""

from rewardkit_verifiers.puzzle.counting.verifier import counting, instruction

__all__ = ["counting", "instruction"]
