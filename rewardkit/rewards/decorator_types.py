"""Types of the `reward` decorator: what it takes, and the settings that a reward keeps.

Settings are the keyword-only parameters of a function. No type says "what follows the star", but
`Concatenate` takes leading parameters away: of a function with two before the star, `Taking2`
leaves the settings as `P`. Checkers try the overloads from the most parameters to the least, and
a function with fewer cannot be called with more, so the first that fits is the right one.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import (
    Any,
    Concatenate,
    ParamSpec,
    Protocol,
    SupportsFloat,
    TypeAlias,
    TypeVar,
    overload,
)

from rewardkit.data.score import Score
from rewardkit.rewards.function import FunctionReward

P = ParamSpec("P")
Q = ParamSpec("Q")
R = TypeVar("R")

Paid: TypeAlias = SupportsFloat | Score | None
"""The values that a function may return for one sample; bool and int are numbers too."""
One: TypeAlias = Paid | Awaitable[Paid]
Many: TypeAlias = Iterable[Paid] | Awaitable[Iterable[Paid]]

Taking1: TypeAlias = Callable[Concatenate[Any, P], R]
Taking2: TypeAlias = Callable[Concatenate[Any, Any, P], R]
Taking3: TypeAlias = Callable[Concatenate[Any, Any, Any, P], R]
Taking4: TypeAlias = Callable[Concatenate[Any, Any, Any, Any, P], R]
Taking5: TypeAlias = Callable[Concatenate[Any, Any, Any, Any, Any, P], R]
Taking6: TypeAlias = Callable[Concatenate[Any, Any, Any, Any, Any, Any, P], R]


class Settings(Protocol[Q]):
    """The call of a reward: with settings it is another reward, with `completions` TRL's list."""

    @overload
    def __call__(self, *args: Q.args, **kwargs: Q.kwargs) -> FunctionReward[Settings[Q]]: ...
    @overload
    def __call__(self, *, completions: Sequence[Any], **columns: Any) -> list[float | None]: ...


class OfOne(Protocol):
    """The decorator of functions that are called with one sample."""

    @overload
    def __call__(self, fn: Taking6[P, One], /) -> FunctionReward[Settings[P]]: ...
    @overload
    def __call__(self, fn: Taking5[P, One], /) -> FunctionReward[Settings[P]]: ...
    @overload
    def __call__(self, fn: Taking4[P, One], /) -> FunctionReward[Settings[P]]: ...
    @overload
    def __call__(self, fn: Taking3[P, One], /) -> FunctionReward[Settings[P]]: ...
    @overload
    def __call__(self, fn: Taking2[P, One], /) -> FunctionReward[Settings[P]]: ...
    @overload
    def __call__(self, fn: Taking1[P, One], /) -> FunctionReward[Settings[P]]: ...
    @overload
    def __call__(self, fn: Callable[P, One], /) -> FunctionReward[Settings[P]]: ...


class OfMany(Protocol):
    """The decorator of functions that are called with lists and return one item for each sample."""

    @overload
    def __call__(self, fn: Taking6[P, Many], /) -> FunctionReward[Settings[P]]: ...
    @overload
    def __call__(self, fn: Taking5[P, Many], /) -> FunctionReward[Settings[P]]: ...
    @overload
    def __call__(self, fn: Taking4[P, Many], /) -> FunctionReward[Settings[P]]: ...
    @overload
    def __call__(self, fn: Taking3[P, Many], /) -> FunctionReward[Settings[P]]: ...
    @overload
    def __call__(self, fn: Taking2[P, Many], /) -> FunctionReward[Settings[P]]: ...
    @overload
    def __call__(self, fn: Taking1[P, Many], /) -> FunctionReward[Settings[P]]: ...
    @overload
    def __call__(self, fn: Callable[P, Many], /) -> FunctionReward[Settings[P]]: ...
