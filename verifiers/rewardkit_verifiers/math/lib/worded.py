"""Answers in plain words in the spelling that the grammar reads: durations, bounds, one in six."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rewardkit_verifiers.math.lib.extraction.constants_named import without_constants
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
    yield from _without_extras(text)
    if (point := _GERMAN_POINT.fullmatch(text)) is not None:
        mark = "; " if "," in text else ", "
        yield f"({mark.join(part for part in point.groups() if part)})"


_CONSTANT = re.compile(r"(?<![A-Za-z\\_])([cCkK])([1-4])(?![\d.])")
_CONDITION = re.compile(
    r"(.{3,160}?)(?:[\s,.;]|\\[,;: ]|\\q?quad)*(?:,|\\q?quad|\$\$|[.])\s*(?:where|with"
    r"|for (?:some|any|all)|here)?\s*"
    r"\$?(?:[A-Za-z]_?\{?\d?\}?,?\s*){1,4}\$?(?:\\in|∈|\s(?:is|are) (?:an? )?(?:arbitrary"
    r"|constants?|real|any|the constant)).{0,60}",
    re.DOTALL,
)
_SHARE_OF = re.compile(r"(?:an?\s+)?(-?\d[\d.,]*\s?\\?%)\s+[a-z]{3,14}\.?")
_COUNTED = re.compile(
    r"(?:.*?[A-Za-z]\s+)??(\d{1,3}|[A-Za-z]{3,9})\s+[A-Za-z ]{3,40}?(?::|,? namely:?"
    r"|, which are:?|, that is,)\s+"
    r"((?:[-\w./]{1,12}(?:,\s*(?:and\s+)?|\s+and\s+)){1,40}[-\w./]{1,12}?)\.?"
)
_ITEM = re.compile(r",\s*(?:and\s+)?|\s+and\s+")


def _without_extras(text: str) -> Iterator[str]:
    """Yield a text without the condition on its constants, a share without its noun, a count."""
    constants = _CONSTANT.sub(r"\1_\2", text)
    if (formula := without_constants(text)) != text:
        yield formula
    if (condition := _CONDITION.fullmatch(constants)) is not None:
        yield condition[1]
    elif constants != text:
        yield constants
    if (share := _SHARE_OF.fullmatch(text)) is not None:
        yield share[1]
    # 9 divisors: 1, 2, 3, 4, 6, 9, 12, 18, 36 says 9, since it lists so many.
    counted = _COUNTED.fullmatch(text)
    if counted is not None and _whole(counted[1]) == len(_ITEM.split(counted[2])):
        yield str(_whole(counted[1]))


def _whole(word: str) -> int | None:
    if word.isdigit():
        return int(word)
    value = number_word(word)
    return None if value is None or value.denominator != 1 else int(value)
