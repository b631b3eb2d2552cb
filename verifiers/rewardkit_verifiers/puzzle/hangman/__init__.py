"""A word found letter by letter in several turns."""

from rewardkit_verifiers.puzzle.hangman.verifier import hangman, instruction

__all__ = ["hangman", "instruction"]
