"""One call of a reward by TRL: its lists as rows, and the facts about the trainer behind it."""

from __future__ import annotations

import os
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from rewardkit.errors import InputError

# TRL 1.6.0 is the first release that leaves out a row without a reward; before it, the row's
# reward is 0 (huggingface/trl#5902).
FIRST_WITH_UNKNOWN = (1, 6)


@dataclass(frozen=True, slots=True)
class Call:
    """The arguments of one call, as rows.

    Attributes:
        completions: The list that TRL gave; its identity tells the calls of one step apart.
        rows: One row for each completion.
        trainer: The trainer, where it can be known.
        log_extra: Receives a column of the table of completions.
        log_metric: Receives one number of the step.
    """

    completions: Sequence[Any]
    rows: Sequence[Mapping[str, Any]]
    trainer: Any
    log_extra: Any
    log_metric: Any

    @property
    def evaluating(self) -> bool:
        """Whether the trainer evaluates, as far as it says so."""
        return getattr(getattr(self.trainer, "model", None), "training", True) is False

    @property
    def processes(self) -> int:
        """The number of processes that train together."""
        accelerator = getattr(self.trainer, "accelerator", None)
        said = getattr(accelerator, "num_processes", None)
        return said if isinstance(said, int) else int(os.environ.get("WORLD_SIZE") or 1)

    @property
    def group_size(self) -> int | None:
        """The number of completions of each prompt, where the trainer says it."""
        names = ("num_generations_eval", "num_generations") if self.evaluating else ()
        for name in (*names, "num_generations"):
            size = getattr(self.trainer, name, None)
            if isinstance(size, int) and not isinstance(size, bool) and size > 0:
                return size
        return None

    def groups(self, name: str, needed: bool) -> list[Hashable] | None:
        """Return the group of each row as the trainer says, None where it does not.

        Raises:
            InputError: The reward needs groups, and the batch of this process cuts one.
        """
        size = self.group_size
        if size is None:
            return None
        if len(self.rows) % size == 0:
            return [row // size for row in range(len(self.rows))]
        if needed:
            raise InputError(
                f"reward {name!r} compares the {size} completions of a prompt, and a batch of "
                f"{len(self.rows)} cuts a group. Let per_device_train_batch_size be a multiple "
                "of num_generations."
            )
        return None


def read_call(name: str, arguments: Mapping[str, Any]) -> Call:
    """Return the call behind TRL's keyword arguments.

    Only `prompts` and `completions` are required: AsyncGRPO and older versions of TRL do not pass
    the rest.

    Raises:
        InputError: A column is not as long as `completions`.
        TypeError: `prompts` is missing.
    """
    given = dict(arguments)
    if "prompts" not in given:
        raise TypeError(
            f"reward {name!r} was called without prompts=[...]: a call is TRL's convention. For "
            "lists of your own write .score_many(rows)."
        )
    prompts, completions = given.pop("prompts"), given.pop("completions")
    log_extra, log_metric = given.pop("log_extra", None), given.pop("log_metric", None)
    state = given.pop("trainer_state", None)
    ids, environments = given.pop("completion_ids", None), given.pop("environments", None)
    count = len(completions)
    _same_length(name, "prompts", prompts, count)
    columns = {
        column: values
        for column, values in given.items()
        if _is_column(name, column, values, count)
    }
    for column, values in (("completion_ids", ids), ("environments", environments)):
        if values is not None and len(values):
            _same_length(name, column, values, count)
            columns[column] = values
    if "environments" in columns:
        columns.setdefault("environment", columns["environments"])
    shared = {} if state is None else {"trainer_state": state}
    rows = [
        {
            **shared,
            **{column: values[row] for column, values in columns.items()},
            "prompt": prompt,
            "completion": completion,
        }
        for row, (prompt, completion) in enumerate(zip(prompts, completions, strict=True))
    ]
    return Call(completions, rows, _trainer(log_metric), log_extra, log_metric)


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


def _trainer(log_metric: Any) -> Any:
    # TRL passes a bound method of the trainer. The trainer knows what a reward is not told: its
    # other rewards, the size of a group, and whether it evaluates.
    owner = getattr(log_metric, "__self__", None)
    return owner if hasattr(owner, "reward_funcs") else None


def trl_has_unknown() -> bool:
    """Return True if the installed TRL leaves out a row without a reward; True without TRL."""
    try:
        found = version("trl")
    except PackageNotFoundError:
        return True
    numbers = [int(part) for part in found.split(".")[:2] if part.isdecimal()]
    return tuple(numbers) >= FIRST_WITH_UNKNOWN
