"""Fields of a sample by their path in the data of a trainer, such as `reward_spec.ground_truth`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rewardkit.data.strict_json import NotStrict, strict_json

_MISSING = object()


def with_columns(row: Mapping[str, Any], columns: Mapping[str, str]) -> dict[str, Any]:
    """Return the row with each field set to the value at its path; a path without one is skipped.

    A text on the way that holds a JSON object is read, since some trainers pass one text a row.

    Example:
        >>> with_columns({"label": '{"gold": "4"}'}, {"answer": "label.gold"})["answer"]
        '4'
    """
    found = {field: value_at(row, path) for field, path in columns.items()}
    return {**row, **{field: value for field, value in found.items() if value is not _MISSING}}


def value_at(data: Any, path: str) -> Any:
    """Return the value at a dotted path; a key that holds the dots itself comes first."""
    data = _opened(data)
    if not isinstance(data, Mapping):
        return _MISSING
    if path in data:
        return data[path]
    first, dot, rest = path.partition(".")
    return value_at(data[first], rest) if dot and first in data else _MISSING


def _opened(data: Any) -> Any:
    if isinstance(data, str) and data.lstrip().startswith("{"):
        try:
            return strict_json(data)
        except NotStrict:
            return data
    return data
