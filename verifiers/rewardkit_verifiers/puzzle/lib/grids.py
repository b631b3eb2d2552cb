"""Grids of digits: read from text, and held against the rules of Sudoku, Latin squares, KenKen."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from math import isqrt, prod
from typing import Any

Grid = list[list[int]]
_SIZES = range(2, 10)
# A matrix or table of LaTeX, but for its digits.
_MATRIX = re.compile(
    r"\\(?:begin|end)\{(?:[bpvB]?matrix|array)\}(?:\{[lcr|]{1,40}\})?|\\hline|\\\\|&"
)


def read_puzzle(given: Any) -> Grid:
    r"""Return the grid of a puzzle, 0 for an empty cell.

    Args:
        given: Rows of numbers, or text in which `0`, `.`, `_` and `*` stand for an empty cell.

    Raises:
        ValueError: It is no square grid of 2 to 9 rows.

    Example:
        >>> read_puzzle("1..4\n..1.\n.1..\n4..1")[0]
        [1, 0, 0, 4]
    """
    if isinstance(given, str):
        cells = [int(char) if char.isdigit() else 0 for char in re.findall(r"[0-9._*]", given)]
        size = isqrt(len(cells))
        rows: Any = [cells[at * size : (at + 1) * size] for at in range(size)]
        if size * size != len(cells):
            raise ValueError(f"{len(cells)} cells are no square")
    else:
        rows = given.tolist() if hasattr(given, "tolist") else given
    try:
        grid = [[int(cell or 0) for cell in row] for row in rows]
    except (TypeError, ValueError):
        raise ValueError("a puzzle is a grid of numbers") from None
    size = len(grid)
    square = size in _SIZES and all(len(row) == size for row in grid)
    if not square or any(not 0 <= cell <= size for row in grid for cell in row):
        raise ValueError("a puzzle is a square grid of 2 to 9 rows with digits up to its size")
    return grid


def read_grid(text: str, size: int) -> Grid | None:
    r"""Return the filled grid that a reply writes; None where there is not exactly one.

    Lines of borders are set aside, and so are brackets, commas and bars between digits.

    Example:
        >>> read_grid("[[1, 2], [2, 1]]", 2), read_grid("1 2\n2 1\n1 2", 2)
        ([[1, 2], [2, 1]], None)
    """
    text = _MATRIX.sub(" ", text)
    if re.search(r"[^\W\d_]", text):
        return None
    cells = [int(char) for char in re.findall(r"[0-9]", text)]
    if len(cells) != size * size or re.search(r"[^0-9\s|,;\[\](){}+\-=_─│┼.'\"]", text):
        return None
    return [cells[at * size : (at + 1) * size] for at in range(size)]


def keeps_givens(puzzle: Grid, grid: Grid) -> bool:
    """Return True if a grid has every digit that the puzzle gives."""
    return all(
        given in (0, cell)
        for row, filled in zip(puzzle, grid, strict=True)
        for given, cell in zip(row, filled, strict=True)
    )


def is_latin(grid: Grid) -> bool:
    """Return True if every row and column has each digit once.

    Example:
        >>> is_latin([[1, 2], [2, 1]]), is_latin([[1, 2], [1, 2]])
        (True, False)
    """
    wanted = set(range(1, len(grid) + 1))
    return all(set(line) == wanted for line in [*grid, *map(list, zip(*grid, strict=True))])


def box_shape(size: int) -> tuple[int, int]:
    """Return rows and columns of a box of a Sudoku: 2 by 2, 2 by 3, 2 by 4, 3 by 3.

    Example:
        >>> [box_shape(size) for size in (4, 6, 9)]
        [(2, 2), (2, 3), (3, 3)]
    """
    rows = max(one for one in range(1, isqrt(size) + 1) if size % one == 0)
    return rows, size // rows


def has_whole_boxes(grid: Grid) -> bool:
    """Return True if every box of a Sudoku has each digit once."""
    size = len(grid)
    rows, columns = box_shape(size)
    wanted = set(range(1, size + 1))
    for top in range(0, size, rows):
        for left in range(0, size, columns):
            box = {grid[top + r][left + c] for r in range(rows) for c in range(columns)}
            if box != wanted:
                return False
    return True


def keeps_cages(cages: Sequence[Mapping[str, Any]], grid: Grid) -> bool:
    """Return True if every cage of a KenKen has its result.

    Args:
        cages: Each with `cells`, pairs of row and column from 0, `op` among `+ - * / =`, and
            `target`.
        grid: The filled grid.

    Raises:
        ValueError: A cage is broken.
    """
    for cage in cages:
        try:
            values = sorted((grid[int(r)][int(c)] for r, c in cage["cells"]), reverse=True)
            sign, target = str(cage["op"]), int(cage["target"])
        except (KeyError, TypeError, ValueError, IndexError):
            raise ValueError(f"a cage is broken: {str(cage)[:80]}") from None
        if not _cage_holds(values, sign, target):
            return False
    return True


def _cage_holds(values: list[int], sign: str, target: int) -> bool:
    if sign in ("+", "="):
        return sum(values) == target
    if sign in ("*", "x", "×"):
        return prod(values) == target
    if sign == "-":
        return values[0] - sum(values[1:]) == target
    if sign in ("/", "÷"):
        return values[0] == target * prod(values[1:])
    raise ValueError(f"a cage has the unknown sign {sign[:10]!r}")
