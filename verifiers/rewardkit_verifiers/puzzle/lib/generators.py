"""Problems of puzzles made from a seed, each with a solution, by difficulty."""

from __future__ import annotations

import random
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from rewardkit.tasks.problem import Problem
from rewardkit_verifiers.puzzle.lib.grids import Grid, box_shape

Level = int
_SIGNS = "+-*/"


def make_24(rng: random.Random, level: Level = 1, target: int = 24) -> Problem:
    """Return four numbers (three below level 1, five from level 3) that reach a target.

    Example:
        >>> problem = make_24(random.Random(1))
        >>> len(problem.columns["numbers"]), problem.answer
        (4, '24')
    """
    count = 3 if level < 1 else 5 if level >= 3 else 4
    while True:
        numbers = [rng.randint(1, 13) for _ in range(count)]
        found = solve(numbers, Fraction(target))
        if found is not None:
            break
    prompt = f"Use each of the numbers {', '.join(map(str, numbers))} once to make {target}."
    wrong = "+".join(map(str, numbers))
    columns = {"numbers": tuple(numbers), "target": target}
    return Problem(prompt, str(target), found, wrong, columns)


def solve(numbers: Sequence[int], target: Fraction) -> str | None:
    """Return an expression that uses every number once and has the target's value, or None.

    Example:
        >>> solve([8, 3, 8, 3], Fraction(24))
        '(8/(3-(8/3)))'
    """
    return _combine([(Fraction(number), str(number)) for number in numbers], target)


def _combine(parts: list[tuple[Fraction, str]], target: Fraction) -> str | None:
    if len(parts) == 1:
        return parts[0][1] if parts[0][0] == target else None
    for one, (left, left_text) in enumerate(parts):
        for other, (right, right_text) in enumerate(parts):
            if one == other:
                continue
            rest = [part for place, part in enumerate(parts) if place not in (one, other)]
            for sign in _SIGNS:
                if (sign in "+*" and one > other) or (sign == "/" and right == 0):
                    continue
                value = {"+": left + right, "-": left - right, "*": left * right}.get(sign)
                value = left / right if value is None else value
                text = f"({left_text}{sign}{right_text})"
                found = _combine([*rest, (value, text)], target)
                if found is not None:
                    return found
    return None


