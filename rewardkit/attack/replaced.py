"""Rows with another reference, or with none, in every field that holds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rewardkit.attack.meant_numbers import as_number
from rewardkit.attack.objects import object_of
from rewardkit.attack.plain import REFERENCE
from rewardkit.data.sample import Sample


def with_reference(sample: Sample, text: str) -> Sample | None:
    """Return a sample with another reference of the same type, in every field that holds it."""
    old = sample.answer
    changed = False
    columns = dict(sample.columns)
    answer = old
    if old is not None and (new := _as(old, text)) is not None:
        answer, changed = new, True
    for name, value in sample.columns.items():
        held = name in REFERENCE or _same(value, old)
        if held and (new := _as(value, text)) is not None:
            columns[name] = new
            changed = True
        elif not held and old is not None and isinstance(value, Mapping):
            inner = {key: answer if _same(one, old) else one for key, one in value.items()}
            columns[name] = inner
    return replace(sample, answer=answer, columns=columns) if changed else None


def _as(old: Any, text: str) -> Any:
    if isinstance(old, bool) or old is None:
        return None
    if isinstance(old, str):
        return text
    if isinstance(old, (int, float)):
        number = as_number(text)
        if number is None or (isinstance(old, int) and number.denominator != 1):
            return None
        return int(number) if isinstance(old, int) else float(number)
    if isinstance(old, list):
        return [text]
    if isinstance(old, Mapping):
        return object_of(text)
    return None


def without_reference(sample: Sample, value: object) -> Sample:
    """Return a sample whose reference is this value in every field that holds it."""
    old = sample.answer

    def emptied(name: str, held: Any) -> Any:
        if name in REFERENCE or _same(held, old):
            return value
        if isinstance(held, Mapping):
            return {key: value if _same(one, old) else one for key, one in held.items()}
        return held

    columns = {name: emptied(name, held) for name, held in sample.columns.items()}
    if old is not None:
        columns["answer"] = value
    return replace(sample, answer=value, columns=columns)


def _same(one: Any, other: Any) -> bool:
    """Return True if a field holds the reference; arrays and the like never do."""
    if other is None or type(one) is not type(other):
        return False
    if hasattr(one, "tolist"):
        one, other = one.tolist(), other.tolist()
    return bool(one == other)
