"""Arguments written as bare text between tags, typed by the schema of the tool."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rewardkit.data.strict_json import NotStrict, strict_json
from rewardkit_verifiers.tools.lib.call import BadCall, too_deep
from rewardkit_verifiers.tools.lib.pythonic import read_literal

_TEXT = {"string", "str", "text", "char"}
_TYPES: dict[str, tuple[type, ...]] = {
    "integer": (int,),
    "int": (int,),
    "number": (int, float),
    "float": (int, float),
    "double": (int, float),
    "boolean": (bool,),
    "bool": (bool,),
    "array": (list,),
    "list": (list,),
    "tuple": (list,),
    "object": (dict,),
    "dict": (dict,),
}


# The parsers of servers read these as Python where they are no JSON.
_NESTED = {"array", "list", "tuple", "object", "dict"}


def _python(text: str) -> Any:
    if text[:1] not in ("{", "[", "("):
        return None
    try:
        return read_literal(text)
    except BadCall:
        return None


def typed_text(text: str, schema: Mapping[str, Any]) -> Any:
    """Return the value that a text between tags stands for.

    The markups of Qwen3-Coder and GLM write every argument as text, and their parsers type it by
    the schema. A text that is no value of the declared type stays text.

    Example:
        >>> typed_text("3", {"type": "integer"}), typed_text("3", {"type": "string"})
        (3, '3')
        >>> typed_text("True", {"type": "boolean"}), typed_text("three", {"type": "integer"})
        (True, 'three')
    """
    kind = schema.get("type")
    if kind in _TEXT or (kind is None and schema.get("enum")):
        return text
    bare = text.strip()
    if kind in ("boolean", "bool") and bare.lower() in ("true", "false"):
        return bare.lower() == "true"
    try:
        value = strict_json(bare)
    except NotStrict:
        value = _python(bare) if kind in _NESTED else None
        if value is None:
            return text
    if too_deep(value):
        return text
    wanted = _TYPES.get(kind) if isinstance(kind, str) else None
    if wanted is None or value is None:
        return value
    if isinstance(value, bool) and bool not in wanted:
        return text
    return value if isinstance(value, wanted) else text
