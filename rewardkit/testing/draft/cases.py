"""The cases of a draft: those that the model sees, those held out, and the rows of the attack."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rewardkit.attack.process import Shot
from rewardkit.data.sample import Sample
from rewardkit.data.score import Breakdown, Score
from rewardkit.errors import InputError
from rewardkit.testing.cases.compare import compare
from rewardkit.testing.cases.model import Case, Expect


@dataclass(frozen=True, slots=True)
class DraftCases:
    """Cases, and the ids of those that the model does not see."""

    all: tuple[Case, ...]
    held_out: frozenset[str]

    @property
    def shown(self) -> tuple[Case, ...]:
        """The cases that the model sees."""
        return tuple(case for case in self.all if case.id not in self.held_out)


def split_cases(cases: Sequence[Case]) -> DraftCases:
    """Return the cases, every second of each expected value held out by a digest of its id.

    A candidate that is a table of the cases it was shown does not pass those it was not.

    Raises:
        InputError: A case expects components, or a case names settings of a reward.
    """
    groups: dict[float | None, list[Case]] = defaultdict(list)
    for case in cases:
        if case.expect.components or case.settings:
            raise InputError(
                f"case {case.id!r}: a draft has no components and no settings; "
                "expect a value, a range, or better_than"
            )
        groups[target_of(case.expect)].append(case)
    held: set[str] = set()
    for group in groups.values():
        group.sort(key=lambda case: hashlib.sha256(case.id.encode()).digest())
        held |= {case.id for case in group[1::2]}
    return DraftCases(tuple(cases), frozenset(held))


def target_of(expect: Expect) -> float | None:
    """Return the expected value, or the middle of the expected range, or None."""
    if expect.names_value:
        return expect.value
    return None if expect.range is None else sum(expect.range) / 2


def failures(cases: Sequence[Case], shots: Sequence[Shot]) -> dict[str, str]:
    """Return the failed expectations of each case that fails, by its id."""
    found = {case.id: _breakdown(shot) for case, shot in zip(cases, shots, strict=True)}
    wrong = {}
    for case, shot in zip(cases, shots, strict=True):
        missed = compare(case.expect, found[case.id], found)
        if missed:
            told = "; ".join(f"expected {one.what} {one.expected}, got {one.got}" for one in missed)
            wrong[case.id] = f"{told} ({shot.detail})" if shot.detail else told
    return wrong


def _breakdown(shot: Shot) -> Breakdown:
    if shot.value is not None:
        return Breakdown("candidate", Score.ok(shot.value))
    make = Score.abstain if shot.status == "abstain" else Score.error
    return Breakdown("candidate", make(shot.code, shot.detail))


def attack_rows(cases: Sequence[Case]) -> list[Sample]:
    """Return one row for each prompt and reference, with its best completion as the honest one."""
    best: dict[str, tuple[float, Sample]] = {}
    targets = [target_of(case.expect) for case in cases]
    known = [target for target in targets if target is not None]
    top = max(known, default=0.0)
    for case, target in zip(cases, targets, strict=True):
        sample = case.sample
        key = json.dumps([sample.prompt_text, sample.answer], sort_keys=True, default=repr)
        if key not in best or (target is not None and target > best[key][0]):
            best[key] = (float("-inf") if target is None else target), replace(sample, id=case.id)
    rows = []
    for target, sample in best.values():
        if target == top and top > min(known):
            rows.append(replace(sample, columns={**sample.columns, "is_right": True}))
        else:
            rows.append(replace(sample, completion=""))
    return rows


def data_of(case: Case) -> dict[str, Any]:
    """Return a case as the row of a file of cases."""
    sample = case.sample
    row: Mapping[str, Any] = {
        **sample.columns,
        "id": case.id,
        "note": case.note or None,
        "prompt": sample.prompt or None,
        "completion": sample.completion,
        "answer": sample.answer,
        "expect": case.expect.model_dump(mode="json", exclude_unset=True),
    }
    return {name: value for name, value in row.items() if value is not None}
