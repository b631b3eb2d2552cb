"""Labelled statements in any order: extrema with their places, solutions under conditions."""

from __future__ import annotations

import re
from functools import lru_cache

from rewardkit_verifiers.math.lib.decide.scalar import Verdict
from rewardkit_verifiers.math.lib.equivalent import same
from rewardkit_verifiers.math.lib.policy import Policy

_LONGEST, _MOST = 1_000, 12
_V = (
    r"(?<![A-Za-z\d.])[-+]?\s?(?:\\[dt]?frac\s?\{[^{}]{1,12}\}\s?\{[^{}]{1,12}\}"
    r"|(?:\d{1,6}\s?)?(?:\\sqrt\s?\{\d{1,6}\}|√\d{1,6})"
    r"|\d{1,9}(?:\.\d{1,9})?(?:\s?/\s?\d{1,9})?(?:\s?(?:\\pi(?![a-z])|π))?|\\pi(?![a-z])|π"
    r"|e)(?![A-Za-z\d_^]|\.\d)"
)
_LABEL = re.compile(
    r"(?P<max>\bmax(?:imum|ima|imal)?\b\.?|\b(?:greatest|largest|highest)\b|\bhochpunkt\w*"
    r"|\bmáximo|最大值|极大值)"
    r"|(?P<min>\bmin(?:imum|ima|imal)?\b\.?|\b(?:least|smallest|lowest)\b|\btiefpunkt\w*"
    r"|\bmínimo|最小值|极小值)",
    re.IGNORECASE,
)
_PLACE = re.compile(
    rf"\(?\s*(?:\b(?:at|when|for|where|bei|en|in)\b|当|,)?\s*\(?\b[xtθ]\s*=\s*({_V})\)?",
    re.IGNORECASE,
)
_VALUE = re.compile(_V)
_DENIED = re.compile(
    r"\b(?:no|not|none|nor|neither|without|kein\w*|either|or|maybe)\b|n['’]t\b|不|没|无",
    re.IGNORECASE,
)
_HINT = re.compile(
    r"creas|递[增减]|\b(?:max|min|greatest|largest|highest|least|smallest|lowest|when|if|for"
    r"|where|case|wenn"
    r"|für|falls|si|quand"
    r"|cuando|pour|se|hochpunkt|tiefpunkt|máximo|mínimo)|值|当|若|\|",
    re.IGNORECASE,
)
Extremum = tuple[str, str, str]
"""`max` or `min`, the value, and the place or an empty text."""


# Where a function rises and where it falls: the intervals stand before the next such word.
_TREND = re.compile(
    r"(?P<up>\bincreas(?:ing|es)\b|\brising\b|\bsteig\w*|croissante?\b|(?<!de)creciente|递增)"
    r"|(?P<down>\bdecreas(?:ing|es)\b|\bfalling\b|\bfäll\w*|\bfallend\b|décroissante?"
    r"|decreciente|递减)",
    re.IGNORECASE,
)
_INTERVAL = re.compile(r"[\[(][^\[\]()]{1,60},[^\[\]()]{1,60}[\])]")


@lru_cache(maxsize=2048)
def _trends(text: str) -> dict[str, str]:
    """Return where a text says that something rises and falls; nothing unless it says both."""
    words = list(_TREND.finditer(text)) if len(text) <= _LONGEST else []
    if {word.lastgroup for word in words} != {"up", "down"} or len(words) != 2:
        return {}
    first, second = words
    spans = (first.end(), second.start()), (second.end(), len(text))
    if _INTERVAL.search(text, 0, first.start()) is not None:
        spans = (0, first.start()), (first.end(), second.start())
    found: dict[str, str] = {}
    for word, (begin, end) in zip(words, spans, strict=True):
        intervals = _INTERVAL.findall(text, begin, end)
        if not intervals:
            return {}
        found[str(word.lastgroup)] = " \\cup ".join(intervals)
    return found


def other_trends(gold: str, said: str, policy: Policy) -> bool | None:
    """Return whether two texts tell other intervals of rise and fall; None where one tells none.

    Example:
        >>> from rewardkit_verifiers.math.lib.policy import PRESETS
        >>> gold, rules = "increasing on (0,1), decreasing on (1,2)", PRESETS["default"]
        >>> other_trends(gold, "decreasing on (1,2), increasing on (0,1)", rules)
        False
        >>> other_trends(gold, "decreasing on (0,1), increasing on (1,2)", rules)
        True
    """
    mine = _trends(gold)
    theirs = _trends(said) if mine else {}
    if not mine or not theirs:
        return None
    return not all(same(mine[end], theirs[end], policy) for end in ("up", "down"))


def has_statements(gold: str) -> bool:
    """Whether a reference states extrema, or values under two conditions or more."""
    if len(gold) > _LONGEST or _HINT.search(gold) is None:
        return False
    return bool(_trends(gold)) or bool(_extrema(gold)) or bool(_cases(gold))


