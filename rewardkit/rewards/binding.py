"""Arguments by name: from the fields of a sample to the parameters of a reward function."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from rewardkit.data.paths import null_on_way
from rewardkit.data.sample import Sample
from rewardkit.errors import BindError, DefinitionError, InputError, closest
from rewardkit.rewards.columns import Columns, composed, sample_with, value_at
from rewardkit.rewards.field_types import Convert, converter_of, is_missing, item_hint, untied

RESERVED = ("completions", "prompts")
# Made here and not by a data set.
_OURS = ("completion", "messages", "sample")


class NullField(BindError):
    """A field that a reward asks for is there, and null in every sample."""


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
    convert: Convert


@dataclass(frozen=True, slots=True)
class Signature:
    """The parameters of a reward function: those bound from a sample, and its settings."""

    bound: tuple[Parameter, ...]
    settings: Mapping[str, Any]
    """Default of each setting; `inspect.Parameter.empty` where it must be given."""
    hints: Mapping[str, Any]
    columns: Columns = field(default_factory=dict)
    """The path of each field that is not read by its own name."""

    def reads(self, name: str) -> bool:
        """Return True if the function is given the field, by its name or in the whole sample."""
        return any(parameter.name in (name, "sample") for parameter in self.bound)

    def reading(self, columns: Columns) -> Signature:
        """Return the signature of the same function in rows whose fields lie at other paths."""
        used = composed(columns, self.columns)
        return replace(self, columns={name: used[name] for name in used if self.reads(name)})

    def arguments(self, sample: Sample) -> dict[str, Any]:
        """Return the keyword arguments for one sample; BadField when one cannot be read."""
        values: dict[str, Any] = {}
        if self.columns:
            sample = self._mapped(sample)
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
                raise BadField(name, f"the sample has {self._nothing(name)}", code) from None
            values[name] = _converted(parameter, value)
        return values

    def check(self, name: str, samples: Sequence[Sample]) -> None:
        """Raise BindError when no sample has a field that the reward needs."""
        for parameter in self.bound:
            if not parameter.required or parameter.name == "completion" or not samples:
                continue
            if any(self._has(sample, parameter.name) for sample in samples):
                continue
            known = known_fields(samples[0])
            path = self.columns.get(parameter.name)
            asked = f"{parameter.name!r}" + (f" at {path!r}" if path else "")
            if path is not None and any(null_on_way(one.columns, path) for one in samples):
                # The names are right, so there is none to advise.
                raise NullField(f"reward {name!r} asks for {asked}, which is null in every row.")
            wanted = parameter.name if path is None else path.partition(".")[0]
            if path is not None:
                known -= set(_OURS)  # a path never leads into these
            raise BindError(
                f"reward {name!r} asks for {asked}, which the data does not have."
                f"{closest(wanted, known)}",
                advice=f" Say where it is: .with_columns({parameter.name}='COLUMN'), or give the "
                "parameter a default.",
                option=f" Say where it is: --column {parameter.name}=COLUMN, or `columns: "
                f"{{{parameter.name}: COLUMN}}` in the spec; or give the parameter a default.",
            )

    def _mapped(self, sample: Sample) -> Sample:
        try:
            return sample_with(sample, self.columns)
        except InputError as error:
            raise BadField("prompt", str(error)) from None

    def _has(self, sample: Sample, name: str) -> bool:
        path = self.columns.get(name)
        if path is None:
            return has_field(sample, name)
        try:
            return value_at(sample, path) is not None or name != "answer"
        except KeyError:
            return False

    def _nothing(self, name: str) -> str:
        path = self.columns.get(name)
        return f"no {name!r}" if path is None else f"nothing at {path!r} to read as {name!r}"


def read_signature(fn: Callable[..., Any], lists: bool = False) -> Signature:
    """Read the signature of a reward function.

    Args:
        fn: The function.
        lists: Whether it takes lists with an item for each sample.

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
            hint = item_hint(hints.get(name)) if lists else hints.get(name)
            convert = None if name in _OURS else converter_of(hint)
            bound.append(Parameter(name, required, convert or untied))
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
    try:
        if parameter.name == "answer" and is_missing(value):
            raise ValueError("it stands for a missing value")
        return parameter.convert(value)
    except (TypeError, ValueError, OverflowError) as error:
        text = f"{parameter.name} {str(value)[:60]!r} cannot be read: {error}"
        raise BadField(parameter.name, text) from None
