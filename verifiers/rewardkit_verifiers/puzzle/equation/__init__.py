"""Numbers that solve equations."""

from rewardkit_verifiers.puzzle.equation.verifier import equation, instruction

__all__ = ["equation", "instruction"]
