"""One tool call, and the declared tools whose schemas type its arguments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from rewardkit.data.strict_json import NotStrict, strict_json

DEEPEST = 64
# More calls than any task expects; a reply with more is compared with nothing.
MOST_CALLS = 128
_ARGUMENTS = ("arguments", "parameters", "args", "input")


class BadCall(ValueError):
    """A reply begins a call that cannot be read."""


@dataclass(frozen=True, slots=True)
class Call:
    """A tool call: the name of the function and its arguments by name."""

    name: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Tool:
    """A declared function.

    Attributes:
        name: Its name.
        parameters: JSON Schemas of its parameters by name, in BFCL's or OpenAI's words.
        required: Names of the parameters that must be given.
        order: Names of the parameters by place, for calls in Python that leave names out; empty
            where no argument may.
    """

    name: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    order: tuple[str, ...] = ()

    def schema(self, parameter: str) -> Mapping[str, Any]:
        """Return the schema of a parameter; an empty one where none is declared."""
        found = self.parameters.get(parameter)
        return found if isinstance(found, Mapping) else {}


def read_tools(given: Any) -> tuple[Tool, ...]:
    """Return the declared tools of a row, in order.

    Args:
        given: A list of functions as BFCL, OpenAI or Anthropic write them, JSON text of such a
            list, or None.

    Raises:
        ValueError: It is none of these.

    Example:
        >>> read_tools([{"type": "function", "function": {"name": "now"}}])[0].name
        'now'
    """
    if isinstance(given, str):
        return _read_text(given)
    if hasattr(given, "tolist"):  # numpy arrays, as parquet readers give them
        given = given.tolist()
    if given is None:
        return ()
    if isinstance(given, Mapping):
        given = [given]
    if not isinstance(given, list | tuple):
        raise ValueError(f"tools are a list of functions, not {type(given).__name__}")
    return tuple(_tool(one) for one in given)


@lru_cache(maxsize=1024)
def _read_text(text: str) -> tuple[Tool, ...]:
    try:
        value = strict_json(text)
    except NotStrict as error:
        raise ValueError(f"tools are no JSON: {error}") from None
    if isinstance(value, str):
        raise ValueError("tools are JSON text inside JSON text")
    return read_tools(value)


def _tool(given: Any) -> Tool:
    if isinstance(given, Mapping) and isinstance(given.get("function"), Mapping):
        given = given["function"]
    if not isinstance(given, Mapping) or not isinstance(given.get("name"), str):
        raise ValueError(f"a tool without a name: {str(given)[:60]!r}")
    schema = given.get("parameters") or given.get("input_schema") or {}
    if not isinstance(schema, Mapping):
        raise ValueError(f"the parameters of {given['name']!r} are no schema")
    properties = schema.get("properties") or {}
    required: Any = schema.get("required")
    if hasattr(required, "tolist"):
        required = required.tolist()
    if not isinstance(properties, Mapping):
        raise ValueError(f"the properties of {given['name']!r} are no mapping")
    # Arrow gives each row the parameters of all rows, with null where there are none.
    parameters = {name: one for name, one in properties.items() if one is not None}
    return Tool(given["name"], parameters, tuple(map(str, required or ())), tuple(parameters))


def same_name(left: str, right: str) -> bool:
    """Return True for one name, also where a dot became an underscore, as OpenAI requires.

    Example:
        >>> same_name("math.add", "math_add"), same_name("add", "Add")
        (True, False)
    """
    return left == right or left.replace(".", "_") == right.replace(".", "_")


def too_deep(value: Any) -> bool:
    """Return True if a value is nested more deeply than `DEEPEST`."""
    level = [value]
    for _ in range(DEEPEST):
        inner: list[Any] = []
        for one in level:
            if isinstance(one, Mapping):
                inner += one.values()
            elif isinstance(one, list):
                inner += one
        if not inner:
            return False
        level = inner
    return True


def call_from(value: Any, *, marked: bool) -> Call | None:
    """Return the call that a JSON object describes, or None where it describes none.

    Args:
        value: An object as OpenAI, Hermes, Llama, Cohere or Anthropic write it.
        marked: Whether it stands in the markup of a call; there the arguments may be left out.

    Raises:
        BadCall: It names a function, and its arguments are no object, or two of them differ.
    """
    if not isinstance(value, Mapping):
        return None
    if isinstance(value.get("function"), Mapping):
        value, marked = value["function"], True
    name = value.get("name", value.get("tool_name"))
    if not isinstance(name, str) or not name:
        return None
    given = [value[key] for key in _ARGUMENTS if key in value]
    if not given:
        return Call(name, {}) if marked else None
    if any(one != given[0] for one in given):
        raise BadCall(f"the arguments of {name[:60]!r} are given twice")
    return Call(name, _object(name, given[0]))


def _object(name: str, given: Any) -> Mapping[str, Any]:
    if isinstance(given, str):
        try:
            given = strict_json(given) if given.strip() else {}
        except NotStrict as error:
            raise BadCall(f"the arguments of {name[:60]!r} are no JSON: {error}") from None
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        raise BadCall(f"the arguments of {name[:60]!r} are no object")
    if too_deep(given):
        raise BadCall(f"the arguments of {name[:60]!r} are nested more than {DEEPEST} deep")
    return given
