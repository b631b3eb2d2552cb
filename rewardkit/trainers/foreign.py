"""Reward functions written for TRL or verl, made rewards: to be tested, composed and attacked."""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any

from rewardkit.data.sample import Sample
from rewardkit.data.score import Score
from rewardkit.errors import DefinitionError
from rewardkit.rewards.decorator import reward
from rewardkit.rewards.function import FunctionReward

Foreign = Callable[..., Any] | str


def from_trl(fn: Foreign, range: tuple[float, float], name: str | None = None) -> FunctionReward:
    """Return a TRL reward function as a reward.

    It is called with lists by keyword, as TRL does. None and NaN become `abstain`: both tell TRL
    that there is no reward. An exception is an error of each row that raises it alone.

    Args:
        fn: The function, sync or async, or its `module:name`, which a spec can hold.
        range: The closed interval of its values.
        name: The name of the reward; by default that of the function.

    Raises:
        DefinitionError: It is no function, or a name leads nowhere.

    Example:
        >>> def brief(completions, **columns):
        ...     return [1.0 if len(text) < 5 else 0.0 for text in completions]
        >>> from_trl(brief, range=(0, 1)).score(completion="hi").value
        1.0
    """
    found = _function(fn)
    called = inspect.iscoroutinefunction(found) or inspect.iscoroutinefunction(
        getattr(found, "__call__", None)  # noqa: B004 - not whether it can be called, but how
    )
    base = trl_function_async if called else trl_function
    made = base.configured(fn=fn, low=float(range[0]), high=float(range[1]))
    return made.named(name or _name(found))


def from_verl(
    compute_score: Foreign, range: tuple[float, float], name: str | None = None
) -> FunctionReward:
    """Return a `compute_score` of verl as a reward.

    It is called for one sample with `data_source`, `solution_str`, `ground_truth` (the `answer`)
    and `extra_info` (every column). Of a dictionary, `score` is the value.

    Args:
        compute_score: The function, sync or async, or its `module:name`.
        range: The closed interval of its values.
        name: The name of the reward; by default that of the function.

    Raises:
        DefinitionError: It is no function, or a name leads nowhere.

    Example:
        >>> def compute_score(data_source, solution_str, ground_truth, extra_info=None):
        ...     return {"score": float(solution_str == ground_truth), "acc": 1.0}
        >>> from_verl(compute_score, range=(0, 1)).score(completion="4", answer="4").value
        1.0
    """
    found = _function(compute_score)
    base = verl_function_async if inspect.iscoroutinefunction(found) else verl_function
    made = base.configured(fn=compute_score, low=float(range[0]), high=float(range[1]))
    return made.named(name or _name(found))


def _ends(settings: Mapping[str, Any]) -> tuple[float, float]:
    return settings["low"], settings["high"]


@reward(batched=True, range=_ends)
def trl_function(sample: list[Sample], *, fn: Any, low: float, high: float) -> list[Any]:
    """Call a TRL reward function with the lists that TRL would pass."""
    return _values(_function(fn)(**_lists(sample)), len(sample))


@reward(batched=True, range=_ends)
async def trl_function_async(
    sample: list[Sample], *, fn: Any, low: float, high: float
) -> list[Any]:
    """Await an async TRL reward function."""
    return _values(await _function(fn)(**_lists(sample)), len(sample))


@reward(range=_ends)
def verl_function(sample: Sample, *, fn: Any, low: float, high: float) -> Any:
    """Call `compute_score` with the arguments that verl would pass."""
    return _score(_function(fn)(**_arguments(sample)))


@reward(range=_ends)
async def verl_function_async(sample: Sample, *, fn: Any, low: float, high: float) -> Any:
    """Await an async `compute_score`."""
    return _score(await _function(fn)(**_arguments(sample)))


def _function(fn: Any) -> Any:
    if callable(fn):
        return fn
    module, colon, attribute = str(fn).partition(":")
    if not (isinstance(fn, str) and colon and attribute):
        raise DefinitionError(f"{fn!r} is neither a function nor module:name")
    found = getattr(import_module(module), attribute, None)
    if not callable(found):
        raise DefinitionError(f"{module!r} has no function {attribute!r}")
    return found


def _name(fn: Callable[..., Any]) -> str:
    return str(getattr(fn, "__name__", type(fn).__name__)).strip("<>")


def _lists(samples: Sequence[Sample]) -> dict[str, list[Any]]:
    names = dict.fromkeys(key for sample in samples for key in sample.columns)
    if any(sample.answer is not None for sample in samples):
        names["answer"] = None
    lists = {
        name: [_field(sample, name) for sample in samples]
        for name in names
        if name not in ("prompts", "completions")
    }
    prompts, completions = [one.prompt for one in samples], [one.completion for one in samples]
    return {**lists, "prompts": prompts, "completions": completions}


def _field(sample: Sample, name: str) -> Any:
    return (
        sample.answer
        if name == "answer" and sample.answer is not None
        else sample.columns.get(name)
    )


def _values(found: Any, count: int) -> list[Any]:
    values = found.tolist() if hasattr(found, "tolist") else list(found)
    if len(values) != count:
        raise ValueError(f"the function returned {len(values)} rewards for {count} completions")
    return [
        None if value is None or (isinstance(value, float) and math.isnan(value)) else value
        for value in values
    ]


def _arguments(sample: Sample) -> dict[str, Any]:
    extra = dict(sample.columns)
    if sample.prompt and "prompt" not in extra:
        extra["prompt"] = sample.prompt
    return {
        "data_source": extra.pop("data_source", ""),
        "solution_str": sample.text,
        "ground_truth": sample.answer,
        "extra_info": extra,
    }


def _score(found: Any) -> Any:
    if not isinstance(found, Mapping):
        return found
    rest = {key: value for key, value in found.items() if key != "score"}
    return Score.ok(found["score"], extra=rest)
