"""Verdicts as the AST checker of the Berkeley Function Calling Leaderboard gives them.

A rewriting of `ast_checker` of bfcl-eval 2026.3.23 (Apache-2.0) for Python tools, with its
conventions: text without blanks and `,./-_*^`, greedy pairing of parallel calls, a nested type
checked one level deep, and the parameters of the first tool where one call is expected.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rewardkit_verifiers.tools.lib.call import Call, Tool
from rewardkit_verifiers.tools.lib.reference import Expected

_TYPES: dict[str, type] = {
    "string": str,
    "integer": int,
    "float": float,
    "boolean": bool,
    "array": list,
    "tuple": list,
    "dict": dict,
    "any": str,
}
_DROPPED = str.maketrans("'", '"', " ,./-_*^")


def bfcl_verdict(
    wanted: Sequence[Expected], calls: Sequence[Call], tools: Sequence[Tool], category: str
) -> str:
    """Return the reason why BFCL's checker fails the calls; empty where it passes them.

    Args:
        wanted: The expected calls.
        calls: The calls that were made.
        tools: The declared tools, in order.
        category: BFCL's test category, such as `live_parallel`; empty to tell it from the number
            of expected calls.

    Raises:
        ValueError: The row is none of BFCL's Python rows: it has a type or a form of value that
            the checker does not know.
    """
    if not wanted:
        return "needless_call" if calls else ""
    if not calls:
        return "no_call"
    if len(calls) != len(wanted):
        return "too_few_calls" if len(calls) < len(wanted) else "extra_call"
    if not tools:
        raise ValueError("the row declares no tools")
    if "parallel" in category or len(wanted) > 1:
        return _without_order(wanted, calls, tools)
    one = _declared(tools, wanted[0].name) if "multiple" in category else tools[0]
    return _fault(one, wanted[0], calls[0])


def _without_order(wanted: Sequence[Expected], calls: Sequence[Call], tools: Sequence[Tool]) -> str:
    free = list(range(len(calls)))
    for expected in wanted:
        tool, fault = _declared(tools, expected.name), ""
        for index in free:
            fault = _fault(tool, expected, calls[index])
            if not fault:
                free.remove(index)
                break
        if fault:
            return fault
    return ""


def _declared(tools: Sequence[Tool], name: str) -> Tool:
    for tool in tools:
        if tool.name == name:
            return tool
    raise ValueError(f"the tools do not declare the expected {name!r}")


def _fault(tool: Tool, expected: Expected, call: Call) -> str:
    if tool.name != call.name:
        return "wrong_tool"
    possible = expected.given
    if any(name not in call.arguments for name in tool.required):
        return "wrong_arguments"
    for name, value in call.arguments.items():
        if name not in tool.parameters or name not in possible:
            return "wrong_arguments"
        if not _argument(tool.schema(name), value, possible[name]):
            return "wrong_arguments"
    left_out = (name for name in possible if name not in call.arguments)
    return "wrong_arguments" if any("" not in possible[name] for name in left_out) else ""


def _argument(schema: Mapping[str, Any], value: Any, possible: Sequence[Any]) -> bool:
    wanted = _type(schema)
    nested: type | None = None
    if schema["type"] in ("array", "tuple"):
        items = schema.get("items")
        nested = _type(items if isinstance(items, Mapping) else {})
    if schema["type"] == "float" and type(value) is int:
        try:
            value = float(value)
        except OverflowError:
            return False
    typed, variable = _typed(value, possible, wanted, nested)
    if not typed:
        return False
    if variable:
        return value in possible
    return _compared(wanted, nested, value, possible)


def _compared(wanted: type, nested: type | None, value: Any, possible: Sequence[Any]) -> bool:
    if wanted is dict:
        return _object(value, possible)
    if wanted is list and nested is dict:
        return _objects(value, possible)
    if wanted is str:
        return _plain(value) in [_plain(one) for one in possible if type(one) is str]
    if wanted is list:
        plain = list(map(_plain, value))
        return any(plain == list(map(_plain, some)) for some in possible)
    return value in possible


def _type(schema: Mapping[str, Any]) -> type:
    name = schema.get("type")
    if not isinstance(name, str) or name not in _TYPES:
        raise ValueError(f"BFCL's Python checker knows no type {name!r}")
    return _TYPES[name]


def _typed(value: Any, possible: Any, wanted: type, nested: type | None) -> tuple[bool, bool]:
    """Return whether the type is accepted, and whether the value stands for a variable."""
    # null is a value here, whose type is compared like any other.
    first = next((type(one) for one in possible if one != ""), None)
    variable = first is not None and first is not wanted
    kind: Any = type(value)
    if kind is wanted:
        if nested is None:
            return True, variable
        for some in possible:
            inside = type(some) is not list or all(
                _typed(item, some, nested, None)[0] for item in value
            )
            if inside:
                return True, variable
        return False, variable
    return kind is first, True


def _plain(value: Any) -> Any:
    return value.translate(_DROPPED).lower() if type(value) is str else value


def _object(value: Mapping[str, Any], possible: Sequence[Any]) -> bool:
    for fields in possible:
        if fields == "":
            continue
        if not isinstance(fields, Mapping):
            raise ValueError("the values of an object are no objects")
        known = all(
            key in fields and _plain(one) in [_plain(other) for other in fields[key]]
            for key, one in value.items()
        )
        if known and all(key in value or "" in some for key, some in fields.items()):
            return True
    return False


def _objects(value: Sequence[Any], possible: Sequence[Any]) -> bool:
    return any(
        len(value) == len(some)
        and all(_object(one, [fields]) for one, fields in zip(value, some, strict=True))
        for some in possible
    )
