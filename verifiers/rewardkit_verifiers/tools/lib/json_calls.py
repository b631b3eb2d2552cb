"""Calls described by JSON, as the markups of most models have them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from rewardkit.data.strict_json import NotStrict, strict_json_at
from rewardkit_verifiers.tools.lib.call import MOST_CALLS, BadCall, Call, Tool, call_from, too_deep

_SPACE = re.compile(r"\s*")


def json_at(text: str, at: int) -> tuple[Any, int]:
    """Return the JSON value at a place, and where it ends.

    Raises:
        BadCall: There is none, or it is nested too deeply.
    """
    start = after_space(text, at)
    try:
        value, end = strict_json_at(text, start)
    except NotStrict as error:
        raise BadCall(f"a call is no JSON: {error}") from None
    if too_deep(value):
        raise BadCall("a call is nested too deeply")
    return value, end


def after_space(text: str, at: int) -> int:
    """Return where the blanks at a place end."""
    found = _SPACE.match(text, at)
    assert found is not None
    return found.end()


def named(name: str, arguments: Any) -> list[Call]:
    """Return the call of a name with arguments that must be an object.

    Raises:
        BadCall: They are none.
    """
    if not isinstance(arguments, Mapping):
        raise BadCall(f"the arguments of {name[:60]!r} are no object")
    return [Call(name, arguments)]


def described(value: Any, *, marked: bool) -> list[Call] | None:
    """Return the calls that a JSON value describes, or None where it describes none.

    Raises:
        BadCall: It is a list of which only some items are calls.
    """
    if isinstance(value, Mapping) and isinstance(value.get("tool_calls"), list):
        value = value["tool_calls"]
    items = value if isinstance(value, list) else [value]
    calls = [call_from(item, marked=marked) for item in items]
    found = [call for call in calls if call is not None]
    if not found and not (marked and value == []):
        return None
    if len(found) < len(calls):
        raise BadCall("a list of calls has something else in it")
    return found


def objects_at(text: str, at: int) -> tuple[list[Any], int]:
    """Return the JSON value at a place and the objects that follow it, and where they end.

    Between two objects stand blanks, a semicolon or a comma.

    Raises:
        BadCall: One of them is no JSON, or is nested too deeply.

    Example:
        >>> objects_at('{"a": 1}; {"b": 2} and', 0)
        ([{'a': 1}, {'b': 2}], 18)
    """
    value, at = json_at(text, at)
    found = [value]
    while isinstance(value, Mapping):
        following = after_space(text, at)
        if text[following : following + 1] in (";", ","):
            following = after_space(text, following + 1)
        if text[following : following + 1] != "{":
            break
        value, at = json_at(text, following)
        found.append(value)
        if len(found) > MOST_CALLS:
            raise BadCall(f"the reply has more than {MOST_CALLS} calls")
    return found, at


def keyed(value: Any, tools: Mapping[str, Tool]) -> list[Call] | None:
    """Return the calls of objects whose keys are declared tools, or None where there are none.

    Example:
        >>> keyed([{"add": {"a": 1}}], {"add": Tool("add")})
        [Call(name='add', arguments={'a': 1})]
    """
    items = value if isinstance(value, list) else [value]
    found: list[Call] = []
    for item in items:
        if not isinstance(item, Mapping) or not item:
            return None
        for name, arguments in item.items():
            if name not in tools or not isinstance(arguments, Mapping):
                return None
            found.append(Call(name, arguments))
    return found or None
