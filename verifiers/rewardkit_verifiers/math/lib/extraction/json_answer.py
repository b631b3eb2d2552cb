"""The answer of a JSON object on which a text ends, under one of its usual names."""

from __future__ import annotations

import json
import re
from typing import Any

from rewardkit_verifiers.math.lib.extraction.found import Found, Missing, finish

_LONGEST, _MOST_STARTS = 20_000, 4
_KEYS = ("final_answer", "finalanswer", "answer", "result", "solution")
_INNER = ("value", "final", "answer", "result")
_FENCED = re.compile(
    r"```(?:json|JSON|javascript|text|txt|plaintext|python)?[ \t]*\n((?:[^`]|`(?!``))*)\n?```\s*\Z"
)
_START = re.compile(r"(?:^|\n)[ \t]*(?=[{\[][\s\n]*[\"'{])|[:：][ \t]+(?=\{[\s\n]*[\"'])")
# A name in quotes before a colon: no JSON is without one.
_NAMED = re.compile(r"[\"'](?:final[_ ]?)?(?:answer|result|solution)[\"']\s*:", re.IGNORECASE)
# \sqrt is no escape of JSON, and the \f of \frac is another one.
_NO_ESCAPE = re.compile(r"\\(?![\"\\/bfnrtu])")
_ESCAPED = {"\f": "\\f", "\b": "\\b", "\t": "\\t", "\r": "\\r"}


def json_answer(text: str) -> Found | Missing | None:
    r"""Take the answer that a JSON object at the end of a text gives.

    Returns:
        None where a text ends on no such object; `Missing` where the object answers nothing.

    Example:
        >>> json_answer('{"steps": ["6 * 2"], "answer": {"value": 12, "unit": "kg"}}').text
        '12 kg'
        >>> json_answer('{"answer": null}').reason, json_answer("f(x) = {1}")
        ('no_answer', None)
    """
    end = text[-_LONGEST:].rstrip()
    if end[-1:] not in ("}", "]", "`"):
        return None
    if _NAMED.search(end) is None:
        return _of_measure(end) if _MEASURED.search(end) is not None else None
    for held in _candidates(end):
        data = _parsed(held)
        if isinstance(data, list):
            data = next((one for one in reversed(data) if isinstance(one, dict)), None)
        if not isinstance(data, dict):
            continue
        named = {str(key).lower().replace(" ", "_"): value for key, value in data.items()}
        for key in _KEYS:
            if key in named:
                said = _said(named[key])
                empty = Missing("no_answer", f"{key!r} of the JSON object holds no answer")
                return finish("concluded", [said]) if said else empty
    return None


_MEASURED = re.compile(r"[\"'](?:units?|currency)[\"']\s*:", re.IGNORECASE)


def _of_measure(end: str) -> Found | Missing | None:
    """Return the one number of an object that has a unit beside it: an area and its unit."""
    for held in _candidates(end):
        data = _parsed(held)
        if not isinstance(data, dict) or len(data) != _PAIR:
            continue
        values = [_said(value) for key, value in data.items() if not _UNITS.fullmatch(str(key))]
        units = [_said(value) for key, value in data.items() if _UNITS.fullmatch(str(key))]
        if len(values) == len(units) == 1 and values[0][-1:].isdecimal():
            return finish("concluded", [f"{values[0]} {units[0]}"])
    return None


_UNITS, _PAIR = re.compile(r"units?|currency", re.IGNORECASE), 2


def _candidates(end: str) -> list[str]:
    """Return the pieces at the end of a text that may be JSON, the longest first."""
    fenced = _FENCED.search(end)
    if fenced is not None:
        return [fenced[1]]
    found: list[str] = []
    for count, start in enumerate(_START.finditer(end)):
        if count >= _MOST_STARTS:
            break
        found.append(end[start.end() :])
    found.append(end[end.rfind("\n{") + 1 :])
    found.append(end[end.rfind("{") :])
    return found


def _parsed(held: str) -> Any:
    """Return what a piece of JSON holds, quotes of Python and stray backslashes allowed."""
    held = held.strip()
    if '"' not in held:
        held = held.replace("'", '"')
    for spelt in (held, _NO_ESCAPE.sub(r"\\\\", held)):
        try:
            return json.loads(spelt)
        except (ValueError, RecursionError):
            continue
    return None


def _said(value: Any) -> str:
    """Return a value as an answer is written; empty for what is none."""
    if isinstance(value, dict):
        named = {str(key).lower(): one for key, one in value.items()}
        inner = next((named[key] for key in _INNER if key in named), None)
        said = "" if isinstance(inner, dict) else _said(inner)
        unit = named.get("unit", named.get("units"))
        return f"{said} {unit}" if said and isinstance(unit, str) and unit else said
    if isinstance(value, list):
        return ", ".join(map(_said, value)) if all(map(_said, value)) else ""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return "".join(_ESCAPED.get(char, char) for char in str(value)).strip()
