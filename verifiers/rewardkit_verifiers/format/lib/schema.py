"""JSON Schema without the network and without quadratic keywords."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from json import dumps
from typing import Any

from rewardkit.errors import MissingExtra

# Under these keys stands data, in which "$ref" is only a word.
_DATA = {"const", "default", "enum", "examples"}


def validator_for(schema: Any) -> Any:
    """Return a jsonschema validator that fetches nothing.

    Args:
        schema: The schema, of the draft that its `$schema` names, else 2020-12.

    Raises:
        MissingExtra: jsonschema is not installed.
        ValueError: The schema is broken, or refers to something outside itself.
    """
    try:
        from jsonschema import Draft202012Validator, SchemaError, validators
        from referencing.jsonschema import EMPTY_REGISTRY
    except ModuleNotFoundError:
        raise MissingExtra("JSON Schema checks", "json") from None
    if not isinstance(schema, (Mapping, bool)):
        raise ValueError(f"a schema is an object or true or false, not {type(schema).__name__}")
    kind: Any = validators.validator_for(schema, default=Draft202012Validator)
    try:
        kind.check_schema(schema)
    except SchemaError as error:
        raise ValueError(
            f"the schema is broken at {error.json_path}: {error.message[:200]}"
        ) from None
    _refuse_foreign(schema)
    extend: Any = validators.extend
    # With a registry of its own, jsonschema looks up nothing on the network.
    return extend(kind, {"uniqueItems": _unique_items})(schema, registry=EMPTY_REGISTRY)


def complaint(validator: Any, value: Any) -> str | None:
    """Return where and how a value breaks the schema, or None if it keeps to it.

    Raises:
        ValueError: The schema cannot be applied: a reference in it leads nowhere.
    """
    from referencing.exceptions import Unresolvable

    try:
        error = next(validator.iter_errors(value), None)
    except Unresolvable as missing:
        raise ValueError(f"the schema refers to {missing.ref!r}, which it does not have") from None
    return None if error is None else f"{error.json_path}: {error.message[:200]}"


def unpadded(schema: Any) -> Any:
    """Return a schema from a table without the nulls with which Arrow pads its structs.

    A null is padding where it is no value of JSON Schema; and so is `const: null`, in a schema
    that has other padding.

    Example:
        >>> unpadded({"properties": {"a": {"type": "string", "const": None}, "b": None}})
        {'properties': {'a': {'type': 'string'}}}
        >>> unpadded({"const": None})
        {'const': None}
    """
    padded = any(
        value is None and key != "const" for part in _parts(schema) for key, value in part.items()
    )
    return _without_nulls(schema) if padded else schema


def _without_nulls(part: Any) -> Any:
    if isinstance(part, Mapping):
        return {
            key: value if key in _DATA else _without_nulls(value)
            for key, value in part.items()
            if value is not None
        }
    if isinstance(part, list | tuple):
        return [_without_nulls(one) for one in part if one is not None]
    return part


def _refuse_foreign(schema: Any) -> None:
    known = {str(part["$id"]) for part in _parts(schema) if isinstance(part.get("$id"), str)}
    for part in _parts(schema):
        for key in ("$ref", "$dynamicRef"):
            target = part.get(key)
            if not isinstance(target, str) or target.startswith("#"):
                continue
            page = target.partition("#")[0]
            if page in known or (known and "://" not in page):
                continue  # it resolves inside the schema; should it not, scoring says so
            raise ValueError(
                f"the schema refers to {target!r}, which is outside it and is never fetched. "
                "Copy what it stands for into $defs"
            )


def _parts(schema: Any) -> Iterator[Mapping[str, Any]]:
    waiting = [schema]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Mapping):
            yield part
            waiting += [value for key, value in part.items() if key not in _DATA]
        elif isinstance(part, list):
            waiting += part


def _unique_items(_: Any, unique: bool, instance: Any, __: Any) -> Iterator[Any]:
    # jsonschema compares every pair once items cannot be sorted: an hour for a hostile megabyte.
    from jsonschema import ValidationError

    if not unique or not isinstance(instance, list):
        return
    seen: set[Any] = set()
    for item in instance:
        mark = _mark(item)
        if mark in seen:
            yield ValidationError(f"the item {dumps(item)[:60]} occurs twice")
            return
        seen.add(mark)


def _mark(value: Any) -> Any:
    # JSON Schema holds 1 and 1.0 equal, but not 1 and true.
    if isinstance(value, bool) or value is None:
        return ("word", value)
    if isinstance(value, list):
        return ("list", tuple(map(_mark, value)))
    if isinstance(value, dict):
        return ("object", frozenset((key, _mark(item)) for key, item in value.items()))
    return value
