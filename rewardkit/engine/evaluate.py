"""From a tree of rewards and a batch of samples to breakdowns.

The tree decides what must run: a closed gate does not run what it guards, a route not taken is
not run, a fallback runs only where what it stands in for failed. How a leaf runs (here, in
threads, in a worker process) is the caller's business: see `rewardkit.engine.scoring`.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any

from rewardkit.data.sample import Sample
from rewardkit.data.score import Breakdown, Score, Status
from rewardkit.errors import BindError, closest
from rewardkit.rewards.base import Reward
from rewardkit.rewards.binding import has_field, known_fields
from rewardkit.rewards.compose import Composite, skipped
from rewardkit.rewards.function import FunctionReward
from rewardkit.rewards.normalisers import group_ranks, group_scores, running
from rewardkit.rewards.operators import blame, combined, settled, weighted_with_gaps

Samples = Sequence[Sample]
RunLeaf = Callable[[FunctionReward, Samples], Awaitable[Sequence[Score]]]


def check_binding(node: Reward, samples: Samples) -> None:
    """Raise BindError when a reward asks for what no sample has, before anything is scored."""
    nameless = all(sample.group is None and not sample.prompt for sample in samples)
    if nameless and len(samples) > 1 and _compares(node):
        raise BindError(
            f"{node.name!r} compares the completions of one prompt, and no row says which "
            "that is. Give each row a `group` or a `prompt`."
        )
    if isinstance(node, FunctionReward):
        node.signature.check(node.name, samples)
    elif isinstance(node, Composite) and node.op == "where":
        _check_column(node, samples)
        for index, child in enumerate(node.children):
            check_binding(child, [s for s in samples if route_of(node, s) == index])
    else:
        for child in node.children:
            check_binding(child, samples)


def _check_column(node: Composite, samples: Samples) -> None:
    column = node.options["column"]
    if not samples or any(has_field(sample, column) for sample in samples):
        return
    known = known_fields(samples[0])
    raise BindError(
        f"{node.name!r} routes by the column {column!r}, which the data does not have."
        f"{closest(column, known)}"
    )


def _compares(node: Reward) -> bool:
    if isinstance(node, FunctionReward):
        return node.grouped
    return (
        isinstance(node, Composite)
        and node.op == "normalise"
        and bool(node.options["by"] != "running")
    )


def needs_groups(node: Reward) -> bool:
    """Whether a batch may not be cut inside a group."""
    return any(map(_compares, node.walk()))


def group_keys(samples: Samples) -> list[tuple[str, str | int]]:
    """Return the group of each sample: its own `group`, else runs of the same prompt."""
    keys: list[tuple[str, str | int]] = []
    turn = 0
    for index, sample in enumerate(samples):
        if index and sample.group is None and begins_group(samples[index - 1], sample):
            turn += 1
        keys.append(("run", turn) if sample.group is None else ("group", sample.group))
    return keys


def with_groups(node: Reward, samples: Samples) -> Samples:
    """Write the group of each sample down where parts of the tree will see only some of them.

    A gate hands on the rows that it lets through; two runs of one prompt must not become one
    because the rows between them were held back.
    """
    partial = any(
        isinstance(part, Composite) and part.operator.schedule in ("gate", "first", "where")
        for part in node.walk()
    )
    if not partial or not needs_groups(node):
        return samples
    return [
        sample if sample.group is not None else replace(sample, group=f"run {key[1]}")
        for sample, key in zip(samples, group_keys(samples), strict=True)
    ]


def begins_group(before: Sample, sample: Sample) -> bool:
    """Whether a sample that follows another belongs to another group."""
    if sample.group is None and before.group is None:
        return bool(sample.prompt != before.prompt)
    return sample.group != before.group


def _routed_by(node: Composite, sample: Sample) -> Any:
    column = node.options["column"]
    return sample.field(column) if has_field(sample, column) else None


def route_of(node: Composite, sample: Sample) -> int | None:
    """Return which child of a `where` a sample goes to, or None."""
    value = _routed_by(node, sample)
    routes: tuple[str, ...] = node.options["routes"]
    if value is not None and str(value) in routes:
        return routes.index(str(value))
    if isinstance(value, bool) and str(value).lower() in routes:
        return routes.index(str(value).lower())  # as JSON and YAML write it
    return len(routes) if node.options["otherwise"] else None


async def evaluate(
    node: Reward, samples: Samples, run_leaf: RunLeaf, parallel: bool = False
) -> list[Breakdown]:
    """Score a batch with a tree of rewards.

    Args:
        node: The reward.
        samples: The batch; whole groups where `needs_groups(node)`.
        run_leaf: Runs one leaf over samples and returns one Score for each, never raising.
        parallel: Whether siblings may wait at the same time, which needs an event loop. Without
            it, and if `run_leaf` never waits, `send(None)` drives this coroutine to its end.

    Returns:
        One breakdown for each sample, in order, all of the same shape.
    """
    if not samples:
        return []
    if isinstance(node, FunctionReward):
        name, span, mark = node.name, node.range, node.fingerprint
        scores = await run_leaf(node, samples)
        return [Breakdown(name, score, (), None, span, mark) for score in scores]
    assert isinstance(node, Composite)
    schedule = node.operator.schedule
    if schedule == "gate":
        return await _gate(node, samples, run_leaf, parallel)
    if schedule == "first":
        return await _first(node, samples, run_leaf, parallel)
    if schedule == "where":
        return await _where(node, samples, run_leaf, parallel)
    jobs = [evaluate(child, samples, run_leaf, parallel) for child in node.children]
    columns = await _together(jobs, parallel)
    if schedule == "batch":
        return _normalised(node, samples, columns[0])
    return [_finish(node, parts) for parts in zip(*columns, strict=True)]


async def _together(
    jobs: Sequence[Awaitable[list[Breakdown]]], parallel: bool
) -> Sequence[list[Breakdown]]:
    if parallel and len(jobs) > 1:
        return await asyncio.gather(*jobs)
    return [await job for job in jobs]


def _finish(node: Composite, parts: Sequence[Breakdown]) -> Breakdown:
    gaps = node.op == "weighted" and any(part.score.value is None for part in parts)
    try:
        if gaps:
            score = weighted_with_gaps(parts, node.options)
        else:
            score = combined(node.operator, parts, node.options)
    except (OverflowError, ValueError) as error:
        # Children of unbounded range can meet in a number that no float can hold.
        score = Score.error("not_finite", f"{node.name}: {error}")
    if score.value is not None and not math.isfinite(score.value):
        score = Score.error("not_finite", f"{node.name} came to {score.value}")
    if score.value is not None:
        value = settled(score.value, node.range, parts)
        if value is None:
            detail = f"{node.name} came to {score.value:g}, outside its range {node.range}"
            score = Score.error("out_of_range", detail)
        elif value != score.value:
            score = replace(score, value=value)
    return _node(node, score, parts)


def _node(node: Composite, score: Score, parts: Sequence[Breakdown]) -> Breakdown:
    seconds = 0.0
    for part in parts:
        seconds += part.score.seconds
    if node.weights:
        parts = [
            Breakdown(part.name, part.score, part.children, weight, part.range, part.fingerprint)
            for part, weight in zip(parts, node.weights, strict=True)
        ]
    if seconds:
        score = Score(score.value, score.status, score.reason, score.detail, seconds)
    return Breakdown(node.name, score, tuple(parts), None, node.range, node.fingerprint)


async def _some(
    node: Reward, samples: Samples, rows: Sequence[int], run_leaf: RunLeaf, parallel: bool
) -> dict[int, Breakdown]:
    found = await evaluate(node, [samples[row] for row in rows], run_leaf, parallel)
    return dict(zip(rows, found, strict=True))


async def _gate(
    node: Composite, samples: Samples, run_leaf: RunLeaf, parallel: bool
) -> list[Breakdown]:
    when, then = node.children
    level = node.options["threshold"]
    otherwise = node.options["otherwise"]
    low = then.range.low if otherwise is None else otherwise
    keys = await evaluate(when, samples, run_leaf, parallel)
    rows = [row for row, key in enumerate(keys) if key.value is not None and key.value >= level]
    opened = await _some(then, samples, rows, run_leaf, parallel)
    blank = skipped(then)
    out = []
    for row, key in enumerate(keys):
        if row in opened:
            inner = opened[row]
            score = replace(inner.score)
            out.append(_node(node, score, (key, inner)))
            continue
        if key.value is None:
            score = Score(None, key.status, key.reason, blame(key))
        else:
            status: Status = "unparsed" if key.status == "unparsed" else "ok"
            detail = f"{key.name} gave {key.value:g}, the gate needs {level:g}"
            score = Score(low, status, key.reason or "gate_closed", detail)
        out.append(_node(node, score, (key, blank)))
    return out


async def _first(
    node: Composite, samples: Samples, run_leaf: RunLeaf, parallel: bool
) -> list[Breakdown]:
    blanks = [skipped(child) for child in node.children]
    parts = [list(blanks) for _ in samples]
    chosen: dict[int, int] = {}
    open_rows = list(range(len(samples)))
    for index, child in enumerate(node.children):
        if not open_rows:
            break
        found = await _some(child, samples, open_rows, run_leaf, parallel)
        for row, breakdown in found.items():
            parts[row][index] = breakdown
            chosen[row] = index
        open_rows = [row for row in open_rows if found[row].value is None]
    out = []
    for row, children in enumerate(parts):
        pick = children[chosen[row]]
        score = pick.score
        if chosen[row] and score.value is not None:
            failed = children[0]
            detail = f"{failed.name} gave {failed.status} ({failed.reason}); took {pick.name}"
            score = Score(score.value, score.status, score.reason or "fallback", detail)
        out.append(_node(node, score, children))
    return out


async def _where(
    node: Composite, samples: Samples, run_leaf: RunLeaf, parallel: bool
) -> list[Breakdown]:
    taken = [route_of(node, sample) for sample in samples]
    rows_of = [
        [row for row, route in enumerate(taken) if route == index]
        for index in range(len(node.children))
    ]
    found: dict[int, Breakdown] = {}
    for index, child in enumerate(node.children):
        found.update(await _some(child, samples, rows_of[index], run_leaf, parallel))
    blanks = [skipped(child) for child in node.children]
    out = []
    for row, route in enumerate(taken):
        parts = list(blanks)
        if route is None:
            value = _routed_by(node, samples[row])
            detail = (
                f"column {node.options['column']!r} is {value!r}; routes are "
                f"{', '.join(node.options['routes'])}"
            )
            score = Score.error("no_route", detail)
        else:
            parts[route] = found[row]
            score = found[row].score
        out.append(_node(node, score, parts))
    return out


def _normalised(node: Composite, samples: Samples, found: list[Breakdown]) -> list[Breakdown]:
    values = [one.value for one in found]
    by, clip = node.options["by"], node.options["clip"]
    if by == "running":
        new = running(values, node.options["state"], clip)
    elif by == "group":
        new = group_scores(values, group_keys(samples), clip)
    else:
        new = group_ranks(values, group_keys(samples))
    return [
        _node(node, replace(one.score, value=value), (one,))
        for one, value in zip(found, new, strict=True)
    ]
