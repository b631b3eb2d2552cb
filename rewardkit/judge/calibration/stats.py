"""Statistics of agreement and calibration, in plain Python."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

Item = TypeVar("Item")
Floats = Sequence[float]
Bools = Sequence[bool]
# A bootstrap over so few groups underestimates the variance between groups.
_GROUPS = 10


def agreement(said: Bools, truth: Bools) -> float:
    """Return the share of equal verdicts.

    Example:
        >>> agreement([True, False, True, True], [True, False, False, True])
        0.75
    """
    return sum(a == b for a, b in zip(said, truth, strict=True)) / len(said)


def kappa(said: Sequence[Item], truth: Sequence[Item]) -> float | None:
    """Return Cohen's kappa: agreement beyond chance; None when chance agreement is 1.

    Example:
        >>> round(kappa("aabb", "abab"), 3), kappa("aabb", "aabb")
        (0.0, 1.0)
    """
    count = len(said)
    seen = sum(a == b for a, b in zip(said, truth, strict=True)) / count
    labels = set(said) | set(truth)
    chance = sum(
        sum(a == label for a in said) * sum(b == label for b in truth) for label in labels
    ) / (count * count)
    return None if chance >= 1 else (seen - chance) / (1 - chance)


def weighted_kappa(said: Floats, truth: Floats) -> float | None:
    """Return Cohen's kappa with quadratic weights, for labels on a scale.

    Example:
        >>> round(weighted_kappa([1, 2, 3, 4], [1, 2, 3, 3]), 4)
        0.875
    """
    count = len(said)
    seen = sum((a - b) ** 2 for a, b in zip(said, truth, strict=True)) / count
    mean_a, mean_b = sum(said) / count, sum(truth) / count
    var_a = sum((a - mean_a) ** 2 for a in said) / count
    var_b = sum((b - mean_b) ** 2 for b in truth) / count
    chance = var_a + var_b + (mean_a - mean_b) ** 2
    return None if not chance else 1 - seen / chance


def auroc(scores: Floats, truth: Bools) -> float | None:
    """Return the share of good-bad pairs with the good sample above; ties count half.

    Example:
        >>> auroc([0.1, 0.4, 0.35, 0.8], [False, False, True, True])
        0.75
    """
    good = sum(truth)
    bad = len(truth) - good
    if not good or not bad:
        return None
    ranks = _ranks(scores)
    total = sum(rank for rank, label in zip(ranks, truth, strict=True) if label)
    return (total - good * (good + 1) / 2) / (good * bad)


def _ranks(values: Floats) -> list[float]:
    order = sorted(range(len(values)), key=values.__getitem__)
    ranks = [0.0] * len(values)
    start = 0
    while start < len(order):
        end = start
        while end + 1 < len(order) and values[order[end + 1]] == values[order[start]]:
            end += 1
        for place in order[start : end + 1]:
            ranks[place] = (start + end) / 2 + 1
        start = end + 1
    return ranks


def brier(chances: Floats, truth: Bools) -> float:
    """Return the Brier score: the mean squared error of probabilities; 0 is best.

    Example:
        >>> brier([1.0, 0.0, 0.5], [True, False, True])
        0.08333333333333333
    """
    return sum((p - t) ** 2 for p, t in zip(chances, truth, strict=True)) / len(chances)


def calibration_error(chances: Floats, truth: Bools, bins: int = 10) -> float:
    """Return the expected calibration error over bins of equal width; 0 is best.

    Example:
        >>> round(calibration_error([0.9, 0.9, 0.1, 0.1], [True, False, False, False]), 3)
        0.25
    """
    total = 0.0
    for mean, share, count in reliability(chances, truth, bins):
        total += count * abs(mean - share)
    return total / len(chances)


def reliability(chances: Floats, truth: Bools, bins: int = 10) -> list[tuple[float, float, int]]:
    """Return mean probability, share of positives and count of each non-empty bin."""
    rows: list[list[tuple[float, bool]]] = [[] for _ in range(bins)]
    for chance, label in zip(chances, truth, strict=True):
        rows[min(int(chance * bins), bins - 1)].append((chance, label))
    return [
        (sum(p for p, _ in row) / len(row), sum(t for _, t in row) / len(row), len(row))
        for row in rows
        if row
    ]


def correlation(left: Floats, right: Floats) -> float | None:
    """Return Pearson's correlation; None where one side is constant.

    Example:
        >>> round(correlation([1, 2, 3], [2, 4, 7]), 4)
        0.9934
    """
    count = len(left)
    if count < 2:
        return None
    mean_a, mean_b = sum(left) / count, sum(right) / count
    var_a = sum((a - mean_a) ** 2 for a in left)
    var_b = sum((b - mean_b) ** 2 for b in right)
    if not var_a or not var_b:
        return None
    cross = sum((a - mean_a) * (b - mean_b) for a, b in zip(left, right, strict=True))
    return float(cross / math.sqrt(var_a * var_b))


def mcnemar(only_first: int, only_second: int) -> float:
    """Return the exact two-sided p that two judges err equally often.

    Args:
        only_first: Samples that only the first judged rightly.
        only_second: Samples that only the second judged rightly.

    Example:
        >>> round(mcnemar(1, 9), 4), mcnemar(5, 5)
        (0.0215, 1.0)
    """
    count = only_first + only_second
    if not count:
        return 1.0
    tail = sum(math.comb(count, k) for k in range(min(only_first, only_second) + 1))
    return min(1.0, float(2 * tail / 2**count))


def interval(
    rows: Sequence[Item],
    measure: Callable[[Sequence[Item]], float | None],
    draws: int = 1000,
    seed: int = 0,
    level: float = 0.95,
    groups: Sequence[Hashable] | None = None,
) -> tuple[float, float] | None:
    """Return the bootstrap interval of a measure over resampled rows.

    Args:
        rows: The samples.
        measure: The statistic of a list of samples.
        draws: The number of resamples.
        seed: The seed of the resampling.
        level: The confidence level.
        groups: The group of each sample: samples of one group depend on each other, and are
            drawn together. With fewer than ten groups each is drawn by itself.

    Example:
        >>> low, high = interval([0.0, 1.0] * 50, lambda rows: sum(rows) / len(rows))
        >>> 0.38 < low < 0.42 and 0.58 < high < 0.62
        True
    """
    draw = random.Random(seed)
    found = []
    sets = _together(rows, groups)
    for _ in range(draws):
        chosen = draw.choices(sets, k=len(sets))
        value = measure([row for one in chosen for row in one])
        if value is not None:
            found.append(value)
    if len(found) < draws / 2:
        return None
    found.sort()
    cut = (1 - level) / 2
    return found[int(cut * len(found))], found[min(len(found) - 1, int((1 - cut) * len(found)))]


def _together(rows: Sequence[Item], groups: Sequence[Hashable] | None) -> list[list[Item]]:
    sets: dict[Hashable, list[Item]] = {}
    for row, group in zip(rows, groups or (), strict=bool(groups)):
        sets.setdefault(group, []).append(row)
    return list(sets.values()) if len(sets) >= _GROUPS else [[row] for row in rows]
