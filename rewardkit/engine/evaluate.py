"""Evaluation of a tree of rewards over a batch of samples, to breakdowns.

The tree decides which leaves run: a closed gate does not run `then`, a route not taken does not
run, a fallback runs only where the reward before it failed. How a leaf runs (in the calling thread,
in threads, in a worker process) is up to the caller: see `rewardkit.engine.scoring`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

from rewardkit.data.groups import group_keys
from rewardkit.data.score import Breakdown, Score
from rewardkit.rewards.base import Composite, Reward
from rewardkit.rewards.function import FunctionReward
from rewardkit.rewards.tree import Samples

RunLeaf = Callable[[FunctionReward, Samples], Awaitable[Sequence[Score]]]


def with_groups(node: Reward, samples: Samples) -> Samples:
    """Return samples with explicit group keys, where parts of the tree see only some of them.

    A gate passes only some rows on; two runs of one prompt must not become one group because the
    rows between them are missing.
    """
    partial = any(isinstance(part, Composite) and part.operator.partial for part in node.walk())
    if not partial or not node.needs_groups:
        return samples
    return [
        sample if sample.group is not None else replace(sample, group=f"run {key[1]}")
        for sample, key in zip(samples, group_keys(samples), strict=True)
    ]


async def evaluate(
    node: Reward, samples: Samples, run_leaf: RunLeaf, parallel: bool = False
) -> list[Breakdown]:
    """Score a batch with a tree of rewards.

    Args:
        node: The reward.
        samples: The batch; whole groups where `node.needs_groups`.
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
    return await node.operator.evaluate(node, _Batch(samples, run_leaf, parallel))


@dataclass(frozen=True, slots=True)
class _Batch:
    """One batch: evaluates children of the tree's operators on it."""

    samples: Samples
    run_leaf: RunLeaf
    parallel: bool

    async def every(self, children: Sequence[Reward]) -> Sequence[list[Breakdown]]:
        jobs = [evaluate(child, self.samples, self.run_leaf, self.parallel) for child in children]
        if self.parallel and len(jobs) > 1:
            return await asyncio.gather(*jobs)
        return [await job for job in jobs]

    async def rows(self, child: Reward, rows: Sequence[int]) -> dict[int, Breakdown]:
        some = [self.samples[row] for row in rows]
        found = await evaluate(child, some, self.run_leaf, self.parallel)
        return dict(zip(rows, found, strict=True))
