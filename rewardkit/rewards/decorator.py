"""The `reward` decorator, which makes a reward of a function."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, Literal, overload

from rewardkit.errors import DefinitionError, closest
from rewardkit.rewards.decorator_types import (
    OfMany,
    OfOne,
    One,
    P,
    Settings,
    Taking1,
    Taking2,
    Taking3,
    Taking4,
    Taking5,
    Taking6,
)
from rewardkit.rewards.function import Check, FunctionReward, RangeLike


@overload
def reward(fn: Taking6[P, One], /) -> FunctionReward[Settings[P]]: ...
@overload
def reward(fn: Taking5[P, One], /) -> FunctionReward[Settings[P]]: ...
@overload
def reward(fn: Taking4[P, One], /) -> FunctionReward[Settings[P]]: ...
@overload
def reward(fn: Taking3[P, One], /) -> FunctionReward[Settings[P]]: ...
@overload
def reward(fn: Taking2[P, One], /) -> FunctionReward[Settings[P]]: ...
@overload
def reward(fn: Taking1[P, One], /) -> FunctionReward[Settings[P]]: ...
@overload
def reward(fn: Callable[P, One], /) -> FunctionReward[Settings[P]]: ...
@overload
def reward(
    *,
    range: RangeLike = ...,
    name: str | None = ...,
    check: Check | None = ...,
    isolated: bool = ...,
    timeout: float | None = ...,
    batched: Literal[True],
    grouped: bool = ...,
    deterministic: bool = ...,
    exclusive: bool | None = ...,
    tolerance: float | None = ...,
) -> OfMany: ...
@overload
def reward(
    *,
    range: RangeLike = ...,
    name: str | None = ...,
    check: Check | None = ...,
    isolated: bool = ...,
    timeout: float | None = ...,
    batched: bool = ...,
    grouped: Literal[True],
    deterministic: bool = ...,
    exclusive: bool | None = ...,
    tolerance: float | None = ...,
) -> OfMany: ...
@overload
def reward(
    *,
    range: RangeLike = ...,
    name: str | None = ...,
    check: Check | None = ...,
    isolated: bool = ...,
    timeout: float | None = ...,
    batched: Literal[False] = ...,
    grouped: Literal[False] = ...,
    deterministic: bool = ...,
    exclusive: bool | None = ...,
    tolerance: float | None = ...,
) -> OfOne: ...
@overload
def reward(
    *,
    range: RangeLike = ...,
    name: str | None = ...,
    check: Check | None = ...,
    isolated: bool = ...,
    timeout: float | None = ...,
    batched: bool = ...,
    grouped: bool = ...,
    deterministic: bool = ...,
    exclusive: bool | None = ...,
    tolerance: float | None = ...,
) -> Callable[[Callable[..., Any]], FunctionReward]: ...
def reward(
    fn: Callable[..., Any] | None = None,
    /,
    *,
    range: RangeLike = (0.0, 1.0),
    name: str | None = None,
    check: Check | None = None,
    isolated: bool = False,
    timeout: float | None = None,
    batched: bool = False,
    grouped: bool = False,
    deterministic: bool = True,
    exclusive: bool | None = None,
    tolerance: float | None = None,
    **unknown: Any,
) -> Any:
    """Make a reward of a function.

    Parameters before a bare `*` are bound by name from the sample: `completion` (text),
    `prompt`, `messages`, `answer`, `sample` or any dataset column, and are converted to their
    annotations: a row whose field does not fit is an error. Keyword-only parameters
    are settings: calling the reward with them gives a configured reward.

    Args:
        fn: The function, when the decorator is used without arguments.
        range: The closed interval of its values, or a function from settings to it.
        name: What to call it in tables; the function's name by default.
        check: Called with the settings; raises ValueError to refuse them.
        isolated: Run it in a worker process that can be killed from any thread.
        timeout: Seconds one call may take; needs `isolated` or an async function.
        batched: Call it with lists, one item for each sample; it returns a list.
        grouped: Call it with lists that hold all completions of one prompt.
        deterministic: Whether equal samples always get equal scores.
        exclusive: False where several references may be right for one reply, such as "at least N
            words"; attacks and watches then ask no reference probes.
        tolerance: The relative tolerance that is meant; attacks accuse only a wider one.
        **unknown: Refused, with the option that was probably meant.

    Returns:
        The reward. The function may return a number, a bool, a `Score`, or None to abstain.

    Raises:
        DefinitionError: The declaration cannot work.
        TypeError: There is no such option; the message names the right one.

    Example:
        >>> @reward(range=(-1, 1))
        ... def short(completion: str, *, limit: int = 10) -> float:
        ...     return 1.0 if len(completion) <= limit else -1.0
        >>> short(limit=2).score(completion="hello").value
        -1.0
    """
    if unknown:
        raise TypeError(_no_option(next(iter(unknown))))

    def make(function: Callable[..., Any]) -> FunctionReward:
        if not inspect.isfunction(function):
            raise DefinitionError(
                f"@reward is for functions, not {type(function).__name__}: put @reward on a "
                "plain function"
            )
        return FunctionReward(
            function,
            name=name or function.__name__,
            declared=range,
            check=check,
            isolated=isolated,
            timeout=timeout,
            batched=batched,
            grouped=grouped,
            deterministic=deterministic,
            exclusive=exclusive,
            tolerance=tolerance,
        )

    return make if fn is None else make(fn)


# What people call an option elsewhere, and what it is called here.
_ALSO_CALLED = {
    "deadline": "timeout=SECONDS with isolated=True",
    "time_limit": "timeout=SECONDS with isolated=True",
    "seconds": "timeout=SECONDS with isolated=True",
    "low": "range=(low, high)",
    "high": "range=(low, high)",
    "min": "range=(low, high)",
    "max": "range=(low, high)",
    "bounds": "range=(low, high)",
    "sandbox": "isolated=True",
    "process": "isolated=True",
    "batch": "batched=True",
    "group": "grouped=True",
    "weight": "weighted(part=(0.5, reward))",
}


def _no_option(name: str) -> str:
    if name in _ALSO_CALLED:
        return f"@reward has no option {name!r}. Write {_ALSO_CALLED[name]}."
    known = [key for key in inspect.signature(reward).parameters if key not in ("fn", "unknown")]
    return (
        f"@reward has no option {name!r}.{closest(name, known)} Settings of the reward itself are "
        "keyword-only parameters of the function."
    )
