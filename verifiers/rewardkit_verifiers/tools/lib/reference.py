"""The expected calls of a row, in the words of BFCL or OpenAI."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from rewardkit.data.strict_json import NotStrict, strict_json
from rewardkit_verifiers.tools.lib.call import BadCall, call_from

_NONE = ("", "none", "no call", "[]")


@dataclass(frozen=True, slots=True)
class OneOf:
    """The acceptable values of an argument.

    Attributes:
        values: Literals, `Fields` for objects, or lists that may hold `Fields`.
        optional: Whether the argument may be left out.
    """

    values: tuple[Any, ...]
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Fields:
    """An object whose fields each have acceptable values."""

    fields: Mapping[str, OneOf]


@dataclass(frozen=True, slots=True)
class Expected:
    """One expected call.

    Attributes:
        name: The name of the function.
        arguments: Acceptable values by the name of the argument.
        given: The arguments as the row has them, for a checker of another convention.
    """

    name: str
    arguments: Mapping[str, OneOf]
    given: Mapping[str, Any]


def expected_calls(answer: Any) -> tuple[Expected, ...]:
    """Return the calls that a reference answer expects; none where it expects no call.

    Args:
        answer: A list of calls, one call, or JSON text of either. A call is
            `{"name": ..., "arguments": {...}}` with literal values, where `optional` may name
            arguments that may be left out and `alternatives` may list further values by
            argument; or `{name: {argument: [values]}}` as BFCL has it, where `""` among the
            values says that the argument may be left out. An empty list expects no call.

    Raises:
        ValueError: It is nothing of the kind.

    Example:
        >>> expected_calls([{"add": {"a": [1, "one"], "b": [2, ""]}}])[0].arguments["b"]
        OneOf(values=(2,), optional=True)
        >>> expected_calls({"name": "now", "arguments": {}})[0].name
        'now'
    """
    if isinstance(answer, str):
        return _read_text(answer)
    return _read(answer)


@lru_cache(maxsize=4096)
def _read_text(text: str) -> tuple[Expected, ...]:
    if text.strip().lower() in _NONE[1:]:
        return ()
    try:
        value = strict_json(text)
    except NotStrict as error:
        raise ValueError(f"the expected calls are no JSON: {error}") from None
    if isinstance(value, str):
        raise ValueError("the expected calls are JSON text inside JSON text")
    return _read(value)


def _read(answer: Any) -> tuple[Expected, ...]:
    if hasattr(answer, "tolist"):
        answer = answer.tolist()
    if isinstance(answer, Mapping):
        answer = answer["tool_calls"] if set(answer) == {"tool_calls"} else [answer]
    if not isinstance(answer, list | tuple):
        raise ValueError(f"expected calls are a list, not {type(answer).__name__}")
    return tuple(one for call in answer for one in _calls(call))


def _calls(given: Any) -> list[Expected]:
    """Return the calls of one item; BFCL's items may hold several functions by name."""
    if isinstance(given, str):
        return list(_read_text(given))
    if not isinstance(given, Mapping):
        raise ValueError(f"an expected call is an object, not {str(given)[:60]!r}")
    # Arrow gives each row the functions of all rows, with null where there are none.
    shown = {name: one for name, one in given.items() if one is not None}
    if "name" in shown or "function" in shown:
        return [_literal(shown)]
    if not shown or not all(isinstance(one, Mapping) for one in shown.values()):
        raise ValueError(f"an expected call without a name: {str(given)[:60]!r}")
    return [_listed(name, one) for name, one in shown.items()]


def _literal(given: Mapping[str, Any]) -> Expected:
    try:
        call = call_from(given, marked=True)
    except BadCall as error:
        raise ValueError(str(error)) from None
    if call is None:
        raise ValueError(f"an expected call without a name: {str(given)[:60]!r}")
    optional = _names(given.get("optional"))
    more = given.get("alternatives") or {}
    if not isinstance(more, Mapping):
        raise ValueError("alternatives are lists of values by argument")
    # null stands for an argument that is not given, also where Arrow wrote it.
    values = {name: (value,) for name, value in call.arguments.items() if value is not None}
    for name, others in more.items():
        if others is not None:
            values[name] = (*values.get(name, ()), *_listed_values(name, others))
    known = {name: OneOf(some, name in optional) for name, some in values.items()}
    return Expected(call.name, known, {name: list(some) for name, some in values.items()})


def _names(given: Any) -> frozenset[str]:
    return frozenset() if given is None else frozenset(map(str, given))


def _listed_values(name: str, given: Any) -> tuple[Any, ...]:
    if hasattr(given, "tolist"):
        given = given.tolist()
    if not isinstance(given, list | tuple):
        raise ValueError(f"the values of {name[:60]!r} are no list")
    return tuple(given)


def _listed(name: str, given: Mapping[str, Any]) -> Expected:
    return Expected(name, _fields(given), given)


def _fields(given: Mapping[str, Any]) -> dict[str, OneOf]:
    found = {}
    for name, values in given.items():
        if values is not None:
            some = _listed_values(name, values)
            kept = tuple(_value(one) for one in some if one != "")
            found[name] = OneOf(kept or some, "" in some)
    return found


def _value(given: Any) -> Any:
    if isinstance(given, Mapping) and all(isinstance(one, list) for one in given.values()):
        return Fields(_fields(given))
    if isinstance(given, list):
        return [_value(one) if isinstance(one, Mapping) else one for one in given]
    return given
