"""Random batches, and the advantage once more as slow loops over Python floats."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import pytest
import torch
from torch import Tensor

from rewardkit_kernels.advantage import AdvantageOptions

Mode = Literal["zscore", "centre", "leave_one_out", "maxrl"]
MODES: list[Mode] = ["zscore", "centre", "leave_one_out", "maxrl"]
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"


@dataclass(frozen=True)
class Batch:
    components: Tensor
    weights: Tensor
    offsets: Tensor
    options: AdvantageOptions


@pytest.fixture
def device() -> str:
    """Where the Triton code runs: a GPU when one is there, else its interpreter on the CPU."""
    return DEVICE


@pytest.fixture
def random_batch() -> Callable[[random.Random], Batch]:
    return _random_batch


@pytest.fixture
def by_hand() -> Callable[[Batch], list[tuple[float, bool]]]:
    return _by_hand


def _random_batch(chance: random.Random) -> Batch:
    mode = chance.choice(MODES)
    width = chance.randint(1, 4)
    options = AdvantageOptions(
        mode=mode,
        deviation=chance.choice(["sample", "population"]),
        epsilon=chance.choice([1e-4, 1e-6, 0.0, 0.5]),
        decoupled=chance.random() < 0.5,
        clip=chance.choice([None, None, 1.0, 0.3]),
        missing=chance.choice(["renormalise", "zero", "drop_row"]),
    )
    sizes = [
        chance.randint(0 if chance.random() < 0.1 else 1, 13) for _ in range(chance.randint(1, 5))
    ]
    absent = chance.choice([0.0, 0.0, 0.2, 0.6])
    rows = [row for size in sizes for row in _random_group(chance, size, width, absent)]
    if mode == "maxrl":
        rows = [[abs(value) for value in row] for row in rows]
    dtype = chance.choice([torch.float32, torch.float32, torch.float64, torch.float16])
    components = torch.tensor(rows, dtype=dtype).reshape(sum(sizes), width)
    if chance.random() < 0.2:  # every second column of something wider
        components = components.repeat_interleave(2, dim=1)[:, ::2]
    weights = [chance.choice([1.0, 0.7, 2.5, 0.0]) for _ in range(width)]
    if mode != "maxrl":
        weights = [chance.choice([1, 1, 1, -1]) * weight for weight in weights]
    weights[0] = weights[0] or 1.0
    return Batch(
        components.to(DEVICE),
        torch.tensor(weights, dtype=torch.float64, device=DEVICE),
        torch.tensor([0, *_running(sizes)], device=DEVICE),
        options,
    )


def _random_group(chance: random.Random, size: int, width: int, absent: float) -> list[list[float]]:
    """Rewards as verifiers make them: constant, binary, in steps, smooth, far from 0."""
    kind = chance.choice(["constant", "binary", "steps", "smooth", "far", "signed"])
    constant = [chance.choice([0.0, 0.1, 0.35, 4.01, -2.2]) for _ in range(width)]

    def value(k: int) -> float:
        if chance.random() < absent:
            return math.nan
        match kind:
            case "constant":
                return constant[k]
            case "binary":
                return float(chance.random() < 0.3)
            case "steps":
                return chance.choice([-1.5, 0.1, 0.35, 1.0, 3.5])
            case "far":
                return 100 + chance.random()
            case "signed":
                return chance.gauss(0, 3)
            case _:
                return chance.random()

    return [[value(k) for k in range(width)] for _ in range(size)]


def _running(sizes: Sequence[int]) -> list[int]:
    return [sum(sizes[: i + 1]) for i in range(len(sizes))]


def _by_hand(batch: Batch) -> list[tuple[float, bool]]:
    """Advantage and "carries signal" of each row, with one loop per group and math.fsum."""
    rows: list[list[float]] = batch.components.double().tolist()
    weights: list[float] = batch.weights.tolist()
    edges: list[int] = batch.offsets.tolist()
    result: list[tuple[float, bool]] = []
    for start, stop in itertools.pairwise(edges):
        group = [_admit(row, weights, batch.options.missing) for row in rows[start:stop]]
        if batch.options.decoupled:
            result += _apart(group, weights, batch.options)
        else:
            result += _together(group, weights, batch.options)
    return [(_bounded(a, batch.options.clip), alive) for a, alive in result]


Row = dict[int, float]  # component -> value, of those that count


def _admit(row: list[float], weights: list[float], missing: str) -> Row:
    used = [k for k, weight in enumerate(weights) if weight]
    there = {k: row[k] for k in used if not math.isnan(row[k])}
    if missing == "drop_row" and len(there) < len(used):
        return {}
    if missing == "zero" and there:
        return {k: there.get(k, 0.0) for k in used}
    return there


def _spread(there: Sequence[int], weights: list[float], missing: str) -> float:
    have = math.fsum(abs(weights[k]) for k in there)
    return math.fsum(map(abs, weights)) / have if missing == "renormalise" and have else 1.0


def _together(
    group: list[Row], weights: list[float], options: AdvantageOptions
) -> list[tuple[float, bool]]:
    sums = [
        math.fsum(weights[k] * v for k, v in row.items())
        * _spread(list(row), weights, options.missing)
        if row
        else None
        for row in group
    ]
    return [(z or 0.0, z is not None) for z in _normalise(sums, options)]


def _apart(
    group: list[Row], weights: list[float], options: AdvantageOptions
) -> list[tuple[float, bool]]:
    columns = [[row.get(k) for row in group] for k in range(len(weights))]
    shared = [sum(v is not None for v in column) >= 2 for column in columns]
    normal = [_normalise(column, options) for column in columns]
    result = []
    for i, row in enumerate(group):
        usable = [k for k in row if shared[k]]
        parts = [z for k in usable if (z := normal[k][i]) is not None]
        total = math.fsum(weights[k] * (normal[k][i] or 0.0) for k in usable)
        result.append((total * _spread(usable, weights, options.missing), bool(parts)))
    return result


def _normalise(rewards: Sequence[float | None], options: AdvantageOptions) -> list[float | None]:
    """None for a row without a reward, and for every row of a group without signal."""
    known = [r for r in rewards if r is not None]
    nothing: list[float | None] = [None] * len(rewards)
    if len(known) < 2:
        return nothing
    if max(known) - min(known) <= max(options.tolerance, 1e-12) * max(1.0, *map(abs, known)):
        return nothing
    n, mean = len(known), math.fsum(known) / len(known)
    squares = math.fsum((r - mean) ** 2 for r in known)
    match options.mode:
        case "zscore":
            degrees = n - 1 if options.deviation == "sample" else n
            scale = math.sqrt(squares / degrees) + options.epsilon
        case "leave_one_out":
            scale = (n - 1) / n
        case "maxrl":
            scale = mean + options.epsilon
        case _:
            scale = 1.0
    return [None if r is None else (r - mean) / scale for r in rewards]


def _bounded(value: float, clip: float | None) -> float:
    return value if clip is None else max(-clip, min(clip, value))
