"""Expected calls and made calls paired so that the sum of their likeness is highest."""

from __future__ import annotations

import math
from collections.abc import Sequence

Weights = Sequence[Sequence[float]]


def best_pairs(weights: Weights) -> list[tuple[int, int]]:
    """Return the pairs (row, column) of the heaviest assignment, each row and column once.

    The Hungarian method in O(rows² · columns): a greedy choice may take the only call that a later
    expectation accepts.

    Args:
        weights: One row for each expected call, one weight in [0, 1] for each made call.

    Example:
        >>> best_pairs([[1.0, 1.0], [1.0, 0.0]])
        [(0, 1), (1, 0)]
    """
    rows, columns = len(weights), len(weights[0]) if weights else 0
    if rows > columns:
        turned = [[weights[row][column] for row in range(rows)] for column in range(columns)]
        return sorted((row, column) for column, row in best_pairs(turned))
    # Potentials and matching as in Kuhn's method with columns counted from 1; cost = -weight.
    low, high = [0.0] * (rows + 1), [0.0] * (columns + 1)
    taken = [0] * (columns + 1)
    for row in range(1, rows + 1):
        way = [0] * (columns + 1)
        taken[0], column = row, 0
        slack = [math.inf] * (columns + 1)
        done = [False] * (columns + 1)
        while True:
            done[column] = True
            current, step, following = taken[column], math.inf, 0
            for other in range(1, columns + 1):
                if done[other]:
                    continue
                cost = -weights[current - 1][other - 1] - low[current] - high[other]
                if cost < slack[other]:
                    slack[other], way[other] = cost, column
                if slack[other] < step:
                    step, following = slack[other], other
            for other in range(columns + 1):
                if done[other]:
                    low[taken[other]] += step
                    high[other] -= step
                else:
                    slack[other] -= step
            column = following
            if taken[column] == 0:
                break
        while column:
            taken[column] = taken[way[column]]
            column = way[column]
    return sorted(
        (taken[column] - 1, column - 1) for column in range(1, columns + 1) if taken[column]
    )
