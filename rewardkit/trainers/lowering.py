"""Lowering: the number that a trainer is given for a sample without one, by a named policy."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence

from rewardkit.data.score import Range
from rewardkit.errors import DefinitionError, ScoringError, closest
from rewardkit.trainers.contract import POLICIES, Contract
from rewardkit.trainers.outcome import Outcome

Policy = str | float


def checked_policy(name: str, span: Range, missing: Policy | None, contract: Contract) -> Policy:
    """Return the policy to use, the trainer's default for None.

    Args:
        name: The name of the reward.
        span: Its range.
        missing: A word of `POLICIES`, a number, or None.
        contract: The facts about the trainer.

    Raises:
        DefinitionError: There is no such policy, or it cannot work with this trainer or range.
    """
    policy = contract.default if missing is None else missing
    if not isinstance(policy, str):
        if isinstance(policy, bool) or not isinstance(policy, (int, float)):
            raise DefinitionError(_unknown_word(policy))
        if not math.isfinite(policy):
            raise DefinitionError(f"missing={policy!r} must be finite")
        return float(policy)
    if policy not in POLICIES:
        raise DefinitionError(f"{_unknown_word(policy)}{closest(policy, POLICIES)}")
    if policy == "unknown" and not contract.unknown:
        raise DefinitionError(
            f"missing='unknown': {contract.trainer} has no value for an unknown reward. Choose "
            "'raise', 'low', 'group_mean' or a number."
        )
    if policy == "raise" and contract.swallows:
        raise DefinitionError(
            f"missing='raise': {contract.trainer} catches the exceptions of a reward and goes on "
            "with a number of its own. Choose 'low' or a number."
        )
    if policy == "group_mean" and not contract.groups:
        raise DefinitionError(
            f"missing='group_mean': {contract.trainer} shows a reward one sample at a time, so "
            "there is no group to take a mean of. Choose 'raise', 'low' or a number."
        )
    if policy == "low" and not math.isfinite(span.low):
        raise DefinitionError(
            f"reward {name!r} has no finite low end ({span}) for missing='low'. "
            "Give a number, or .clip(low, high) the reward."
        )
    return policy


def _unknown_word(policy: object) -> str:
    return f"missing={policy!r} must be one of {', '.join(map(repr, POLICIES))}, or a number."


def lowered(
    name: str,
    span: Range,
    outcomes: Sequence[Outcome],
    policy: Policy,
    contract: Contract,
    groups: Sequence[Hashable] | None = None,
) -> list[float | None]:
    """Return one number for each outcome; None only under the policy `unknown`.

    Args:
        name: The name of the reward.
        span: Its range.
        outcomes: The outcomes of one batch.
        policy: The checked policy.
        contract: The facts about the trainer.
        groups: The group of each outcome; without it the batch is one group.

    Raises:
        ScoringError: The policy is `raise` and an outcome has no value.
    """
    values = [outcome.value for outcome in outcomes]
    if policy == "unknown" or None not in values:
        return values
    if policy == "raise":
        bad = next(outcome for outcome in outcomes if outcome.value is None)
        raise ScoringError(
            f"reward {name!r} has no number for a sample: {bad.status} ({bad.reason}: "
            f"{bad.detail}). {contract.trainer} cannot carry that; choose missing='low' or a "
            "number."
        )
    if policy == "group_mean":
        return list(_with_means(values, groups, span))
    instead = span.low if policy == "low" else float(policy)
    return [instead if value is None else value for value in values]


def _with_means(
    values: Sequence[float | None], groups: Sequence[Hashable] | None, span: Range
) -> Sequence[float]:
    """Replace a missing value by the mean of its group, which moves no other member's advantage.

    A group without a single value gets the mean of the batch: all its members are equal then, so
    the number cancels where a trainer subtracts the mean of each group.
    """
    keys = groups if groups is not None else [0] * len(values)
    known: dict[Hashable, list[float]] = {}
    for key, value in zip(keys, values, strict=True):
        if value is not None:
            known.setdefault(key, []).append(value)
    every = [value for some in known.values() for value in some]
    low = span.low if math.isfinite(span.low) else 0.0
    overall = math.fsum(every) / len(every) if every else low
    means = {key: math.fsum(some) / len(some) for key, some in known.items()}
    return [
        means.get(key, overall) if value is None else value
        for key, value in zip(keys, values, strict=True)
    ]
