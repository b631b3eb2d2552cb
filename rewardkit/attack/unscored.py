"""Rewards that an attack says nothing of: they bind no row, or fail on every honest reply."""

from __future__ import annotations

import dis
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from rewardkit.attack.accuse import Trial
from rewardkit.attack.honest import Honest
from rewardkit.attack.plain import REFERENCE, reference_column
from rewardkit.attack.process import Shot
from rewardkit.attack.subject import Subject, call_of, parameters_of
from rewardkit.data.sample import Sample
from rewardkit.errors import BindError, closest
from rewardkit.rewards.binding import known_fields

# On honest replies these are faults of conduct, and accused as such.
_FAULTS = {"not_finite", "out_of_range", "hung", "died"}


def check_bound(subject: Subject, rows: Sequence[Sample]) -> None:
    """Raise BindError if the reward asks for a field that no row has.

    A reward that compares completions is given groups by the attack itself.
    """
    if subject.reward.needs_groups:
        rows = [replace(row, group=row.group or "attack") for row in rows]
    subject.reward.bind(rows)
    if not subject.plain or any(row.answer is not None or reference_column(row) for row in rows):
        return
    for function in subject.functions:
        for one in parameters_of(function):
            wanted = one.name in REFERENCE and one.default is one.empty
            if wanted and one.kind is not one.VAR_KEYWORD and _uses(function, one.name):
                known = {name for row in rows[:64] for name in known_fields(row)}
                raise BindError(
                    f"reward {subject.name!r} asks for {one.name!r}, which the data does not have."
                    f"{closest(one.name, known)}",
                    advice=f" Rename a key of the rows to {one.name!r}.",
                    option=f" Say where it is: --column {one.name}=PATH.",
                )


def _uses(function: Callable[..., Any], name: str) -> bool:
    """Return True if the code of a function reads the parameter; a reward of form may not."""
    code = getattr(call_of(function), "__code__", None)
    return code is None or any(
        one.argval == name or (isinstance(one.argval, tuple) and name in one.argval)
        for one in dis.get_instructions(code)
        if one.opname.startswith("LOAD")
    )


def why_unscored(honest: Honest, trials: Sequence[Trial]) -> str | None:
    """Return the cause where nothing was measured; None where an honest reply was judged.

    Nothing is measured where no reply at all gets a number, or where every reply that is known
    to be honest is an error: what wrong replies then get is no proof of anything.
    """
    tried = [*honest.shots, *honest.own, *honest.oracle]
    if any({shot.status, shot.code} & _FAULTS for shot in tried):
        return None
    fair = _fair(honest)
    if fair and all(shot.status == "error" for shot in fair):
        return f"every honest reply is an error: {_said(fair[0])}"
    everything = [*tried, *(trial.shot for trial in trials)]
    if trials and all(shot.value is None for shot in everything):
        return f"no reply gets a number: {_said(next(iter(fair), everything[0]))}"
    return None


def _fair(honest: Honest) -> list[Shot]:
    """Return the results of references, and of the completions of the rows themselves."""
    found = []
    for row, shot, own, oracle in zip(
        honest.rows, honest.shots, honest.own, honest.oracle, strict=True
    ):
        if row.answer:
            found += [shot, oracle]
        if row.sample.text:
            found.append(own)
    return found


def _said(shot: Shot) -> str:
    words = [shot.detail] if shot.detail else [shot.status, shot.code]
    return " ".join(word for word in words if word)
