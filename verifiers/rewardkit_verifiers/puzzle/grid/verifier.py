"""A filled grid that keeps to the rules of its puzzle: Sudoku, Latin square, KenKen."""

from __future__ import annotations

from typing import Any, Literal

from rewardkit import Score, reward
from rewardkit_verifiers.puzzle.lib.answer import answer_of
from rewardkit_verifiers.puzzle.lib.grids import (
    has_whole_boxes,
    is_latin,
    keeps_cages,
    keeps_givens,
    read_grid,
    read_puzzle,
)


@reward
def grid(
    completion: str,
    puzzle: Any,
    cages: Any = None,
    *,
    rules: Literal["sudoku", "latin", "kenken"] = "sudoku",
    tag: str = "answer",
) -> Score:
    r"""Pay a filled grid that keeps to the rules and has every digit that the puzzle gives.

    Every solution is paid, so a puzzle with several is no trap.

    Args:
        completion: The reply: the grid in a block, or as a whole.
        puzzle: The column with the grid; 0, `.` or `_` for an empty cell.
        cages: The column with the cages of a KenKen: each has `cells`, pairs of row and column
            from 0, `op` among `+ - * / =`, and `target`.
        rules: `latin` for rows and columns, `sudoku` for boxes too, `kenken` for cages.
        tag: The tag of the block with the answer.

    Returns:
        1 or 0. A reply that is not one grid of digits is unparsed.

    Example:
        >>> grid.score(completion="1 2\n2 1", puzzle="1...").value
        1.0
    """
    try:
        given = read_puzzle(puzzle)
        if rules == "kenken" and not cages:
            return Score.error("bad_puzzle", "a KenKen has a column 'cages'")
        text = answer_of(completion, tag)
        if isinstance(text, Score):
            return text
        filled = read_grid(text, len(given))
        if filled is None:
            return Score.unparsed("not_a_grid", f"{len(given)} by {len(given)} digits are asked")
        kept = keeps_givens(given, filled) and is_latin(filled)
        if rules == "sudoku":
            kept = kept and has_whole_boxes(filled)
        if rules == "kenken":
            kept = keeps_cages(cages, filled) and kept
    except (ValueError, TypeError) as error:
        return Score.error("bad_puzzle", str(error))
    return Score.ok(1.0) if kept else Score.ok(0.0, "unsolved")
