"""Invariance checks: a reward scored twice, alone, in another order, after a change."""

from __future__ import annotations

import pickle
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from rewardkit.data.sample import Sample
from rewardkit.data.score import Breakdown
from rewardkit.errors import BindError
from rewardkit.rewards.base import Reward
from rewardkit.testing.cases.compare import shown
from rewardkit.testing.checks.relations import RELATIONS, changed


@dataclass(frozen=True, slots=True)
class Subject:
    """The reward and samples under check.

    Attributes:
        reward: The reward.
        samples: The batch; with explicit groups where the reward looks at groups.
        base: The scores of the batch.
        tolerance: The largest allowed difference of values.
    """

    reward: Reward
    samples: Sequence[Sample]
    base: Sequence[Breakdown]
    tolerance: float

    def again(self, samples: Sequence[Sample]) -> list[Breakdown]:
        """Score samples again."""
        return self.reward.score_many(samples, cache=None)


@dataclass(frozen=True, slots=True)
class Difference:
    """A score that differs from the expected one; `sample` is None for the reward as a whole."""

    index: int
    sample: Sample | None
    expected: str
    got: str


def differences(check: str, subject: Subject) -> Iterator[Difference]:
    """Yield the differences found by the check of a name."""
    if check in RELATIONS:
        yield from _related(check, subject)
    else:
        yield from _CHECKS[check](subject)


def determinism(subject: Subject) -> Iterator[Difference]:
    """Score the same batch again."""
    yield from _unequal(subject, range(len(subject.samples)), subject.again(subject.samples))


def alone(subject: Subject) -> Iterator[Difference]:
    """Score every sample, or every group, by itself."""
    for rows in _units(subject):
        try:
            found = subject.again([subject.samples[row] for row in rows])
        except BindError as error:
            # Alone, a sample without the field raises BindError; in a batch it is one error. Both
            # are equivalent.
            if all(subject.base[row].status == "error" for row in rows):
                continue
            yield Difference(
                rows[0], subject.samples[rows[0]], _described(subject.base[rows[0]]), str(error)
            )
            continue
        yield from _unequal(subject, rows, found)


def order(subject: Subject) -> Iterator[Difference]:
    """Score the batch backwards, and in one shuffled order that is the same every time."""
    backwards = list(range(len(subject.samples)))[::-1]
    shuffled = list(backwards)
    random.Random(0).shuffle(shuffled)
    for rows in (backwards, shuffled):
        found = subject.again([subject.samples[row] for row in rows])
        seen = list(_unequal(subject, rows, found))
        yield from seen
        if seen:
            return  # the second order would only repeat the first


def pickling(subject: Subject) -> Iterator[Difference]:
    """Score with a copy that went through pickle, as it must to reach a worker process."""
    try:
        # Only bytes that the line above pickled are loaded.
        copy = pickle.loads(pickle.dumps(subject.reward))
    except Exception as error:  # noqa: BLE001 - whatever pickle says is the finding
        yield Difference(-1, None, "a reward that pickles", f"{type(error).__name__}: {error}")
        return
    if copy != subject.reward:
        yield Difference(-1, None, "an equal copy", f"another reward: {copy!r}")
        return
    yield from _unequal(
        subject, range(len(subject.samples)), copy.score_many(subject.samples, cache=None)
    )


_CHECKS: dict[str, Callable[[Subject], Iterator[Difference]]] = {
    "determinism": determinism,
    "alone": alone,
    "order": order,
    "pickling": pickling,
}


def _related(name: str, subject: Subject) -> Iterator[Difference]:
    new = [changed(sample, RELATIONS[name]) for sample in subject.samples]
    batch = [one or old for one, old in zip(new, subject.samples, strict=True)]
    for index, found in enumerate(subject.again(batch)):
        before = subject.base[index]
        # The reason may depend on the change; only the value must not.
        if new[index] is not None and not _same_value(before, found, subject.tolerance):
            yield Difference(index, batch[index], _described(before), _described(found))


def _units(subject: Subject) -> Iterator[list[int]]:
    if not subject.reward.needs_groups:
        yield from ([row] for row in range(len(subject.samples)))
        return
    groups: dict[object, list[int]] = {}
    for row, sample in enumerate(subject.samples):
        groups.setdefault(sample.group, []).append(row)
    yield from groups.values()


def _unequal(
    subject: Subject, rows: Sequence[int], found: Sequence[Breakdown]
) -> Iterator[Difference]:
    for row, one in zip(rows, found, strict=True):
        part = _first_unequal(subject.base[row], one, subject.tolerance)
        if part is not None:
            before, after = part
            yield Difference(row, subject.samples[row], _described(before), _described(after))


def _first_unequal(
    one: Breakdown, other: Breakdown, tolerance: float
) -> tuple[Breakdown, Breakdown] | None:
    # Leaves first: the total differs because of one of them.
    for left, right in zip(one.children, other.children, strict=True):
        deeper = _first_unequal(left, right, tolerance)
        if deeper is not None:
            return deeper
    same = _same_value(one, other, tolerance) and one.reason == other.reason
    return None if same else (one, other)


def _same_value(one: Breakdown, other: Breakdown, tolerance: float) -> bool:
    if one.status != other.status:
        return False
    if one.value is None or other.value is None:
        return one.value is other.value
    return abs(one.value - other.value) <= tolerance


def _described(found: Breakdown) -> str:
    why = ": ".join(part for part in (found.status, found.reason) if part and part != "ok")
    return f"{found.name} = {shown(found.value)}{f' ({why})' if why else ''}"
