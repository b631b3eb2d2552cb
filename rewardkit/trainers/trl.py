"""The TRL adapter: a Reward is itself a TRL reward function.

TRL calls its reward functions by keyword with one list for each column of the dataset, and takes
a list of floats back in which None means *unknown*: the sample then counts for no reward, and
its group is normalised without it. That is what `error`, `abstain` and `timeout` become here.
"""

from __future__ import annotations

import math
import warnings
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from rewardkit.data.deviation import sample_deviation
from rewardkit.data.sample import Sample
from rewardkit.data.score import STATUSES, Breakdown
from rewardkit.errors import InputError
from rewardkit.rewards.base import Composite, Reward

LogExtra = Callable[[str, list[Any]], None]
LogMetric = Callable[[str, float], None]


class DoubleNormalisationWarning(UserWarning):
    """The reward normalises inside each group, and the trainer will do so again."""


def call(
    reward: Reward,
    *,
    prompts: Sequence[Any],
    completions: Sequence[Any],
    completion_ids: object = None,
    trainer_state: object = None,
    log_extra: LogExtra | None = None,
    log_metric: LogMetric | None = None,
    environments: object = None,
    **columns: Any,
) -> list[float | None]:
    """Score a batch by TRL's calling convention, for `reward(prompts=..., completions=...)`.

    Adjacent completions of the same prompt are one group. Everything beyond
    `prompts`, `completions` and the columns is optional, since AsyncGRPO and older versions
    of TRL do not pass it.

    Args:
        reward: The reward.
        prompts: One prompt for each completion, as text or chat messages.
        completions: The completions, as text or chat messages.
        completion_ids: Their token ids; not used.
        trainer_state: The trainer's state; not used.
        log_extra: Receives one column for each component, and the status of every sample.
        log_metric: Receives `rewards/<reward>/<component>/mean` and `/std`, and the share
            of each status other than `ok`.
        environments: TRL's environments; not used.
        **columns: One list for each column of the dataset, as long as `completions`.

    Returns:
        One value for each completion; None where there is no number.

    Raises:
        InputError: A column is not as long as `completions`.
        BindError: The reward asks for a column that the dataset does not have.

    Example:
        >>> from rewardkit import reward
        >>> @reward
        ... def exact(completion: str, answer: str) -> bool:
        ...     return completion == answer
        >>> exact(prompts=["1+1?", "2+2?"], completions=["2", "5"], answer=["2", "4"])
        [1.0, 0.0]
    """
    _warn_of_double_normalisation(reward)
    samples = _samples(reward.name, prompts, completions, columns)
    found = reward.score_many(samples, cache=None)
    if log_extra is not None:
        _log_columns(reward.name, found, log_extra)
    if log_metric is not None:
        _log_means(reward.name, found, log_metric)
    return [one.value for one in found]


def _samples(
    name: str, prompts: Sequence[Any], completions: Sequence[Any], columns: Mapping[str, Any]
) -> list[Sample]:
    usable = {
        column: values
        for column, values in columns.items()
        if _is_column(name, column, values, len(completions))
    }
    _same_length(name, "prompts", prompts, len(completions))
    samples = []
    turn = 0
    for row, (prompt, completion) in enumerate(zip(prompts, completions, strict=True)):
        if row and prompt != prompts[row - 1]:
            turn += 1
        fields = {column: values[row] for column, values in usable.items()}
        # A dataset column called `group` is an ordinary column to the reward; the prompt alone
        # decides the group.
        group = fields.pop("group", None)
        sample = Sample.from_row({**fields, "prompt": prompt, "completion": completion})
        # A column that is empty in this row is not a missing column.
        empty = {key: None for key in ("answer", "id") if fields.get(key, "") is None}
        seen = {**sample.columns, **empty}
        if group is not None:
            seen["group"] = group
        samples.append(
            Sample(sample.completion, sample.prompt, sample.answer, seen, sample.id, turn)
        )
    return samples


def _is_column(name: str, column: str, values: Any, rows: int) -> bool:
    # Other keyword arguments of a trainer (a config, a callback, None) are no columns.
    if isinstance(values, (str, bytes, Mapping)) or not hasattr(values, "__len__"):
        return False
    _same_length(name, f"column {column!r}", values, rows)
    return True


def _same_length(name: str, what: str, values: Any, rows: int) -> None:
    if len(values) != rows:
        raise InputError(
            f"reward {name!r} was called with {rows} completions, but {what} has {len(values)} "
            "entries. The dataset's rows must all have the same columns; fill gaps with None."
        )


def _log_columns(name: str, found: Sequence[Breakdown], log_extra: LogExtra) -> None:
    parts = [one.components for one in found]
    for component in _inner(found):
        log_extra(f"{name}/{component}", [part[component] for part in parts])
    log_extra(f"{name}/status", [one.status for one in found])
    log_extra(f"{name}/reason", [one.reason for one in found])


def _log_means(name: str, found: Sequence[Breakdown], log_metric: LogMetric) -> None:
    if not found:
        return
    parts = [one.components for one in found]
    for component in _inner(found):
        known = [value for part in parts if (value := part[component]) is not None]
        if not known:
            continue  # this component has no number in the batch
        mean = math.fsum(known) / len(known)
        log_metric(f"rewards/{name}/{component}/mean", mean)
        if len(known) > 1:
            log_metric(f"rewards/{name}/{component}/std", sample_deviation(known))
    counts = Counter(one.status for one in found)
    for status in STATUSES:
        # Zeros are logged too: TRL averages what it is given over the logging step.
        if status != "ok":
            log_metric(f"rewards/{name}/status/{status}", counts[status] / len(found))


def _inner(found: Sequence[Breakdown]) -> list[str]:
    # The mean of a reward that is one leaf is logged by TRL itself.
    return list(found[0].components) if found and found[0].children else []


_WARNED: set[str] = set()


def _warn_of_double_normalisation(reward: Reward) -> None:
    by = next(
        (
            part.options["by"]
            for part in reward.walk()
            if isinstance(part, Composite)
            and part.op == "normalise"
            and part.options["by"] != "running"
        ),
        None,
    )
    if by is None or reward.fingerprint in _WARNED:
        return
    _WARNED.add(reward.fingerprint)
    warnings.warn(
        f"reward {reward.name!r} normalises by {by} inside each prompt's group, and TRL "
        "normalises the total in each group again. Keep one: scale='static' in the reward, or "
        "GRPOConfig(scale_rewards='none').",
        DoubleNormalisationWarning,
        stacklevel=5,
    )
