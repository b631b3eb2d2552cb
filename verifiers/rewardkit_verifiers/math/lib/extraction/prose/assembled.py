"""Answers of several parts or unknowns that a reply gives one after the other."""

from __future__ import annotations

import re

from rewardkit_verifiers.math.lib.extraction.prose.asides import doubts, is_aside
from rewardkit_verifiers.math.lib.extraction.prose.clause import stated
from rewardkit_verifiers.math.lib.extraction.prose.kinds import sort_of
from rewardkit_verifiers.math.lib.extraction.prose.parts import Part

_MOST, _MOST_PIECES = 4, 24
_WANTED = re.compile(r"\s*[(\[]?\s*([^()\[\]{}<>]+?)\s*[)\]]?\s*")
_LABEL = re.compile(r"[\s*_#]*(?:[Pp]art\s)?\(?([a-d]|i{1,3}|iv)[.)][*_:]*\s+(?=\S)")
_LABELS = re.compile(r"\((?:[a-d]|i{1,3}|iv)\)\s")
_ORDER = ("a", "b", "c", "d"), ("i", "ii", "iii", "iv")
_GIVES = re.compile(
    r"(?<![A-Za-z\d_^/+−\\-])(?<!(?<!\*)\*)([A-Za-z])\s?=\s?([-−]?\s?(?:\d[\d.,/]*|\\[dt]?frac\{\d+\}\{\d+\}"
    r"|\\sqrt\{?\d+\}?|\d*√\d+))(?=[\s$*,;.)]|\\[\]),;]|\Z)(?!\s*(?:[-+/^=]|\*(?!\*)))"
)
_OPEN = re.compile(
    r"\b(?:or|maybe|perhaps|if|either|not|cannot|never|might|could|would|may|impossible|fails?"
    r"|reject\w*|suppose|assume|let|guess|oder|vielleicht|nicht|ou|peut-être|o|tal vez|или)\b"
    r"|n['’]t\b|[?？≠]|或|不",
    re.IGNORECASE,
)


def assembled(rest: list[Part], wanted: str) -> str:
    """Return the values of all parts or unknowns as one answer, or an empty text.

    Args:
        rest: The pieces that may hold the answer.
        wanted: The reference; it says how many values belong together.

    Example:
        >>> said = [Part("sentence", one, 0, 9) for one in ("So x = 3.", "Then y = -2.")]
        >>> assembled(said, "(3, -2)"), assembled(said, "x = 3, y = -2"), assembled(said, "3")
        ('(3, -2)', 'x=3, y=-2', '')
    """
    match = _WANTED.fullmatch(wanted)
    pieces = match[1].split(",") if match is not None else []
    if not 2 <= len(pieces) <= _MOST or not all(map(str.strip, pieces)):
        return ""
    asserting = [part for part in rest if not is_aside(part.text)][-_MOST_PIECES:]
    return _of_labels(asserting, pieces) or _of_names(asserting, pieces, wanted)


def _of_labels(rest: list[Part], pieces: list[str]) -> str:
    """Return the values behind the labels (a), (b) at the end of a reply."""
    found: dict[str, str] = {}
    label = ""
    for part in rest:
        opened = _LABEL.match(part.text)
        if opened is not None:
            label = opened[1]
        if opened is None and _LABELS.search(part.text):
            return ""  # all of them once more: that is read as it stands
        if not label or part.kind == "display":
            continue
        place = _place(label)
        text = part.text[opened.end() :] if opened is not None else part.text
        said = stated(text, frozenset(), sort_of(pieces[place]) if place < len(pieces) else "value")
        if said.hedged or said.others or doubts(text):
            return ""
        if said.text:
            found[label] = said.text.rpartition("=")[2].strip()
    order = next((one for one in _ORDER if set(found) == set(one[: len(pieces)])), None)
    return "" if order is None else f"({', '.join(found[one] for one in order[: len(pieces)])})"


def _place(label: str) -> int:
    return next((one.index(label) for one in _ORDER if label in one), _MOST)


def _of_names(rest: list[Part], pieces: list[str], wanted: str) -> str:
    """Return the last values of the unknowns, of the pieces that a reply ends on."""
    found: dict[str, str] = {}
    for part in reversed(rest):
        given = _GIVES.findall(part.text.replace("&", ""))
        if not given and len(found) < len(pieces):
            if found or not part.text.strip():
                continue
            return ""
        if _OPEN.search(part.text) is not None or doubts(part.text):
            return ""
        for name, value in reversed(given):
            found.setdefault(name, value.rstrip(".,"))
        if len(found) >= len(pieces):
            break
    if len(found) != len(pieces):
        return ""
    if "=" in wanted:
        return ", ".join(f"{name}={found[name]}" for name in sorted(found))
    return f"({', '.join(found[name] for name in sorted(found))})"
