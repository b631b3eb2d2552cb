"""Type checks of settings, and the names of types in messages."""

from __future__ import annotations

import re
from types import UnionType
from typing import Any, Union, get_args, get_origin


def checked(name: str, value: Any, hint: Any) -> Any:
    """Return a value converted to the type of a setting, such as a list to a tuple.

    Args:
        name: The setting, for the message.
        value: The given value.
        hint: The annotation of the setting.

    Raises:
        ValueError: It does not fit; the message names setting, value and cause.

    Example:
        >>> checked("tags", ["a", "b"], tuple[str, ...])
        ('a', 'b')
        >>> checked("where", 3, str | tuple[str, ...])
        Traceback (most recent call last):
        ValueError: 'where' = 3: must be str | tuple[str, ...]
    """
    from pydantic import TypeAdapter, ValidationError

    try:
        return TypeAdapter(hint).validate_python(value)
    except ValidationError as error:
        causes = error.errors()
    if get_origin(hint) in (Union, UnionType) and len(causes) > 1:
        # Each member type has a message of its own; none of them lists the alternatives.
        raise ValueError(f"{name!r} = {value!r}: must be {type_name(hint)}")
    where = "".join(f"[{part!r}]" for part in causes[0]["loc"])
    raise ValueError(f"{name!r}{where} = {value!r}: {causes[0]['msg'].lower()}")


def type_name(hint: Any) -> str:
    """Return the name of a type without module names.

    Example:
        >>> type_name(float), type_name(dict[str, Any] | None)
        ('float', 'dict[str, Any] | None')
    """
    if hint is None:
        return "any"
    if isinstance(hint, type) and not get_args(hint):
        return hint.__name__
    text = str(hint).replace("typing.", "").replace("collections.abc.", "")
    return re.sub(r"\b[a-z_][\w.]*\.(?=[A-Z])", "", text)
