"""Answers in plain words in the spelling that the grammar reads: durations, bounds, one in six."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rewardkit_verifiers.math.lib.grammar.words import UNIT_WORDS, UNITS
from rewardkit_verifiers.math.lib.spoken import number_word

_LONGEST = 200
_TIMES = {
    **dict.fromkeys(("d", "day", "days"), "days"),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), "hours"),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), "minutes"),
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), "seconds"),
}
_PART = (
    r"(\d{1,4}(?:\.\d{1,4})?)\s?(days?|d|hours?|hrs?|h|minutes?|mins?|min|m|seconds?|secs?|s)\b\.?"
)
_DURATION = re.compile(
    rf"(?:.*?[A-Za-z:]\s+)??{_PART}(?:,?\s*(?:and\s+)?{_PART}){{1,3}}\s*\.?", re.DOTALL
)
_ONE_PART = re.compile(_PART)
_COEFFICIENT = re.compile(
    r"(?:.*?\b(?:is|of|equals|gets?|have|=)\s+)?(-?\d{0,6}(?:\.\d{1,6})?\s?(?:/\d{1,4}\s?)?(?:π"
    r"|\\pi(?![a-z])|pi\b|√\d{1,6}|\\sqrt\s?\{\d{1,6}\})"
    r"(?:/\d{1,4})?)\s*((?:square|cubic|sq\.?|cu\.?)?\s*[A-Za-z]{1,12}(?:\s?\^\s?\d|[²³])?)\s*\.?",
    re.DOTALL,
)
_NAMED = (
    r"(?:(?:the\s+)?(?:set of\s+)?(?:all|any|every)?\s*(?:real\s+)?(?:numbers?"
    r"|values?)(?:\s+of\s+[a-z])?"
    r"(?:\s+[a-z])?(?:\s+(?:that|which)\s+are)?|[a-z](?:\s+(?:is|must be|has to be))?)"
)
_BOUND = re.compile(
    rf"(?:.*?[,.:]\s+)?{_NAMED}\s+(?:strictly\s+)?(greater|larger|bigger|more|less|smaller) than"
    r"(\s+or equal to)?\s+(-?[\d./\\{}a-zπ√]{1,30}?)\s*\.?",
    re.IGNORECASE | re.DOTALL,
)
_BOUND_LEAST = re.compile(rf"{_NAMED}\s+at (least|most)\s+(-?[\d./]{{1,20}}?)\s*\.?", re.IGNORECASE)
_OUT_OF = re.compile(
    r"(?:.*?\b(?:is|of|=|:)\s+)?(?:exactly\s+)?(\d{1,6}|[a-z]{3,9})\s+(?:in|out of"
    r"|in every)\s+(\d{1,6}|[a-z]{3,9})\s*\.?",
    re.IGNORECASE,
)
_EQUALS = re.compile(r"([A-Za-z](?:_?\d)?)\s+(?:equals|is equal to)\s+([^=]{1,80})")
_GERMAN_POINT = re.compile(
    r"[A-Z]?\s?\(\s?(-?[\d.,/]{1,12})\s?\|\s?(-?[\d.,/]{1,12})(?:\s?\|\s?(-?[\d.,/]{1,12}))?\s?\)"
)


def reworded(text: str) -> tuple[str, ...]:
    r"""Return the texts that say in formulas what an answer says in words.

    Example:
        >>> reworded("1 in 6"), reworded("x is greater than 2")
        (('1/6',), ('x > 2',))
        >>> reworded("2 hours and 45 min"), reworded("25π cm²"), reworded("an apple")
        (('2\\text{ hours} 45\\text{ minutes}',), ('25π\\text{ cm^2}',), ())
    """
    text = text.strip().strip("*_$").strip()
    return tuple(_all(text)) if len(text) <= _LONGEST else ()


def _all(text: str) -> Iterator[str]:
    if _DURATION.fullmatch(text):
        parts = _ONE_PART.findall(text)
        named = [_TIMES[name.lower()] for _, name in parts]
        order = [list(_TIMES.values()).index(name) for name in named]
        if order == sorted(set(order)):
            yield " ".join(
                rf"{size}\text{{ {name}}}" for (size, _), name in zip(parts, named, strict=True)
            )
    if (found := _COEFFICIENT.fullmatch(text)) is not None:
        unit = found[2].replace("²", "^2").replace("³", "^3").replace(" ^", "^")
        words = unit.replace("^2", "").replace("^3", "").split()
        if words and (
            words[-1] in UNITS or words[-1] in UNIT_WORDS or words[-1].rstrip("s") in UNIT_WORDS
        ):
            yield rf"{found[1].strip()}\text{{ {unit}}}"
    if (bound := _BOUND.fullmatch(text)) is not None:
        sign = ">" if bound[1].lower() in ("greater", "larger", "bigger", "more") else "<"
        yield f"x {sign}{'=' if bound[2] else ''} {bound[3]}"
    if (least := _BOUND_LEAST.fullmatch(text)) is not None:
        yield f"x {'>=' if least[1].lower() == 'least' else '<='} {least[2]}"
    if (share := _OUT_OF.fullmatch(text)) is not None:
        top, bottom = _whole(share[1]), _whole(share[2])
        if top and bottom and top < bottom:
            yield f"{top}/{bottom}"
    if (equal := _EQUALS.fullmatch(text)) is not None:
        yield f"{equal[1]} = {equal[2]}"
    if (point := _GERMAN_POINT.fullmatch(text)) is not None:
        yield f"({', '.join(part for part in point.groups() if part)})"


def _whole(word: str) -> int | None:
    if word.isdigit():
        return int(word)
    value = number_word(word)
    return None if value is None or value.denominator != 1 else int(value)
