"""The verl adapter: a Reward as a plain function for `reward.custom_reward_function`.

verl scores one sample at a time, cannot carry *unknown*, and reads the keys of the first sample
for all of them. So every sample gets the same keys, all floats, and the caller chooses the number
of a sample without one.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from rewardkit.data.sample import Sample
from rewardkit.data.score import Breakdown, Range
from rewardkit.errors import BindError, DefinitionError, ScoringError
from rewardkit.rewards.base import Reward

ComputeScore = Callable[..., dict[str, float]]
MISSING = ("raise", "low")
SCORE = "score"
VALID = "_valid"


def compute_score_for(reward: Reward, missing: str | float = "raise") -> ComputeScore:
    """Return a plain `compute_score` function, for `reward.for_verl()`.

    The function takes `data_source`, `solution_str`, `ground_truth` and `extra_info`, and
    returns `score` with the value of every component. Beside each of these stands the same
    name with `_valid`: 1.0 where the number is a score, 0.0 where it replaces a missing one. A
    component that has no value (a closed gate, an error) is reported at the low end of its
    range, or 0.0 where that end is infinite.

    The reward sees `ground_truth` as `answer`, `data_source` and every key of `extra_info` as
    columns, and `extra_info["prompt"]` as the prompt: verl passes no prompt of its own.

    Args:
        reward: The reward.
        missing: The `score` of a sample without a number: `"raise"` ends the run with the cause,
        `"low"` is the low end of the range, or give a number.

    Raises:
        DefinitionError: The policy is unknown, the reward compares completions of one group
            (verl shows it one at a time), or a component has a name that verl's keys need.

    Example:
        >>> from rewardkit import reward
        >>> @reward
        ... def exact(completion: str, answer: str) -> bool:
        ...     return completion == answer
        >>> exact.for_verl()("gsm8k", "42", "42")
        {'score': 1.0, 'score_valid': 1.0, 'exact': 1.0, 'exact_valid': 1.0}
    """
    instead = _policy(reward, missing)
    ranges = {name: leaf.range for name, leaf in reward.skipped().leaves().items()}
    _refuse(reward, ranges)
    bound = False

    def compute_score(
        data_source: Any,
        solution_str: str,
        ground_truth: Any,
        extra_info: Mapping[str, Any] | None = None,
        **_: Any,
    ) -> dict[str, float]:
        nonlocal bound
        sample = _sample(data_source, solution_str, ground_truth, extra_info or {})
        try:
            found = reward.score_many([sample], cache=None)[0]
        except BindError:
            # On the first sample the dataset lacks the column: stop. Later it is one row with a
            # gap, which must not end a run that chose another policy.
            if not bound or instead is None:
                raise
            return _blank(ranges, instead)
        bound = True
        return _floats(found, ranges, instead)

    return compute_score


def _policy(reward: Reward, missing: str | float) -> float | None:
    if missing == "raise":
        return None
    if missing == "low":
        if not math.isfinite(reward.range.low):
            raise DefinitionError(
                f"reward {reward.name!r} has no finite low end ({reward.range}) for missing='low'. "
                "Give a number, or .clip(low, high) the reward."
            )
        return reward.range.low
    if isinstance(missing, bool) or not isinstance(missing, (int, float)):
        raise DefinitionError(
            f"for_verl: missing={missing!r} must be 'raise', 'low' or a finite number"
        )
    if not math.isfinite(missing):
        raise DefinitionError(f"for_verl: missing={missing!r} must be finite")
    return float(missing)


def _refuse(reward: Reward, ranges: Mapping[str, Range]) -> None:
    if reward.needs_groups:
        raise DefinitionError(
            f"reward {reward.name!r} compares the completions of one group, and verl shows a "
            "reward one sample at a time. Use scale='static', and let verl normalise the group."
        )
    taken = {SCORE, SCORE + VALID, *(name + VALID for name in ranges)}
    clash = [name for name in ranges if name in taken]
    if clash:
        raise DefinitionError(
            f"reward {reward.name!r} has a component called {clash[0]!r}, which is one of the keys "
            "that verl is given. Rename it with .named(...)."
        )


def _sample(source: Any, solution: str, truth: Any, extra: Mapping[str, Any]) -> Sample:
    # A copy: verl keeps using the same dictionary for the row.
    columns = {"data_source": source, **extra}
    if truth is not None:
        columns["answer"] = truth
    # verl's groups cannot be known here, where only one sample is seen.
    columns.pop("group", None)
    return Sample.from_row({**columns, "completion": solution})


def _floats(
    found: Breakdown, ranges: Mapping[str, Range], instead: float | None
) -> dict[str, float]:
    if found.value is None and instead is None:
        raise ScoringError(
            f"reward {found.name!r} has no number for a sample: {found.status} "
            f"({found.reason}: {found.detail}). verl cannot carry that; choose "
            "for_verl(missing='low') or a number."
        )
    values = found.components
    out = _pair(SCORE, found.value, instead if instead is not None else 0.0)
    for name, span in ranges.items():
        out |= _pair(name, values[name], _floor(span))
    return out


def _blank(ranges: Mapping[str, Range], instead: float) -> dict[str, float]:
    out = _pair(SCORE, None, instead)
    for name, span in ranges.items():
        out |= _pair(name, None, _floor(span))
    return out


def _pair(name: str, value: float | None, otherwise: float) -> dict[str, float]:
    known = value is not None
    return {name: value if value is not None else otherwise, name + VALID: float(known)}


def _floor(span: Range) -> float:
    return span.low if math.isfinite(span.low) else 0.0
