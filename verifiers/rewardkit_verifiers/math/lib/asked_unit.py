"""The unit that a prompt asks for, held against that of an answer where the reference has none."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

from rewardkit_verifiers.math.lib.decide.units import RADIANS, unit

_LONGEST = 200
_LONGEST_PROMPT = 20_000
_ASKED = re.compile(
    r"\b(?:(?:in|en)(?!\s+how\b)|how (?:many|much)|number of|fraction of an?"
    r"|nearest(?: \w{3,12}th of an?)?)\s+"
    r"((?:(?:whole|full|total|square|cubic)\s+){0,1}[A-Za-z]{2,14}"
    r"(?:\s?(?:/|\bper\b)\s?[A-Za-z]{1,12})?(?:\s?\^\s?\{?[23]\}?|[²³])?)(?![A-Za-z])",
    re.IGNORECASE,
)
# A question that ends on its unit: "What is its acceleration in m/s^2?"
_LAST_ASKED = re.compile(
    r"\b(?:what|find|compute|calculate|determine|express|give|how"
    r"|convert)\b[^.?!]{0,200}?\bin\s+\$?"
    r"((?:(?:square|cubic)\s+)?[A-Za-z]{1,14}(?:\s?(?:/|\bper\b)\s?[A-Za-z]{1,12})?"
    r"(?:\s?\^\s?\{?[23]\}?|[²³])?)\$?\s*(?:\?|\.?\s*$|\.?\s*\()",
    re.IGNORECASE,
)
# "Find the kinetic energy in joules of": the unit follows the quantity.
_QUANTITY_ASKED = re.compile(
    r"\b(?:what is|find|compute|calculate|determine|express|give)\s+(?:the|its|this)\s+"
    r"(?:[a-z]+\s+){1,3}in\s+\$?"
    r"((?:(?:square|cubic)\s+)?[A-Za-z]{1,14}(?:\s?(?:/|\bper\b)\s?[A-Za-z]{1,12})?"
    r"(?:\s?\^\s?\{?[23]\}?|[²³])?)\$?\s+(?:of|for|that|when|if|at)\b",
    re.IGNORECASE,
)
_AFTER_NUMBER = re.compile(
    r".*\d(?:\s|\\[,; ]|\\(?:text|mathrm)\s?\{|~)*"
    r"([A-Za-z]{1,14}(?:\s?/\s?[A-Za-z]{1,12})?(?:\s?\^\s?\{?[23]\}?|[²³])?)(?![A-Za-z])",
    re.DOTALL,
)
_RAISED_GROUP = re.compile(r"\}\s?\^\s?\{?([23])\}?")
_DOLLARS = re.compile(r"^\W{0,4}\\\$\s?\d|^\s*\$\s?\d[\d.,]*\s*\.?\s*$")
_ANGLE = re.compile(r"\bin degrees\b|\bhow many degrees\b|\bdegree measure\b", re.IGNORECASE)
# How many coins, how much interest: a count or a sum of money, and no share.
_COUNTED = re.compile(r"\bhow (?:many|much|long|far|old|tall|fast)\b", re.IGNORECASE)
_SHARE = re.compile(
    r"\b(?:per ?cent\w*|probabilit\w+|fraction|ratio|rate|chances?|likel\w+|proportion|change"
    r"|greater|more|less|increas\w*|decreas\w*|off|discount)\b",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"(?<=[\d)}])\s*(?:\\[,; ])?(?:\\?%|\\text\s?\{\s?percent|percent\b)")
_UNIT = re.compile(
    r"\d\W{0,3}(?:\\[,; ~]|\\text\w{0,3}\s?\{|\\mathrm\s?\{|[\s~{])*"
    r"((?:(?:square|cubic)\s+)?[A-Za-z]{1,14}(?:\s?(?:/|\bper\b)\s?[A-Za-z]{1,12})?"
    r"(?:\s?\^\s?\{?[23]\}?|[²³])?)[\s}.$*\\)]*$"
)
_CENTS = re.compile(r"cent|¢|penn(?:y|ies)|coin|dime|nickel|quarter", re.IGNORECASE)


# $5$ m: the unit of a formula in a sentence, outside of it.
_BEHIND_FORMULA = re.compile(
    r"\s?(?:\$|\\\))\s?(?:of an? )?"
    r"((?:square |cubic )?[A-Za-zµμΩ°]{1,14}(?:/[A-Za-z]{1,6})?(?:\^\{?[23]\}?|[²³])?)"
    r"(?=[\s.,;:!?]|$)"
)


def with_unit_behind(value: str, sentence: str) -> str:
    r"""Return the value of a formula with the unit that stands behind it in its sentence.

    Example:
        >>> with_unit_behind("5", "The length is $5$ m."), with_unit_behind("5", "$5$ apples")
        ('5\\text{ m}', '5')
        >>> with_unit_behind(r"\frac{1}{3}", r"It takes $\frac{1}{3}$ of an hour.")
        '\\frac{1}{3}\\text{ hour}'
    """
    at = max(sentence.rfind(f"{value}$"), sentence.rfind(rf"{value}\)"))
    if not value or at < 0:
        return value
    behind = _BEHIND_FORMULA.match(sentence, at + len(value))
    if behind is None or behind[1] in ("in", "a", "A") or unit(_plain(behind[1])) is None:
        return value
    return rf"{value}\text{{ {_plain(behind[1])}}}"


# $1$ hour $30$ minutes
_COMPOUND = re.compile(
    r"\s*(?:\$\s?\d{1,9}(?:\.\d{1,9})?\s?\$\s?[A-Za-z]{1,10},?\s*(?:and\s)?){2,3}\.?\s*"
)


def compound(reply: str) -> str:
    """Return a measure in several units without the marks around its numbers; empty for others.

    Example:
        >>> compound("$1$ hour and $30$ minutes"), compound("$1$ hour")
        ('1 hour 30 minutes', '')
    """
    if len(reply) > _LONGEST or _COMPOUND.fullmatch(reply) is None:
        return ""
    words = reply.replace("$", "").replace(",", " ").split()
    return " ".join(word for word in words if word != "and").rstrip(".")


_FRACTION = re.compile(r"\$?\s*0?\.\d+\s*\$?")
_PERCENTS = re.compile(
    r"per ?cent|%|\binterest\b|\brate\b|Prozent|pour ?cent|por ?ciento|百分", re.IGNORECASE
)


def _digits(text: str) -> str:
    digits = "".join(re.findall(r"[\d.]", text)).lstrip("0").rstrip(".")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def has_other_unit(pred: str, gold: str, prompt: str) -> bool:
    """Return whether an answer is in a unit that a prompt, which asks for another, leaves out.

    Args:
        pred: The answer.
        gold: The reference; one with words of its own says its unit itself.
        prompt: The task.

    Example:
        >>> prompt = "How long is the film, in minutes?"
        >>> [has_other_unit(one, "150", prompt) for one in ("150 seconds", "150 min", "150")]
        [True, False, False]
    """
    if not prompt or len(pred) > _LONGEST or pred.isdecimal() or _UNIT.search(gold):
        return False
    if _PERCENT.search(pred):
        asked = _COUNTED.search(prompt[:_LONGEST_PROMPT])
        if "%" in gold or _last_asked(prompt) is not None:
            return "%" not in gold
        if _FRACTION.fullmatch(gold) and _digits(pred) == _digits(gold):
            # 0.35 % is a hundredth of a probability of 0.35.
            return _PERCENTS.search(prompt) is None
        return asked is not None and not _SHARE.search(prompt, asked.start())
    if "%" in gold and _PEOPLE.search(pred):
        return True
    pred = _RAISED_GROUP.sub(r"^\1}", pred)
    if _DOLLARS.search(pred):
        return {measure for measure, _ in _asked(prompt)} & _CURRENCIES == {"euros"}
    match = _UNIT.search(pred) or _AFTER_NUMBER.match(pred)
    if match is None:
        return False
    said = unit(_plain(match[1]))
    angle = _ANGLE.search(prompt) is not None
    if angle and match[1].lower() in RADIANS:
        return True
    if said is None:
        return False
    if angle:
        return said[0] in ("time", "length", "mass")
    last = _last_asked(prompt)
    if last is not None and last[0] != said[0]:
        return True
    if said == unit("cents"):
        if _DOLLARS.search(gold):
            return False  # the two were compared as sums of money
        return ("$" in prompt or "dollar" in prompt) and _CENTS.search(prompt) is None
    wanted = (*_asked(prompt), last) if last is not None else _asked(prompt)
    if said[0] in _CURRENCIES and any(one[0] in _CURRENCIES for one in wanted):
        return said not in wanted
    if not wanted and said[0] in _POWERS:
        given = _lengths(prompt)
        power = _POWERS[said[0]]
        return bool(given) and all(size**power != said[1] for size in given)
    alike = [one for one in wanted if one[0] == said[0]]
    return bool(alike) and said not in alike


# A question that gives its lengths in cm asks for no area in m².
_POWERS = {"length": 1, "area": 2, "cube": 3}
_GIVEN_UNIT = re.compile(r"(?:\d|\$|\})[\s-]?(?:\\[,; ]?)?(?:\\text\s?\{\s?)?([A-Za-z]{1,12})\b")
_LENGTH_WORDS = re.compile(
    r"\b(?:(?:kilo|centi|milli|deci)?met(?:re|er)s?|inch(?:es)?|feet|foot|yards?|miles?|units?)\b"
    r"|\blit(?:re|er)s?\b|\bm[lL]\b|\bgallons?\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=512)
def _lengths(prompt: str) -> tuple[Fraction, ...]:
    """Return the sizes of the only unit of length that a prompt gives; none where it has more."""
    prompt = prompt[:_LONGEST_PROMPT]
    found = {one for word in _GIVEN_UNIT.findall(prompt) if (one := unit(word)) is not None}
    lengths = {size for measure, size in found if measure == "length"}
    words = {word.lower().removesuffix("s") for word in _LENGTH_WORDS.findall(prompt)}
    named = {one[1] for word in words if (one := unit(word)) is not None and one[0] == "length"}
    if len(lengths | named) != 1 or any(unit(word) is None for word in words):
        return ()
    return tuple(size for size in lengths if isinstance(size, Fraction))


def contradicts_unit(pred: str, gold: str) -> bool:
    """Return whether an answer of the reference's number is in another unit of the same measure.

    Args:
        pred: The answer.
        gold: The reference.

    Example:
        >>> contradicts_unit("45 cm", "45 m"), contradicts_unit("45 metres", "45 m")
        (True, False)
    """
    wanted = _UNIT.search(gold) if len(gold) <= _LONGEST else None
    said = (
        _UNIT.search(_RAISED_GROUP.sub(r"^\1}", pred)) if wanted and len(pred) <= _LONGEST else None
    )
    if wanted is None or said is None:
        return False
    one, other = unit(_plain(wanted[1])), unit(_plain(said[1]))
    return one is not None and other is not None and one[0] == other[0] and one != other


# 25 people are no 25 %.
_PEOPLE = re.compile(r"\d\s+(?!per\b|percent|points?\b|and\b)[a-z]{4,14}\W*$")
_CURRENCIES = {"euros", "money"}


def _plain(words: str) -> str:
    return words.replace("²", "^2").replace("³", "^3").replace("{", "").replace("}", "")


@lru_cache(maxsize=512)
def _last_asked(prompt: str) -> tuple[str, object] | None:
    """Return the unit in which a prompt, at the end of its question, wants the answer, or None."""
    prompt = prompt[:_LONGEST_PROMPT]
    matches = list(_LAST_ASKED.finditer(prompt)) or list(_QUANTITY_ASKED.finditer(prompt))
    found = [unit(_plain(match[1])) for match in matches]
    known = [one for one in found if one is not None]
    return known[0] if len(found) == len(known) == 1 else None


@lru_cache(maxsize=512)
def _asked(prompt: str) -> tuple[tuple[str, object], ...]:
    """Return the units that a prompt asks for: in minutes, how many hours."""
    found = (unit(_plain(match[1])) for match in _ASKED.finditer(prompt[:_LONGEST_PROMPT]))
    return tuple(one for one in found if one is not None)
