"""Rewards written as Python functions: the leaf class of every composition."""

from __future__ import annotations

import importlib
import inspect
import math
import pickle
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING, Any, Generic, Self

from rewardkit.data.digest import code_digest, stable
from rewardkit.data.sample import Sample
from rewardkit.data.score import Range, Score
from rewardkit.errors import DefinitionError, closest, describe
from rewardkit.rewards.base import Reward
from rewardkit.rewards.binding import BadField, Signature, read_signature
from rewardkit.rewards.by_value import findable, pickle_by_value
from rewardkit.rewards.columns import Columns
from rewardkit.rewards.deadlines import refuse_timeout
from rewardkit.rewards.for_trainers import CALL_SIGNATURE
from rewardkit.rewards.results import score_of
from rewardkit.rewards.setting_types import checked
from rewardkit.rewards.tree import Samples

if TYPE_CHECKING:
    # Only checkers need the default, by which a bare FunctionReward is one of any settings.
    from typing_extensions import TypeVar

    from rewardkit.catalogue.card import Card
    from rewardkit.catalogue.catalogue import Entry

RangeLike = tuple[float, float] | Callable[[Mapping[str, Any]], tuple[float, float]]
Check = Callable[[Mapping[str, Any]], None]
if TYPE_CHECKING:
    Call = TypeVar("Call", bound=Callable[..., Any], covariant=True, default=Callable[..., Any])
else:
    from typing import TypeVar

    Call = TypeVar("Call")
_EMPTY = inspect.Parameter.empty


