"""Reference probes on paid completions: a reply is right under one reference at most.

`own` asks whether a completion that is paid in full stays so when another value that it states is
the reference; `swap` asks the same of another row's reference. Both use one completion of a group,
since those of one prompt repeat each other.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from rewardkit.attack.honest import is_listed, reference_text
from rewardkit.attack.reference import stated_values
from rewardkit.attack.replaced import with_reference
from rewardkit.attack.replies import differ
from rewardkit.data.sample import Sample
from rewardkit.rewards.base import Reward
from rewardkit.rewards.running_states import running_states
from rewardkit.watch.batch import Batch
from rewardkit.watch.standard import TINY, Standard

# Columns that tell of the completion and not of its row; a swap leaves them as they are.
_OF_COMPLETION = (
    "id",
    "draw",
    "tokens",
    "completion_tokens",
    "completion_length",
    "response_length",
    "completion_ids",
    "truncated",
    "trainer_state",
    "environment",
    "environments",
    "data_source",
    "canary",
)


@dataclass(frozen=True, slots=True)
class Witness:
    """One completion that is paid under two references, or against the word of a strict twin."""

    row: int
    prompt: str
    completion: str
    reference: str
    other: str


@dataclass(frozen=True, slots=True)
class Probe:
    """How many of the rows that were asked stayed paid, with the first of them."""

    hits: int
    tried: int
    witness: Witness | None = None


@contextmanager
def untouched(reward: Reward) -> Iterator[None]:
    """Keep running normalisers as they are while other samples than the batch are scored."""
    states = running_states(reward)
    before = [state.frozen for state in states]
    for state in states:
        state.frozen = True
    try:
        yield
    finally:
        for state, was in zip(states, before, strict=True):
            state.frozen = was


def paid_rows(batch: Batch, full: float, most: int) -> list[int]:
    """Return up to `most` rows that are paid in full, one of a group, chosen by the step alone."""
    draw = random.Random(batch.step)
    groups = list(batch.rows_by_group().values())
    draw.shuffle(groups)
    found = []
    for members in groups:
        paid = [row for row in members if is_paid(batch, row, full)]
        if paid:
            found.append(draw.choice(paid))
        if len(found) == most:
            break
    return found


def is_paid(batch: Batch, row: int, full: float) -> bool:
    """Return True if a row of the batch is paid in full."""
    value = batch.breakdowns[row].value
    return value is not None and value >= full - TINY


def probe(reward: Reward, standard: Standard, batch: Batch, most: int) -> dict[str, Probe]:
    """Ask `own` and `swap` of up to `most` paid completions of a batch.

    Args:
        reward: The reward; its running normalisers do not see what is asked.
        standard: What full pay is, and what may be asked.
        batch: The batch.
        most: The number of completions.
    """
    if standard.full is None or not standard.asks:
        return {}
    rows = [
        row
        for row in paid_rows(batch, standard.full, most)
        if reference_text(batch.samples[row]).strip()
    ]
    if not rows:
        return {}
    asked = {row: [*_asked(standard, batch, row)] for row in rows}
    flat = [sample for some in asked.values() for _, sample in some]
    with untouched(reward):
        scores = iter(reward.score_many(flat, cache=None) if flat else [])
    kept: dict[str, dict[int, Witness | None]] = {"own": {}, "swap": {}}
    for row, some in asked.items():
        if standard.own:
            # A reply without another value is no hit, and counts.
            kept["own"][row] = None
        for kind, sample in some:
            value = next(scores).value
            if value is None:
                continue  # the reward cannot read this reference: nothing is known
            paid = value >= standard.full - TINY
            if kept[kind].get(row) is None:
                kept[kind][row] = _witness(batch, row, sample) if paid else None
    return {kind: _counted(found) for kind, found in kept.items() if found}


def _counted(found: dict[int, Witness | None]) -> Probe:
    hits = [one for one in found.values() if one is not None]
    return Probe(len(hits), len(found), hits[0] if hits else None)


def _asked(standard: Standard, batch: Batch, row: int) -> Iterator[tuple[str, Sample]]:
    sample = batch.samples[row]
    reference = reference_text(sample)
    if standard.own:
        for value in stated_values(sample.text, reference):
            changed = with_reference(sample, value)
            if changed is not None:
                yield "own", changed
    if standard.swap and not is_listed(sample):
        other = _other_row(batch.samples, row, reference)
        if other is not None:
            yield "swap", with_row(sample, other)


def _other_row(samples: Sequence[Sample], row: int, reference: str) -> Sample | None:
    """Return the nearest following row whose reference surely differs."""
    for step in range(1, len(samples)):
        other = samples[(row + step) % len(samples)]
        text = reference_text(other)
        if text.strip() and differ(text, reference):
            return other
    return None


def with_row(sample: Sample, other: Sample) -> Sample:
    """Return a completion with everything that another row says of its reference."""
    kept = {name: value for name, value in sample.columns.items() if name in _OF_COMPLETION}
    rest = {name: value for name, value in other.columns.items() if name not in _OF_COMPLETION}
    return replace(sample, answer=other.answer, columns={**rest, **kept})


def _witness(batch: Batch, row: int, sample: Sample) -> Witness:
    own = batch.samples[row]
    return Witness(row, own.prompt_text, own.text, reference_text(own), reference_text(sample))


def twin_probe(twin: Reward, batch: Batch, full: float, most: int) -> Probe:
    """Ask a strict twin about paid completions; a hit is one that it pays less than half.

    Args:
        twin: Another reward for the same task, which need not be fit for training.
        batch: The batch.
        full: What counts as paid.
        most: The number of completions.
    """
    rows = paid_rows(batch, full, most)
    if not rows:
        return Probe(0, 0)
    with untouched(twin):
        found = twin.score_many([batch.samples[row] for row in rows], cache=None)
    span = twin.range
    middle = (span.low + span.high) / 2 if span.bounded else 0.5
    verdicts = {
        row: None
        if one.value >= middle
        else Witness(
            row,
            batch.samples[row].prompt_text,
            batch.samples[row].text,
            reference_text(batch.samples[row]),
            f"{twin.name} gives {one.value:g}",
        )
        for row, one in zip(rows, found, strict=True)
        if one.value is not None
    }
    return _counted(verdicts)


def label_probe(batch: Batch, full: float) -> Probe:
    """Return how many paid completions, one of a group, a trusted label calls wrong."""
    verdicts: dict[int, Witness | None] = {}
    for row in paid_rows(batch, full, len(batch.samples)):
        label = batch.right[row]
        if label is not None:
            sample = batch.samples[row]
            text = reference_text(sample)
            wrong = Witness(row, sample.prompt_text, sample.text, text, "labelled wrong")
            verdicts[row] = None if label else wrong
    return _counted(verdicts)


def canary_probe(batch: Batch, full: float) -> Probe:
    """Return how many completions of rows with a true column `canary` are paid in full.

    A canary is a row on which no completion deserves pay, such as one whose reference was made up;
    of each group one completion counts.
    """
    verdicts: dict[int, Witness | None] = {}
    for members in batch.rows_by_group().values():
        marked = [row for row in members if batch.samples[row].columns.get("canary") is True]
        if marked:
            row = next((one for one in marked if is_paid(batch, one, full)), marked[0])
            hit = is_paid(batch, row, full)
            verdicts[row] = _witness(batch, row, batch.samples[row]) if hit else None
    return _counted(verdicts)
