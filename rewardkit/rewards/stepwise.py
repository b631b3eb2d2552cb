"""Steps of a composition: its operator applied to the values of the children on each stretch."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Sequence

from rewardkit.data.score import Breakdown, Score
from rewardkit.data.steps import MOST_STEPS, Steps, all_ends, levels
from rewardkit.rewards.tree import Options

Scored = Callable[[Sequence[Breakdown], Options], Score]


def composed_steps(
    scored: Scored,
    options: Options,
    parts: Sequence[Breakdown],
    whole: Collection[int] = (),
) -> Steps:
    """Return the steps of a composition; empty where no child has any.

    A child without steps counts with its value on every stretch.

    Args:
        scored: The operator's score of the children's breakdowns.
        options: The options of the operator.
        parts: The breakdown of each child.
        whole: The indices of children that only count as a whole: conditions.
    """
    stepped = [
        at
        for at, part in enumerate(parts)
        if part.score.steps and part.score.value is not None and at not in whole
    ]
    if not stepped:
        return ()
    ends = all_ends(parts[at].score.steps for at in stepped)
    if len(ends) > MOST_STEPS:
        return ()
    columns = {at: levels(parts[at].score.steps, _value(parts[at]), ends) for at in stepped}
    out = []
    for row, end in enumerate(ends):
        here = list(parts)
        for at, column in columns.items():
            one = parts[at]
            here[at] = Breakdown(one.name, Score(column[row]), (), one.weight, one.range)
        value = scored(here, options).value
        if value is None or not math.isfinite(value):
            return ()
        out.append((end, value))
    return tuple(out)


def _value(part: Breakdown) -> float:
    assert part.score.value is not None
    return part.score.value
