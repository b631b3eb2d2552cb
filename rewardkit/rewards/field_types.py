"""Conversion of dataset fields to the annotated types of a reward's parameters.

Data sets store lists and mappings as JSON text as often as they store them as such, and a missing
value as NaN. A value that is not what the annotation says is refused and never passed on: the text
`["Paris", "Lyon"]` would answer `"P" in answer` with True.
"""

from __future__ import annotations

import collections.abc
import math
import types
import typing
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, Literal

from rewardkit.data.strict_json import NotStrict, strict_json

Convert = Callable[[Any], Any]
_LISTS = (
    list,
    collections.abc.Sequence,
    collections.abc.MutableSequence,
    collections.abc.Collection,
    collections.abc.Iterable,
)
_SETS = (set, frozenset, collections.abc.Set, collections.abc.MutableSet)
_MAPPINGS = (dict, collections.abc.Mapping, collections.abc.MutableMapping)
# pandas' own marks of a missing value; comparing them with anything is an error or false.
_MISSING_TYPES = ("NAType", "NaTType")


def converter_of(hint: Any) -> Convert | None:
    """Return the function that converts a field to an annotation; None where any value will do.

    It raises TypeError, ValueError or OverflowError for a value that does not fit.

    Args:
        hint: The annotation, resolved.

    Example:
        >>> converter_of(list[str])('["Paris", "Lyon"]')
        ['Paris', 'Lyon']
        >>> converter_of(dict[str, float] | None)({"a": "1.5"})
        {'a': 1.5}
    """
    origin = typing.get_origin(hint) or hint
    arguments = typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return _union(arguments)
    if origin is Literal:
        return _literal(arguments)
    if origin in _SCALARS:
        return _SCALARS[origin]
    if typing.is_typeddict(hint):
        return _typed_mapping(hint)
    if origin in _MAPPINGS:
        return _mapping(*(arguments or (Any, Any)))
    if origin is tuple:
        return _tuple(arguments)
    if origin in _LISTS:
        return _items(list, *(arguments or (Any,)))
    if origin in _SETS:
        return _items(frozenset if origin is frozenset else set, *(arguments or (Any,)))
    if isinstance(hint, typing.NewType):
        return converter_of(hint.__supertype__)
    return None


def item_hint(hint: Any) -> Any:
    """Return the annotation of one item of a parameter that takes a list with an item a sample.

    Example:
        >>> item_hint(list[str] | None)
        <class 'str'>
    """
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        kinds = [kind for kind in typing.get_args(hint) if kind is not type(None)]
        return item_hint(kinds[0]) if len(kinds) == 1 else None
    if (typing.get_origin(hint) or hint) in (*_LISTS, tuple):
        return (typing.get_args(hint) or (None,))[0]
    return hint


def is_missing(value: Any) -> bool:
    """Return True for a value that stands for a missing one: NaN, or a mark of pandas."""
    if isinstance(value, (float, Decimal)):
        return value != value
    return type(value).__name__ in _MISSING_TYPES


def untied(value: Any) -> Any:
    """Return a value whose lists and mappings are copies, so that no call changes the data."""
    if type(value) is list:
        return [untied(item) for item in value]
    if type(value) is dict:
        return {key: untied(item) for key, item in value.items()}
    return value


# --- numbers and text ------------------------------------------------------------------
def _bool(value: Any) -> bool:
    # bool("false") is True in Python.
    if isinstance(value, str) and (word := value.strip().lower()) in ("true", "false"):
        return word == "true"
    value = _plain(value)
    if isinstance(value, str) or value not in (0, 1):
        raise TypeError("true or false is wanted")
    return bool(value)


def _float(value: Any) -> float:
    value = _plain(value)
    if isinstance(value, bool):
        raise TypeError("a truth value is not a number")
    number = float(value)
    if not math.isfinite(number):
        raise ValueError("not a finite number")
    return number


def _int(value: Any) -> int:
    value = _plain(value)
    if isinstance(value, bool):
        raise TypeError("a truth value is not a number")
    if isinstance(value, (float, Decimal)) and value != int(value):
        raise ValueError("not a whole number")
    return int(value)


def _str(value: Any) -> str:
    if isinstance(value, str):
        return value
    value = _plain(value)
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        # The text of NaN is "nan", which a completion could equal.
        if not math.isfinite(value):
            raise ValueError("not a finite number")
        return str(value)
    raise TypeError(f"text is wanted, not {type(value).__name__}")


_SCALARS: dict[Any, Convert] = {float: _float, int: _int, str: _str, bool: _bool}


def _plain(value: Any) -> Any:
    """Return an array or a number of numpy as plain data."""
    return value.tolist() if hasattr(value, "tolist") else value


