"""Criteria of a rubric: read from plain data, a YAML, TOML or JSON file, or a dataset column."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from rewardkit.errors import closest
from rewardkit.judge.prompt.verdict_schema import Field

KEYS = ("text", "points")
MOST = 50


class Criteria(list[dict[str, Any]]):
    """What a submission is judged by: `text`, and `points` that may be negative.

    As a setting it may also be given as one text, a list of texts, or the path of a file; it is
    kept as the plain list, so that the fingerprint of a reward covers what stands in the file.
    """

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, build: Any) -> Any:
        """Tell pydantic how to read the setting."""
        from pydantic_core import core_schema

        return core_schema.no_info_plain_validator_function(read_criteria)

    @classmethod
    def untrusted_fault(cls, value: Any, hosts: Collection[str]) -> str:
        """Return what a stranger's spec may not ask for here: the content of a file."""
        return f"{value!r} reads a file" if _is_path(value) else ""


def _is_path(given: Any) -> bool:
    return isinstance(given, str) and Path(given).suffix in (".yaml", ".yml", ".toml", ".json")


def read_criteria(given: Any, files: bool = True) -> list[dict[str, Any]]:
    """Return criteria as a list of `{"text", "points"}`.

    Args:
        given: A list of texts or mappings, one text, or the path of a `.yaml`, `.toml` or `.json`
            file that holds such a list under `criteria` or by itself.
        files: Whether a path is read; a path in a data set is a text like any other.

    Raises:
        ValueError: They make no rubric: names the criterion and the closest word.

    Example:
        >>> read_criteria(["Names the capital", {"text": "Is rude", "points": -1}])
        [{'text': 'Names the capital', 'points': 1.0}, {'text': 'Is rude', 'points': -1.0}]
    """
    if isinstance(given, str):
        given = _file(Path(given)) if files and _is_path(given) else [given]
    if isinstance(given, Mapping) and "criteria" in given:
        given = given["criteria"]
    if hasattr(given, "tolist"):
        given = given.tolist()
    if not isinstance(given, Sequence) or not given:
        raise ValueError(f"criteria must be a list with at least one criterion, not {given!r}")
    if len(given) > MOST:
        raise ValueError(f"criteria has {len(given)} entries; a judge is asked at most {MOST}")
    found = [_criterion(number, one) for number, one in enumerate(given)]
    if sum(one["points"] for one in found if one["points"] > 0) <= 0:
        raise ValueError("criteria: none has points above 0, so nothing could be earned")
    return found


def _criterion(number: int, one: Any) -> dict[str, Any]:
    if isinstance(one, str):
        one = {"text": one}
    if not isinstance(one, Mapping):
        raise ValueError(f"criteria[{number}] is {one!r}; write a text or text and points")
    for key in one:
        if key not in KEYS:
            raise ValueError(f"criteria[{number}] has no key {key!r}.{closest(key, KEYS)}")
    text, points = one.get("text"), one.get("points", 1.0)
    if not isinstance(text, str) or not text.strip():
        raise ValueError(f"criteria[{number}] has no text")
    if isinstance(points, bool) or not isinstance(points, (int, float)) or not -1e6 < points < 1e6:
        raise ValueError(f"criteria[{number}]: points = {points!r} must be a number")
    if points == 0:
        raise ValueError(f"criteria[{number}]: 0 points would be asked about for nothing")
    return {"text": text.strip(), "points": float(points)}


def _file(path: Path) -> Any:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ValueError(f"criteria file {path}: cannot be read: {error.strerror}") from None
    try:
        if path.suffix == ".toml":
            import tomllib

            return tomllib.loads(text)
        if path.suffix == ".json":
            return json.loads(text)
        import yaml

        return yaml.safe_load(text)
    except ValueError as error:
        raise ValueError(f"criteria file {path}: {error}") from None
    except yaml.YAMLError as error:
        raise ValueError(f"criteria file {path}: {error}") from None


def criteria_fields(criteria: Sequence[Mapping[str, Any]], start: int = 1) -> tuple[Field, ...]:
    """Return one key of the verdict for each criterion."""
    return tuple(
        Field(f"c{number}", "bool", good=one["points"] > 0)
        for number, one in enumerate(criteria, start)
    )


def criteria_text(criteria: Sequence[Mapping[str, Any]], start: int = 1) -> str:
    """Return the criteria as the judge is shown them; without points, which are not its business.

    Example:
        >>> criteria_text([{"text": "Names the capital", "points": 1.0}])
        'c1: Names the capital'
    """
    return "\n".join(f"c{number}: {one['text']}" for number, one in enumerate(criteria, start))


def earned(criteria: Sequence[Mapping[str, Any]], met: Sequence[bool]) -> float:
    """Return the points of the criteria that are met, over all that could be earned.

    Negative points can bring it below 0. The formula is HealthBench's (Arora et al. 2025).

    Example:
        >>> earned([{"points": 3.0}, {"points": 1.0}, {"points": -2.0}], [True, False, True])
        0.25
    """
    most = sum(one["points"] for one in criteria if one["points"] > 0)
    got = sum(one["points"] for one, yes in zip(criteria, met, strict=True) if yes)
    return float(got / most)
