"""A word found by guesses in several turns."""

from rewardkit_verifiers.puzzle.wordle.verifier import instruction, wordle

__all__ = ["instruction", "wordle"]