# --- containers ------------------------------------------------------------------------
def _opened(value: Any, wanted: str, first: str) -> Any:
    """Return a container, read from JSON text where it is text."""
    value = _plain(value)
    if not isinstance(value, str):
        return value
    if not value.lstrip().startswith(first):
        raise ValueError(f"{wanted} or its JSON text is wanted, not other text")
    try:
        return strict_json(value)
    except NotStrict as error:
        raise ValueError(f"not the JSON text of {wanted}: {error}") from None


def _items(kind: Callable[[Iterable[Any]], Any], hint: Any) -> Convert:
    convert = converter_of(hint) or untied
    ordered = kind is list

    def converted(value: Any) -> Any:
        opened = _opened(value, "a list", "[")
        if not isinstance(opened, (list, tuple) if ordered else (list, tuple, set, frozenset)):
            raise TypeError(f"a list is wanted, not {type(opened).__name__}")
        return kind([_at(index, convert, item) for index, item in enumerate(opened)])

    return converted


def _tuple(arguments: tuple[Any, ...]) -> Convert:
    if not arguments or (len(arguments) == 2 and arguments[1] is Ellipsis):
        return _items(tuple, arguments[0] if arguments else Any)
    converts = [converter_of(hint) or untied for hint in arguments]

    def converted(value: Any) -> Any:
        opened = _opened(value, "a list", "[")
        if not isinstance(opened, (list, tuple)):
            raise TypeError(f"a list is wanted, not {type(opened).__name__}")
        if len(opened) != len(converts):
            raise ValueError(f"{len(converts)} items are wanted, not {len(opened)}")
        return tuple(_at(index, converts[index], item) for index, item in enumerate(opened))

    return converted


def _opened_mapping(value: Any) -> Mapping[Any, Any]:
    opened = _opened(value, "a mapping", "{")
    if isinstance(opened, list) and all(isinstance(x, tuple) and len(x) == 2 for x in opened):
        opened = dict(opened)  # as parquet readers give a column of maps
    if not isinstance(opened, Mapping):
        raise TypeError(f"a mapping is wanted, not {type(opened).__name__}")
    return opened


def _mapping(key_hint: Any, value_hint: Any) -> Convert:
    of_key, of_value = converter_of(key_hint) or untied, converter_of(value_hint) or untied

    def converted(value: Any) -> dict[Any, Any]:
        opened = _opened_mapping(value)
        return {of_key(key): _at(key, of_value, item) for key, item in opened.items()}

    return converted


def _typed_mapping(hint: Any) -> Convert:
    try:
        hints = typing.get_type_hints(hint, include_extras=True)
    except (NameError, TypeError, AttributeError):
        hints = {}
    required, of_key = set(hint.__required_keys__), {}
    for key, one in hints.items():
        # Said here once more: under postponed annotations the class itself does not know.
        if (word := typing.get_origin(one)) in (typing.Required, typing.NotRequired):
            (required.add if word is typing.Required else required.discard)(key)
            one = typing.get_args(one)[0]
        of_key[key] = converter_of(one) or untied

    def converted(value: Any) -> dict[Any, Any]:
        opened = _opened_mapping(value)
        # Parquet gives every row all keys of the column, and None where a row had none.
        given = {key: item for key, item in opened.items() if item is not None or key in required}
        if missing := sorted(required - set(given)):
            raise ValueError(f"the key {missing[0]!r} is missing")
        return {key: _at(key, of_key.get(key, untied), item) for key, item in given.items()}

    return converted


def _at(place: Any, convert: Convert, item: Any) -> Any:
    try:
        return convert(item)
    except (TypeError, ValueError, OverflowError) as error:
        raise ValueError(f"[{repr(place)[:40]}] {str(item)[:40]!r}: {error}") from None


# --- choices ---------------------------------------------------------------------------
def _literal(allowed: tuple[Any, ...]) -> Convert:
    def converted(value: Any) -> Any:
        value = _plain(value)
        for one in allowed:
            # True == 1 in Python.
            if one == value and isinstance(one, bool) == isinstance(value, bool):
                return one
        for one in allowed:
            if type(one) is int and isinstance(value, str) and value.strip() == str(one):
                return one
        raise ValueError(f"one of {', '.join(map(repr, allowed))} is wanted")

    return converted


def _union(kinds: tuple[Any, ...]) -> Convert | None:
    """Convert to the first kind that the value is already one of, else to the first that fits."""
    optional = type(None) in kinds
    others = [kind for kind in kinds if kind is not type(None)]
    converts = [converter_of(kind) for kind in others]
    own = [typing.get_origin(kind) or kind for kind in others]

    def converted(value: Any) -> Any:
        if value is None and optional:
            return None
        value = _plain(value)
        exact = [index for index, kind in enumerate(own) if type(value) is kind]
        refused = ""
        for index in dict.fromkeys((*exact, *range(len(others)))):
            convert = converts[index]
            if convert is None:
                return untied(value)
            try:
                return convert(value)
            except (TypeError, ValueError, OverflowError) as error:
                refused = refused or str(error)
        raise ValueError(refused)

    return converted
