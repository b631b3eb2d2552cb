"""A filled grid that keeps to the rules of its puzzle: Sudoku, Latin square, KenKen."""

from rewardkit_verifiers.puzzle.grid.verifier import grid

__all__ = ["grid"]