def _filled(rng: random.Random, size: int, boxes: bool) -> Grid:
    """Return a random solved grid: a shifted pattern with rows, columns and digits shuffled."""
    rows, columns = box_shape(size) if boxes else (1, size)
    digits = rng.sample(range(1, size + 1), size)
    row_order = [
        band * rows + row
        for band in rng.sample(range(size // rows), size // rows)
        for row in rng.sample(range(rows), rows)
    ]
    column_order = [
        stack * columns + column
        for stack in rng.sample(range(size // columns), size // columns)
        for column in rng.sample(range(columns), columns)
    ]
    return [
        [digits[(columns * (r % rows) + r // rows + c) % size] for c in column_order]
        for r in row_order
    ]


def _text(grid: Grid) -> str:
    return "\n".join(" ".join(str(cell) if cell else "." for cell in row) for row in grid)


def make_sudoku(rng: random.Random, level: Level = 1, size: int = 9) -> Problem:
    """Return a Sudoku of 4, 6, 8 or 9 rows with more empty cells the higher the level.

    Example:
        >>> problem = make_sudoku(random.Random(1), level=0, size=4)
        >>> problem.prompt.count("."), len(problem.answer.split())
        (4, 16)
    """
    grid = _filled(rng, size, boxes=True)
    share = min(0.25 + 0.12 * level, 0.7)
    empty = set(rng.sample(range(size * size), int(share * size * size)))
    puzzle = [
        [0 if r * size + c in empty else cell for c, cell in enumerate(row)]
        for r, row in enumerate(grid)
    ]
    wrong = [row[::-1] for row in grid]
    return Problem(_text(puzzle), _text(grid), _text(grid), _text(wrong), {"puzzle": puzzle})


def make_kenken(rng: random.Random, level: Level = 1) -> Problem:
    """Return a KenKen of 3 rows, one more for each level, up to 7; cages of one or two cells.

    Example:
        >>> problem = make_kenken(random.Random(1), level=0)
        >>> sum(len(cage["cells"]) for cage in problem.columns["cages"])
        9
    """
    size = min(3 + level, 7)
    grid = _filled(rng, size, boxes=False)
    cages: list[dict[str, Any]] = []
    free = [(r, c) for r in range(size) for c in range(size)]
    while free:
        r, c = free.pop(0)
        beside = [cell for cell in ((r, c + 1), (r + 1, c)) if cell in free]
        if not beside or rng.random() < 0.15:
            cages.append({"cells": [[r, c]], "op": "=", "target": grid[r][c]})
            continue
        other = rng.choice(beside)
        free.remove(other)
        high, low = sorted((grid[r][c], grid[other[0]][other[1]]), reverse=True)
        signs = {"+": high + low, "-": high - low, "*": high * low}
        if high % low == 0:
            signs["/"] = high // low
        sign = rng.choice(sorted(signs))
        cages.append({"cells": [[r, c], list(other)], "op": sign, "target": signs[sign]})
    puzzle = [[0] * size for _ in range(size)]
    lines = [f"{cage['target']}{cage['op']} at {cage['cells']}" for cage in cages]
    prompt = f"Fill a KenKen of {size} by {size}: " + "; ".join(lines)
    wrong = _text([grid[-1], *grid[:-1]])
    return Problem(prompt, _text(grid), _text(grid), wrong, {"puzzle": puzzle, "cages": cages})


def make_anagram(rng: random.Random, words: Sequence[str]) -> Problem:
    """Return the shuffled letters of one of some words; every word of these letters is right.

    Example:
        >>> make_anagram(random.Random(1), ["listen", "silent"]).columns["answer"]
        ['listen', 'silent']
    """
    word = rng.choice(list(words))
    letters = "".join(rng.sample(word, len(word)))
    same = [one for one in words if sorted(one) == sorted(word)]
    wrong = word[::-1] if word[::-1] not in same else word + word[0]
    columns = {"letters": letters, "answer": same}
    return Problem(f"Make a word of the letters {letters}.", word, word, wrong, columns)


def make_equation(rng: random.Random, level: Level = 1) -> Problem:
    """Return equations with whole numbers for solutions, one unknown more for each level.

    From level 3 on there are two unknowns with a product.

    Example:
        >>> make_equation(random.Random(1), level=0).columns["equations"]
        ('4*x + 2 = -18',)
    """
    names = "xyz"[: 2 if level >= 3 else level + 1]
    values = {name: rng.choice([n for n in range(-9, 13) if n]) for name in names}
    answer = ", ".join(f"{name} = {value}" for name, value in values.items())
    off = ", ".join(f"{name} = {value + 1}" for name, value in values.items())
    if level >= 3:
        x, y = values.values()
        equations = [f"x + y = {x + y}", f"x * y = {x * y}"]
    else:
        equations = [_linear(rng, values, place) for place in range(len(names))]
    prompt = "Solve " + " and ".join(equations) + "."
    return Problem(prompt, answer, answer, off, {"equations": tuple(equations)})


def _linear(rng: random.Random, values: dict[str, int], place: int) -> str:
    """Return an equation in which the unknown at a place weighs more than the others together."""
    factors = [rng.randint(1, 3) for _ in values]
    factors[place] = sum(factors) + 1
    total = sum(factor * value for factor, value in zip(factors, values.values(), strict=True))
    left = " + ".join(f"{factor}*{name}" for factor, name in zip(factors, values, strict=True))
    if len(values) > 1:
        return f"{left} = {total}"
    more = rng.randint(1, 9)
    return f"{left} + {more} = {total + more}"
