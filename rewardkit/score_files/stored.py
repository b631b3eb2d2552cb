"""Existing files of results, read back in any format that `score` writes, and summed up."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from typing import Any

from rewardkit.data.sample_files import read_rows
from rewardkit.data.score import STATUSES, Range
from rewardkit.data.summary import Summary
from rewardkit.errors import InputError
from rewardkit.rewards.base import Reward

_PREFIX = "components."
_UNKNOWN = Range(-math.inf, math.inf)


def read_results(path: str) -> Iterator[dict[str, Any]]:
    """Yield the results of a file as `score` makes them, whatever format they were written in.

    Args:
        path: A file that `rewardkit score -o` wrote: JSON lines, `.jsonl.gz`, `.csv` or `.parquet`.

    Raises:
        InputError: A row cannot be read, or is no result.
    """
    for row in read_rows(path):
        if row.fault:
            raise InputError(f"{path}: {row.fault}")
        result = _nested(row.data)
        if fault := _fault(result):
            raise InputError(
                f"{path}: {row.located(f'no result of `rewardkit score -o`: {fault}')}"
            )
        yield {**result, "id": row.id}


def summary_of(path: str, reward: Reward | None = None) -> Summary:
    """Sum up a file of results.

    Args:
        path: The file.
        reward: The reward that scored it, for the ranges; without it they are not known.

    Raises:
        InputError: The file has no results, or another reward scored them.
    """
    summary: Summary | None = None
    for place, result in enumerate(read_results(path)):
        if summary is None:
            summary = _empty(result, reward)
        mark = result.get("fingerprint")
        if reward is not None and mark != reward.fingerprint:
            raise InputError(
                f"{path}: result {place} was scored by another reward (fingerprint {mark}, "
                f"{reward.name!r} is {reward.fingerprint})"
            )
        summary.add_earlier(result, None)
    if summary is None:
        raise InputError(f"{path}: there are no results in it")
    return summary


def _empty(first: Mapping[str, Any], reward: Reward | None) -> Summary:
    if reward is None:
        return Summary(_UNKNOWN, dict.fromkeys(first["components"], _UNKNOWN))
    leaves = reward.skipped().leaves()
    return Summary(reward.range, {name: leaf.range for name, leaf in leaves.items()})


def _nested(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row of a table as a result; a result of JSON lines is returned as it is."""
    if "components" in data or not any(key.startswith(_PREFIX) for key in data):
        return {"components": {}, **data} if "value" in data else dict(data)
    parts = {key.removeprefix(_PREFIX): data[key] for key in data if key.startswith(_PREFIX)}
    flat = {key: value for key, value in data.items() if not key.startswith(_PREFIX)}
    flat["components"] = {name: _number(value) for name, value in parts.items()}
    flat["value"] = _number(flat.get("value"))
    if isinstance(flat.get("explain"), str):
        flat["explain"] = json.loads(flat["explain"] or "{}")
    for key in ("reason", "detail"):
        flat[key] = flat.get(key) or ""
    return flat


def _number(cell: Any) -> Any:
    """Return a cell of a table as a number; an empty one is None."""
    if cell is None or cell == "":
        return None
    try:
        return float(cell)
    except (TypeError, ValueError):
        return cell


def _fault(result: Mapping[str, Any]) -> str:
    for key in ("value", "status"):
        if key not in result:
            return f"{key} is missing"
    parts = result["components"]
    if not isinstance(parts, Mapping):
        return "components is no object"
    for name, value in {"value": result["value"], **parts}.items():
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        if value is not None and not (number and math.isfinite(value)):
            return f"{name} = {value!r} is no number"
    if result["status"] not in STATUSES:
        return f"status = {result['status']!r} is none of {', '.join(STATUSES)}"
    return ""
