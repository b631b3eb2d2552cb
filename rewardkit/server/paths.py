"""Fields of a sample by their path in the data of a trainer, such as `reward_spec.ground_truth`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rewardkit.data.paths import look_up


def with_columns(row: Mapping[str, Any], columns: Mapping[str, str]) -> dict[str, Any]:
    """Return the row with each field set to the value at its path; a path without one is skipped.

    Example:
        >>> with_columns({"label": '{"gold": "4"}'}, {"answer": "label.gold"})["answer"]
        '4'
    """
    found = dict(row)
    for field, path in columns.items():
        try:
            found[field] = look_up(row, path)
        except KeyError:
            continue
    return found
