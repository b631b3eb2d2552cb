"""The numbers of a batch: of each component, of the groups, and of the completions as texts."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from statistics import fmean

from rewardkit.data.deviation import sample_deviation
from rewardkit.data.score import Breakdown, Range
from rewardkit.rewards.base import Reward
from rewardkit.trainers.outcome import contributions
from rewardkit.watch.batch import Batch
from rewardkit.watch.texts import correlation, entropy_of, length_of, repetition, stated_answer

# Groups whose values differ by less give no gradient.
_DEAD = 1e-9
Rows = Mapping[Hashable, Sequence[int]]


def batch_numbers(reward: Reward, batch: Batch) -> dict[str, float]:
    """Return the numbers of a batch by name; one that is undefined on this batch is left out.

    Components appear as `NAME/mean`, `NAME/std`, `NAME/share` (of the variance of the total inside
    groups), `NAME/error` and `NAME/asked`.

    Args:
        reward: The reward that scored the batch.
        batch: The batch.

    Example:
        >>> from rewardkit import get
        >>> exact = get("text/exact")
        >>> rows = [{"prompt": "1+1?", "completion": text, "answer": "2"} for text in "2233"]
        >>> from rewardkit.data.sample import Sample
        >>> samples = [Sample.from_row(row) for row in rows]
        >>> found = batch_numbers(exact, Batch(1, samples, exact.score_many(samples)))
        >>> found["reward/mean"], found["dead_right"], found["distinct_answers"]
        (0.5, 0.0, 0.5)
    """
    if not batch.samples:
        return {}
    rows = batch.rows_by_group()
    found = _of_total(batch.breakdowns)
    found |= _of_components(reward, batch.breakdowns, rows)
    found |= _of_groups(reward.range, batch.breakdowns, rows)
    found |= _of_texts(batch, rows)
    if batch.entropy is not None and math.isfinite(batch.entropy):
        found["entropy"] = batch.entropy
    return found


def _of_total(breakdowns: Sequence[Breakdown]) -> dict[str, float]:
    values = [one.value for one in breakdowns if one.value is not None]
    count = len(breakdowns)
    found = {
        "rows": float(count),
        "error": sum(one.status in ("error", "timeout") for one in breakdowns) / count,
        "unparsed": sum(one.status == "unparsed" for one in breakdowns) / count,
    }
    if values:
        found |= {"reward/mean": fmean(values), "reward/std": sample_deviation(values)}
    return found


def _of_components(reward: Reward, breakdowns: Sequence[Breakdown], rows: Rows) -> dict[str, float]:
    leaves = [one.leaves() for one in breakdowns]
    names = list(leaves[0])
    found: dict[str, float] = {}
    for name in names:
        column = [one[name] for one in leaves if name in one]
        values = [leaf.value for leaf in column if leaf.value is not None]
        asked = [leaf for leaf in column if leaf.reason != "skipped"]
        failed = sum(leaf.status in ("error", "timeout") for leaf in asked)
        found[f"{name}/asked"] = len(asked) / len(column)
        found[f"{name}/error"] = failed / len(asked) if asked else 0.0
        if values:
            found[f"{name}/mean"] = fmean(values)
            found[f"{name}/std"] = sample_deviation(values)
    if len(names) > 1:
        found |= _shares(reward, breakdowns, rows, names)
    return found


def _shares(
    reward: Reward, breakdowns: Sequence[Breakdown], rows: Rows, names: Sequence[str]
) -> dict[str, float]:
    """Return each component's share of the variance of the total inside groups.

    It is the covariance of its contribution with the total, so the shares of a batch add up to 1;
    a component that works against the total has a negative one.
    """
    parts = [contributions(reward, one) for one in breakdowns]
    moments = dict.fromkeys(names, 0.0)
    whole = 0.0
    for members in rows.values():
        known = [row for row in members if parts[row]]
        if len(known) < 2:
            continue
        totals = _centred([breakdowns[row].value or 0.0 for row in known])
        whole += math.fsum(value * value for value in totals)
        for name in names:
            column = [parts[row].get(name, 0.0) for row in known]
            moments[name] += math.fsum(a * b for a, b in zip(column, totals, strict=True))
    if whole <= _DEAD:
        return {}
    return {f"{name}/share": moment / whole for name, moment in moments.items()}


def _centred(values: Sequence[float]) -> list[float]:
    middle = fmean(values)
    return [value - middle for value in values]


def _of_groups(span: Range, breakdowns: Sequence[Breakdown], rows: Rows) -> dict[str, float]:
    """Return the shares of groups without spread: all near the top, all below it."""
    known = [
        [value for row in members if (value := breakdowns[row].value) is not None]
        for members in rows.values()
    ]
    groups = [values for values in known if len(values) > 1]
    if not groups:
        return {}
    flat = [values for values in groups if max(values) - min(values) <= _DEAD]
    every = [value for values in groups for value in values]
    low, high = (span.low, span.high) if span.bounded else (min(every), max(every))
    middle = (low + high) / 2
    right = sum(values[0] > middle for values in flat)
    return {
        "dead": len(flat) / len(groups),
        "dead_right": right / len(groups),
        "dead_wrong": (len(flat) - right) / len(groups),
    }


def _of_texts(batch: Batch, rows: Rows) -> dict[str, float]:
    texts = [sample.text for sample in batch.samples]
    lengths = [length_of(sample) for sample in batch.samples]
    answers = [stated_answer(text) for text in texts]
    groups = [members for members in rows.values() if len(members) > 1]
    found = {"length": fmean(lengths), "repetition": fmean(map(repetition, texts))}
    if groups:
        found["distinct"] = fmean(len({texts[row] for row in one}) / len(one) for one in groups)
        found["distinct_answers"] = fmean(
            len({answers[row] for row in one}) / len(one) for one in groups
        )
        found["answer_entropy"] = fmean(entropy_of(answers[row] for row in one) for one in groups)
    cut = [
        one for sample in batch.samples if isinstance(one := sample.columns.get("truncated"), bool)
    ]
    if cut:
        found["truncated"] = sum(cut) / len(cut)
    left: list[float] = []
    right: list[float] = []
    for members in rows.values():
        scored = [(batch.breakdowns[row].value, lengths[row]) for row in members]
        pairs = [(value, length) for value, length in scored if value is not None]
        left += _centred([value for value, _ in pairs]) if pairs else []
        right += _centred([length for _, length in pairs]) if pairs else []
    if (rho := correlation(left, right)) is not None:
        found["reward_length"] = rho
    return found