def same_statements(gold: str, said: str, prompt: str, policy: Policy) -> Verdict | None:
    """Compare labelled statements in any order; None where either has none, or they differ.

    Args:
        gold: The reference.
        said: The answer.
        prompt: The task, which decides nothing here.
        policy: What to do where the field disagrees.

    Example:
        >>> from rewardkit_verifiers.math.lib.policy import PRESETS
        >>> gold, said = "maximum 5, minimum -4", "The minimum is -4 and the maximum is 5."
        >>> same_statements(gold, said, "", PRESETS["default"]).equal
        True
    """
    del prompt
    if len(said) > _LONGEST:
        return None
    if _trends(gold):
        told = other_trends(gold, said, policy) is False
        return Verdict(True, "structure", "the same intervals") if told else None
    mine = _extrema(gold)
    if mine:
        theirs = _extrema(said)
        found = len(theirs) == len(mine) and _matched(mine, theirs, policy)
        return Verdict(True, "structure", "the same extrema") if found else None
    cases, theirs_told = _cases(gold), _cases(said)
    if len(cases) < 2 or len(cases) != len(theirs_told):
        return None
    left = list(theirs_told)
    for condition, value in cases:
        for other in left:
            if _same_case((condition, value), other, policy):
                left.remove(other)
                break
        else:
            return None
    return Verdict(True, "structure", "the same cases")


def _matched(mine: tuple[Extremum, ...], theirs: tuple[Extremum, ...], policy: Policy) -> bool:
    left = list(theirs)
    for label, value, place in mine:
        for other in left:
            placed = not place or (bool(other[2]) and bool(same(place, other[2], policy)))
            if other[0] == label and placed and same(value, other[1], policy):
                left.remove(other)
                break
        else:
            return False
    return True


@lru_cache(maxsize=2048)
def _extrema(text: str) -> tuple[Extremum, ...]:
    """Return the extrema that a text or the rows of a table state; none where one is unclear."""
    plain = text.replace("$", "").replace("**", "").replace("−", "-").replace("\\text", "")
    if "|" in plain:
        rows = [row for row in plain.split("\n") if row.count("|") > 1 and _LABEL.search(row)]
        found = [_extremum(row.replace("|", " ; ")) for row in rows]
    else:
        labels = list(_LABEL.finditer(plain))
        if not labels or any(map(str.isdigit, plain[: labels[0].start()])):
            return ()
        starts = [label.start() for label in labels]
        pieces = zip(starts, [*starts[1:], len(plain)], strict=True)
        found = [_extremum(plain[begin:end]) for begin, end in pieces]
    kept = [one for one in found if one is not None]
    whole = len(kept) == len(found) <= _MOST
    return tuple(kept) if whole and not _DENIED.search(plain) else ()


def _extremum(piece: str) -> Extremum | None:
    label = _LABEL.search(piece)
    places = list(_PLACE.finditer(piece))
    values = [value[0] for value in _VALUE.finditer(_PLACE.sub(" ; ", piece)) if value[0] != "e"]
    if label is None or len(places) > 1 or len(values) != 1:
        return None
    place = places[0][1] if places else ""
    return str(label.lastgroup), values[0].strip().lstrip("+"), place.strip().lstrip("+")


# --- values under conditions -------------------------------------------------------------
_C = (
    r"(?:[^\s,;:$|]{0,12}\s?)?[A-Za-z]\s?(?:[<>]=?|≤|≥|≠|=|\\(?:leq?|geq?|neq?|lt"
    r"|gt)(?![a-z]))\s?[^\s,;:$|时時,;]{1,20}"
)
_CASE = re.compile(
    rf"(?:\b(?:when|if|for|where|case|wenn|für|falls|si|quand|cuando|pour|se)\b|当"
    rf"|若)\s*({_C})\s*(?:时|時)?\s*[,:,]?\s*(?:then\s|we have\s)?",
    re.IGNORECASE,
)
_NOTHING = re.compile(
    r"(?:there (?:is|are) )?(?:no (?:real )?solutions?|none|keine lösung|aucune solution|sin"
    r" solución|no hay solución|无解|空集)"
    r"|\\(?:varnothing|emptyset)|∅|\\\{\s*\\\}",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[\s,;.。;,]+(?:and\s*|und\s*|et\s*|y\s*)?\Z")
_ASIDE = re.compile(r"\s+(?:—|–|--)\s.*\Z|\s\([^()]*[a-z]{3}[^()]*\)\s*\Z", re.DOTALL)


@lru_cache(maxsize=2048)
def _cases(text: str) -> tuple[tuple[str, str], ...]:
    """Return the conditions and what holds under them, of sentences or the rows of a table."""
    plain = text.replace("$", "").replace("**", "").replace("−", "-").replace("\\displaystyle", "")
    found: list[tuple[str, str]] = []
    if "|" in plain:
        for row in plain.split("\n"):
            cells = [cell.strip() for cell in row.strip().strip("|").split("|")]
            condition = re.fullmatch(_C, cells[0]) if len(cells) == 2 else None
            if condition is not None:
                found.append((cells[0], _held(cells[1])))
    else:
        parts = _CASE.split(plain)
        if any(map(str.isdigit, parts[0])) or "=" in parts[0]:
            return ()
        found = [(parts[at], _held(parts[at + 1])) for at in range(1, len(parts) - 1, 2)]
    if not 2 <= len(found) <= _MOST or any(not value for _, value in found):
        return ()
    return tuple(found)


def _held(text: str) -> str:
    value = _ENDS.sub("", _ASIDE.sub("", text.strip())).strip()
    return r"\emptyset" if _NOTHING.search(value) and not any(map(str.isdigit, value)) else value


def _same_case(one: tuple[str, str], other: tuple[str, str], policy: Policy) -> bool:
    if not same(one[0], other[0], policy):
        return False
    if r"\emptyset" in (one[1], other[1]):
        return one[1] == other[1]
    return bool(same(one[1], other[1], policy))
