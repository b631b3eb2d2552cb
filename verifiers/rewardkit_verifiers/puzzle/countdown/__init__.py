"""An expression of given numbers that reaches a target: Countdown and 24."""

from rewardkit_verifiers.puzzle.countdown.verifier import countdown, instruction

__all__ = ["countdown", "instruction"]
