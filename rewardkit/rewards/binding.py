"""Arguments by name: from the fields of a sample to the parameters of a reward function."""

from __future__ import annotations

import inspect
import math
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rewardkit.data.sample import Sample
from rewardkit.errors import BindError, DefinitionError, closest

Convert = Callable[[Any], Any]
RESERVED = ("completions", "prompts")


class BadField(Exception):
    """A field of one sample cannot be read as the type that the reward declares."""

    def __init__(self, name: str, detail: str, reason: str = "") -> None:
        super().__init__(detail)
        self.name = name
        self.detail = detail
        self.reason = reason or ("bad_answer" if name == "answer" else "bad_column")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a reward function that is bound from the sample."""

    name: str
    required: bool
    convert: Convert | None


@dataclass(frozen=True, slots=True)
class Signature:
    """The parameters of a reward function: those bound from a sample, and its settings."""

    bound: tuple[Parameter, ...]
    settings: Mapping[str, Any]
    """Default of each setting; `inspect.Parameter.empty` where it must be given."""
    hints: Mapping[str, Any]

    def arguments(self, sample: Sample) -> dict[str, Any]:
        """Return the keyword arguments for one sample; BadField when one cannot be read."""
        values: dict[str, Any] = {}
        for parameter in self.bound:
            name = parameter.name
            if name == "completion":
                values[name] = sample.text
                continue
            try:
                value = sample.field(name)
                if value is None and name == "answer":
                    raise KeyError(name)  # a column of answers that has a gap here
            except KeyError:
                if not parameter.required:
                    continue
                code = "missing_answer" if name == "answer" else "missing_column"
                raise BadField(name, f"the sample has no {name!r}", code) from None
            values[name] = value if parameter.convert is None else _converted(parameter, value)
        return values

    def check(self, name: str, samples: Sequence[Sample]) -> None:
        """Raise BindError when no sample has a field that the reward needs."""
        for parameter in self.bound:
            if not parameter.required or parameter.name == "completion" or not samples:
                continue
            if any(has_field(sample, parameter.name) for sample in samples):
                continue
            known = known_fields(samples[0])
            raise BindError(
                f"reward {name!r} asks for {parameter.name!r}, which the data does not have."
                f"{closest(parameter.name, known)}"
                " Rename a column, or give the parameter a default."
            )


def read_signature(fn: Callable[..., Any]) -> Signature:
    """Read the signature of a reward function.

    Raises:
        DefinitionError: The function takes `*args`, `**kwargs` or a reserved name, or nothing.
    """
    label = getattr(fn, "__name__", repr(fn))
    bound: list[Parameter] = []
    settings: dict[str, Any] = {}
    hints = _hints(fn)
    for name, parameter in inspect.signature(fn).parameters.items():
        if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
            star = "*" if parameter.kind is parameter.VAR_POSITIONAL else "**"
            raise DefinitionError(
                f"reward {label!r} takes {star}{name}, which would swallow misspelt columns. "
                "Name each column it reads; settings go after a bare `*`."
            )
        if parameter.kind is parameter.POSITIONAL_ONLY:
            raise DefinitionError(
                f"reward {label!r} takes {name!r} by position only; arguments are bound by name. "
                "Remove the `/`."
            )
        if name in RESERVED:
            raise DefinitionError(
                f"reward {label!r} asks for {name!r}. Ask for {name[:-1]!r}; "
                "with batched=True or grouped=True it is a list."
            )
        if parameter.kind is parameter.KEYWORD_ONLY:
            settings[name] = parameter.default
        else:
            required = parameter.default is parameter.empty
            bound.append(Parameter(name, required, _convert_for(hints.get(name))))
    if not bound:
        raise DefinitionError(
            f"reward {label!r} reads nothing of the sample. Give it a parameter such as "
            "`completion: str`; only parameters after a bare `*` are settings."
        )
    return Signature(tuple(bound), settings, hints)


def _hints(fn: Callable[..., Any]) -> dict[str, Any]:
    try:
        return typing.get_type_hints(fn)
    except (NameError, TypeError, AttributeError):
        # Names imported for type checkers only cannot be resolved, so nothing is converted.
        return {}


def known_fields(sample: Sample) -> set[str]:
    """Return the names of the fields that can be bound from this sample."""
    fixed = {"prompt", "completion", "messages", "sample", *sample.columns}
    return fixed | {name for name in ("answer", "id", "group") if has_field(sample, name)}


def has_field(sample: Sample, name: str) -> bool:
    """Return True if a field of this name can be bound from the sample."""
    try:
        sample.field(name)
    except KeyError:
        return False
    return True


def _converted(parameter: Parameter, value: Any) -> Any:
    assert parameter.convert is not None
    try:
        return parameter.convert(value)
    except (TypeError, ValueError, OverflowError) as error:
        text = f"{parameter.name} {str(value)[:60]!r} cannot be read: {error}"
        raise BadField(parameter.name, text) from None


def _convert_for(hint: Any) -> Convert | None:
    origin = typing.get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        kinds = [kind for kind in typing.get_args(hint) if kind is not type(None)]
        optional = len(kinds) < len(typing.get_args(hint))
        inner = _convert_for(kinds[0]) if len(kinds) == 1 else None
        if inner is None or not optional:
            return None
        return lambda value: None if value is None else inner(value)
    return {float: _float, int: _int, str: _str, bool: _bool}.get(hint)


def _bool(value: Any) -> bool:
    # bool("false") is True in Python.
    if isinstance(value, str) and (word := value.strip().lower()) in ("true", "false"):
        return word == "true"
    if isinstance(value, str) or value not in (0, 1):
        raise TypeError("true or false is wanted")
    return bool(value)


def _float(value: Any) -> float:
    if isinstance(value, bool):
        raise TypeError("a truth value is not a number")
    number = float(value)
    if not math.isfinite(number):
        raise ValueError("not a finite number")
    return number


def _int(value: Any) -> int:
    if isinstance(value, bool):
        raise TypeError("a truth value is not a number")
    if isinstance(value, float) and not value.is_integer():
        raise ValueError("not a whole number")
    return int(value)


def _str(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    raise TypeError(f"text is wanted, not {type(value).__name__}")