class FunctionReward(Reward, Generic[Call]):
    """A reward that is one Python function: the leaves of every composition.

    For type checkers `Call` is the type of a call, which sets settings.

    Attributes:
        fn: The undecorated function.
        settings: The value of every keyword-only parameter.
        isolated: Whether it runs in a worker process that can be killed.
        timeout: Seconds one call may take, or None.
        batched: Whether it is called with lists.
        grouped: Whether it is called with all completions of one prompt.
        deterministic: Whether equal samples always get equal scores; only then is it cached.
        exclusive: Whether a reply is right under one reference at most; None leaves it to the card.
        tolerance: The relative tolerance that is meant; None leaves it to the card.
    """

    def __init__(
        self,
        fn: Callable[..., Any],
        *,
        name: str,
        declared: RangeLike,
        check: Check | None = None,
        isolated: bool = False,
        timeout: float | None = None,
        batched: bool = False,
        grouped: bool = False,
        deterministic: bool = True,
        exclusive: bool | None = None,
        tolerance: float | None = None,
    ) -> None:
        self.fn = fn
        self.name = name
        self.signature: Signature = read_signature(fn, batched or grouped)
        self.declared = declared
        self.check = check
        self.isolated = isolated
        self.timeout = timeout
        self.batched = batched
        self.grouped = grouped
        self.deterministic = deterministic
        self.exclusive = exclusive
        self.tolerance = tolerance
        self.is_async = inspect.iscoroutinefunction(fn)
        self.__doc__ = fn.__doc__
        self.__module__ = fn.__module__
        self.__qualname__ = fn.__qualname__
        self.__wrapped__ = fn
        self.__signature__ = CALL_SIGNATURE
        self._refuse_odd_options()
        self.settings: dict[str, Any] = {}
        self._settle(dict(self.signature.settings))

    def _refuse_odd_options(self) -> None:
        if self.tolerance is not None and not 0 <= self.tolerance < math.inf:
            raise DefinitionError(
                f"reward {self.name!r} has tolerance={self.tolerance}, which is no relative width; "
                "give a number such as 0.01"
            )
        if self.timeout is not None:
            refuse_timeout(self.name, self.timeout)
        if self.isolated and self.is_async:
            raise DefinitionError(
                f"reward {self.name!r} is async and isolated; a worker process runs plain "
                "functions. Drop one of the two."
            )
        if self.timeout is not None and not (self.isolated or self.is_async):
            raise DefinitionError(
                f"reward {self.name!r} has timeout={self.timeout:g}, which nothing can enforce on "
                "a plain function in this process. Add isolated=True."
            )

    def _settle(self, settings: dict[str, Any]) -> None:
        self.settings = settings
        if any(value is _EMPTY for value in settings.values()):
            # Not usable before it is configured; the range may depend on the missing settings.
            self.range = Range(-math.inf, math.inf)
            return
        if self.check is not None:
            try:
                self.check(settings)
            except ValueError as error:
                raise DefinitionError(f"reward {self.name!r}: {error}") from None
        declared = self.declared(settings) if callable(self.declared) else self.declared
        self.range = _range(self.name, declared)

    # --- configuring -------------------------------------------------------------
    @property
    def takes_turns(self) -> bool:
        """Whether a setting limits concurrent calls itself, so that the engine need not."""
        return any(getattr(value, "takes_turns", False) for value in self.settings.values())

    @property
    def missing_settings(self) -> list[str]:
        """Required settings that have not been given."""
        return [name for name, value in self.settings.items() if value is _EMPTY]

    def configured(self, **settings: Any) -> FunctionReward:
        """Return this reward with other settings.

        Raises:
            DefinitionError: A setting is unknown, of the wrong type, or refused by the reward.
        """
        for key in settings:
            if key not in self.signature.settings:
                raise DefinitionError(
                    f"reward {self.name!r} has no setting {key!r}."
                    f"{closest(key, self.signature.settings) or ' It has no settings.'}"
                )
        twin = object.__new__(type(self))
        twin.__dict__.update(self.__dict__)
        twin.__dict__.pop("_fingerprint", None)
        checked = {key: self._valid(key, value) for key, value in settings.items()}
        twin._settle({**self.settings, **checked})
        return twin

    def reading(self, columns: Columns) -> FunctionReward:
        """Return this reward for rows whose fields lie at other paths; others are ignored."""
        twin = object.__new__(type(self))
        twin.__dict__.update(self.__dict__)
        twin.__dict__.pop("_fingerprint", None)
        twin.signature = self.signature.reading(columns)
        return twin

    def fields_read(self) -> tuple[str, ...]:
        """Return the names of the function's parameters that are bound from a sample."""
        return tuple(parameter.name for parameter in self.signature.bound)

    def with_timeout(self, seconds: float) -> Self:
        """Return this reward with a deadline; one that it declares itself stays."""
        refuse_timeout(self.name, seconds)
        if self.timeout is not None or self.id is not None:
            return self
        twin = object.__new__(type(self))
        twin.__dict__.update(self.__dict__)
        twin.timeout = float(seconds)
        twin.isolated = not self.is_async
        return twin

    def _valid(self, key: str, value: Any) -> Any:
        hint = self.signature.hints.get(key)
        if hint is None:
            return value
        try:
            return checked(key, value, hint)
        except ValueError as error:
            raise DefinitionError(f"reward {self.name!r}: setting {error}") from None

    if TYPE_CHECKING:
        # Covariant, so that a list of rewards with different settings is a list of rewards.
        @property
        def __call__(self) -> Call:  # pyright: ignore[reportIncompatibleMethodOverride]
            """The call of this reward, which sets settings."""
    else:

        def __call__(self, *args, **kwargs):
            """Return a configured reward; given `completions`, score them as TRL does."""
            return self._called(args, kwargs)

    def _called(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        if "completions" in kwargs or args or (not kwargs and not self.signature.settings):
            return super().__call__(*args, **kwargs)
        bound = [parameter.name for parameter in self.signature.bound]
        clash = [key for key in kwargs if key in bound]
        if clash:
            raise TypeError(
                f"reward {self.name!r} was called with {clash[0]!r}, a field of the sample. "
                f"Use .score({clash[0]}=...); calling it sets settings"
                f" ({', '.join(self.signature.settings) or 'it has none'})."
            )
        return self.configured(**kwargs)

    # --- scoring one ---------------------------------------------------------------
    def run(self, sample: Sample) -> Score:
        """Score one sample in the calling thread; only for plain per-sample functions."""
        start = perf_counter()
        try:
            arguments = self.signature.arguments(sample)
            return self.judge(self.fn(**arguments, **self.settings), perf_counter() - start)
        except BadField as bad:
            return Score.error(bad.reason, bad.detail)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # noqa: BLE001 - the boundary: any failure becomes a value
            # Also SystemExit, and the time-outs of libraries that derive from BaseException.
            return Score.error("exception", describe(error))

    def judge(self, result: Any, seconds: float = 0.0) -> Score:
        """Convert the function's return value to a Score inside the declared range."""
        return score_of(result, self.name, self.range, seconds)

    @property
    def compares(self) -> bool:
        """Whether the function sees all completions of one prompt."""
        return self.grouped

    def bind(self, samples: Samples) -> None:
        """Check that the samples have every field that the function needs."""
        super().bind(samples)
        self.signature.check(self.name, samples)

    # --- identity ------------------------------------------------------------------
    @property
    def id(self) -> str | None:
        """The registry id with its major version, such as `format/tags@1`, or None."""
        entry = self._entry()
        return entry.id if entry else None

    @property
    def card(self) -> Card | None:
        """The card of a registered verifier, or None."""
        entry = self._entry()
        return entry.card if entry else None

    def _entry(self) -> Entry | None:
        # Looked up each time, so that a function found by id and one that was imported are alike.
        # By contract a verifier's code is `verifier.py`.
        if not self.__module__.endswith(".verifier"):
            return None
        from rewardkit.catalogue.catalogue import entry_of

        return entry_of(self.__module__, self.__qualname__)

    @property
    def reference(self) -> str:
        """The reference by which a spec names this reward: the registry id, else `module:name`."""
        return self.id or f"{self.__module__}:{self.__qualname__}"

    def identity(self) -> dict[str, Any]:
        """Return reference, settings, version and a digest of the code."""
        entry = self._entry()
        columns = {"columns": dict(self.signature.columns)} if self.signature.columns else {}
        return {
            **columns,
            "use": self.reference,
            "with": {key: stable(value) for key, value in self.settings.items()},
            "version": f"{entry.card.version}+{entry.digest}" if entry else "",
            "code": self.__dict__.get("_code") or code_digest(self.fn),
            "range": list(self.range),
        }

    def __reduce__(self) -> tuple[Any, ...]:
        if "<locals>" in self.__qualname__ or self.__qualname__ == "<lambda>":
            raise DefinitionError(
                f"reward {self.name!r} is defined inside a function, so another process cannot "
                "find it. Move it to the top level of a module."
            )
        if not findable(self.__module__):
            value = (self.fn, self.declared, self.check)
            stored = pickle_by_value(self.name, self.__module__, value)
            if stored is not None:
                return _restore_by_value, (stored, self._facts(), self.settings, self.name)
        place = (self.__module__, self.__qualname__, self.settings, self.name)
        return _restore, (*place, dict(self.signature.columns))

    def _facts(self) -> dict[str, Any]:
        kept = ("isolated", "timeout", "batched", "grouped", "deterministic")
        # The digest of the code is that of its file, which the other process may not have.
        facts = {key: getattr(self, key) for key in kept}
        columns = dict(self.signature.columns)
        return {**facts, "_code": self.identity()["code"], "_columns": columns}


def _restore_by_value(
    stored: bytes, facts: dict[str, Any], settings: dict[str, Any], name: str
) -> FunctionReward:
    fn, declared, check = pickle.loads(stored)
    code, columns = facts.pop("_code"), facts.pop("_columns")
    found = FunctionReward(fn, name=name, declared=declared, check=check, **facts)
    found.signature = replace(found.signature, columns=columns)
    found.__dict__["_code"] = code
    found._settle(dict(settings))
    return found


def _restore(
    module: str, qualname: str, settings: dict[str, Any], name: str, columns: Columns
) -> FunctionReward:
    found: Any = importlib.import_module(module)
    for part in qualname.split("."):
        found = getattr(found, part)
    if not isinstance(found, FunctionReward):
        raise DefinitionError(f"{module}:{qualname} is {type(found).__name__}, not a reward")
    twin = object.__new__(FunctionReward)
    twin.__dict__.update(found.__dict__)
    twin.__dict__.pop("_fingerprint", None)
    twin.signature = replace(twin.signature, columns=columns)
    twin._settle(dict(settings))
    return twin.named(name)


def _range(name: str, declared: Sequence[float]) -> Range:
    try:
        low, high = (float(end) for end in declared)
    except (TypeError, ValueError):
        raise DefinitionError(
            f"reward {name!r}: range={declared!r} must be (low, high), such as (0, 1)"
        ) from None
    if not low <= high:
        raise DefinitionError(f"reward {name!r}: range ({low:g}, {high:g}) has its low end above")
    return Range(low, high)
