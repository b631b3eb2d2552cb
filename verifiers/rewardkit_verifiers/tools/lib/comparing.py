"""One call held against one expected call, argument by argument."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from rewardkit_verifiers.tools.lib.call import Call, Tool, same_name
from rewardkit_verifiers.tools.lib.reference import Expected, Fields, OneOf

Text = Literal["exact", "folded"]
_DROPPED = str.maketrans("'", '"', " ,./-_*^")


@dataclass(frozen=True, slots=True)
class Likeness:
    """The agreement of a call with an expected one.

    Attributes:
        named: Whether the function is the expected one.
        right: How many arguments agree.
        total: How many arguments either side has.
    """

    named: bool
    right: int = 0
    total: int = 0

    @property
    def exact(self) -> bool:
        """Whether the call is the expected one in full."""
        return self.named and self.right == self.total

    @property
    def share(self) -> float:
        """The share of name and arguments that agree; 1 exactly for the expected call."""
        return (1 + self.right) / (1 + self.total) if self.named else 0.0


def likeness(wanted: Expected, call: Call, tool: Tool | None, text: Text) -> Likeness:
    """Return how far a call is the expected one.

    An argument that is null, or equal to the default in the schema, counts as left out where the
    reference leaves it out.

    Example:
        >>> wanted = Expected("f", {"a": OneOf((1,)), "b": OneOf((2,), optional=True)}, {})
        >>> likeness(wanted, Call("f", {"a": 1.0}), None, "exact").exact
        True
        >>> likeness(wanted, Call("f", {"a": True, "c": 3}), None, "exact").share
        0.3333333333333333
    """
    if not same_name(wanted.name, call.name):
        return Likeness(False)
    right = total = 0
    for name, accepted in wanted.arguments.items():
        value = call.arguments.get(name)
        if value is None and None not in accepted.values:
            default = tool.schema(name).get("default") if tool else None
            if accepted.optional:
                continue
            value = default
        total += 1
        right += _accepts(accepted, value, text)
    for name, value in call.arguments.items():
        if name in wanted.arguments or value is None:
            continue
        default = tool.schema(name).get("default") if tool else None
        total += default is None or not same_value(default, value, text)
    return Likeness(True, right, total)


def _accepts(accepted: OneOf, value: Any, text: Text) -> bool:
    return any(same_value(one, value, text) for one in accepted.values)


def same_value(wanted: Any, value: Any, text: Text) -> bool:
    """Return True if a value is the wanted one, as JSON Schema holds values equal.

    1 equals 1.0, but neither True nor "1"; the order of a list counts, that of an object does not.

    Example:
        >>> same_value(1, 1.0, "exact"), same_value(1, True, "exact"), same_value(1, "1", "exact")
        (True, False, False)
        >>> same_value("New York", "new-york", "folded"), same_value([1, 2], [2, 1], "exact")
        (True, False)
    """
    if isinstance(wanted, str):
        return isinstance(value, str) and _folded(wanted, text) == _folded(value, text)
    if isinstance(wanted, bool) or wanted is None:
        return value is wanted
    if isinstance(wanted, int | float):
        numeric = isinstance(value, int | float) and not isinstance(value, bool)
        return numeric and bool(wanted == value)
    if isinstance(wanted, list | tuple):
        return (
            isinstance(value, list | tuple)
            and len(wanted) == len(value)
            and all(same_value(*pair, text) for pair in zip(wanted, value, strict=True))
        )
    if isinstance(wanted, Fields):
        return isinstance(value, Mapping) and _same_fields(wanted.fields, value, text)
    if isinstance(wanted, Mapping):
        shown = {key: one for key, one in wanted.items() if one is not None}
        return (
            isinstance(value, Mapping)
            and shown.keys() == {key for key, one in value.items() if one is not None}
            and all(same_value(one, value[key], text) for key, one in shown.items())
        )
    return False


def _same_fields(fields: Mapping[str, OneOf], value: Mapping[str, Any], text: Text) -> bool:
    if any(one is not None and key not in fields for key, one in value.items()):
        return False
    return all(
        accepted.optional if value.get(key) is None else _accepts(accepted, value[key], text)
        for key, accepted in fields.items()
    )


def _folded(value: str, text: Text) -> str:
    value = unicodedata.normalize("NFC", value.strip())
    return value.translate(_DROPPED).casefold() if text == "folded" else value
