"""The form of samples and breakdowns between client and server, as plain data for JSON.

A number comes back as the same number: JSON in Python writes the shortest text that reads back
equal. Infinite ends of ranges are the words `inf` and `-inf`, since JSON has no infinity.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from rewardkit.data.sample import FIELDS, Sample
from rewardkit.data.score import STATUSES, Breakdown, Range, Score
from rewardkit.data.steps import read_steps
from rewardkit.errors import InputError

Data = dict[str, Any]
_SCORE = ("value", "status", "reason", "detail", "seconds")


def sample_data(sample: Sample) -> Data:
    """Return a sample as plain data, which `sample_of` reads back."""
    data: Data = {
        name: _plain(value, name) for name in FIELDS if (value := getattr(sample, name)) is not None
    }
    if sample.columns:
        data["columns"] = {
            str(name): _plain(value, str(name)) for name, value in sample.columns.items()
        }
    return data


def sample_of(data: Mapping[str, Any]) -> Sample:
    """Return the sample that `sample_data` wrote.

    Raises:
        InputError: It is not one.
    """
    row = {name: value for name, value in data.items() if name != "columns"}
    columns = data.get("columns") or {}
    if not isinstance(columns, Mapping):
        raise InputError(f"columns must be an object, not {type(columns).__name__}")
    for name in row:
        if name not in FIELDS:
            raise InputError(f"a sample has no field {name!r}; put it into its columns")
    read = Sample.from_row(row)
    return Sample(read.completion, read.prompt, read.answer, dict(columns), read.id, read.group)


def score_data(found: Breakdown) -> Data:
    """Return the scores of a tree as plain data; names and ranges stand in `tree_data`."""
    score = found.score
    data: Data = {"value": score.value, "status": score.status}
    data |= {key: text for key in ("reason", "detail") if (text := getattr(score, key))}
    data["seconds"] = score.seconds
    if score.steps:
        data["steps"] = [list(step) for step in score.steps]
    if found.children:
        data["parts"] = [score_data(child) for child in found.children]
    return data


def tree_data(found: Breakdown) -> Data:
    """Return the names, weights, ranges and fingerprints of a tree: what all rows share."""
    return {
        "name": found.name,
        "weight": found.weight,
        "range": [_end(end) for end in found.range],
        "fingerprint": found.fingerprint,
        "parts": [tree_data(child) for child in found.children],
        **({"component": True} if found.component else {}),
    }


def breakdown_of(tree: Mapping[str, Any], scores: Mapping[str, Any]) -> Breakdown:
    """Return the breakdown of one row from what all rows share and its own scores.

    Raises:
        InputError: They are not of the form that a server writes.
    """
    try:
        parts, own = tree["parts"], scores.get("parts", [])
        if scores["status"] not in STATUSES:
            raise ValueError(f"status {scores['status']!r}")
        given = {key: scores[key] for key in _SCORE if key in scores}
        children = tuple(map(breakdown_of, parts, own)) if len(parts) == len(own) else None
        if children is None:
            raise ValueError(f"{len(own)} parts where the tree has {len(parts)}")
        low, high = map(float, tree["range"])
        return Breakdown(
            tree["name"],
            Score(**given, steps=read_steps(scores.get("steps", ()), low, high)),
            children,
            tree["weight"],
            Range(low, high),
            tree["fingerprint"],
            tree.get("component", False),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(f"the answer is not one of a reward server: {error}") from None


def _end(value: float) -> float | str:
    if math.isfinite(value):
        return value
    return "inf" if value > 0 else "-inf"


def _plain(value: Any, name: str) -> Any:
    """Return a value of a sample as JSON holds it."""
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    if isinstance(value, Mapping):
        return {str(key): _plain(item, name) for key, item in value.items()}
    if hasattr(value, "tolist"):
        return _plain(value.tolist(), name)
    if isinstance(value, Sequence) and not isinstance(value, (bytes, bytearray)):
        return [_plain(item, name) for item in value]
    raise InputError(
        f"{name!r} holds a {type(value).__name__}, which JSON cannot carry to a server. "
        "Give text, numbers, lists and mappings."
    )
