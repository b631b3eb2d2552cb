"""An entry of a crossword by its clue."""

from rewardkit_verifiers.puzzle.crossword.verifier import crossword, instruction

__all__ = ["crossword", "instruction"]
