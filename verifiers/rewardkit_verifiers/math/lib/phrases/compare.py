"""Answers in set phrases against each other."""

from __future__ import annotations

import re
from functools import lru_cache

from rewardkit_verifiers.math.lib.phrases.convergence import convergence
from rewardkit_verifiers.math.lib.phrases.days import date, day
from rewardkit_verifiers.math.lib.phrases.nothing import amount, of_other_numbers
from rewardkit_verifiers.math.lib.phrases.parity import parity
from rewardkit_verifiers.math.lib.phrases.possible import possible
from rewardkit_verifiers.math.lib.phrases.unbounded import infinity, undetermined
from rewardkit_verifiers.math.lib.phrases.verdicts import verdict

_READERS = (verdict, amount, day, date, parity, undetermined, possible, convergence)
_DRESS = re.compile(
    r"\\(?:text|textbf|textit|mathrm|mbox|operatorname)(?![a-z])|\\[,;:! ]|[{}$*`\"“”]|~"
)
_ANNOUNCED = re.compile(
    r"^(?:so |hence,? |thus,? |therefore,? )?(?:the )?(?:final )?(?:answer|antwort|respuesta"
    r"|réponse|ответ|答案)(?: is| ist| es| est|是|为)?\s?[:：]?\s+"
)
# Most references are formulas, and no phrase opens with these.
_FORMULA = re.compile(
    r"[=^_<>|]|\d\s?\+|\+\s?\d|\\(?:[dt]?frac|sqrt|left|begin|cdot|times|pi\b|circ|in\b|[lgn]e)"
)
_EMPTY = frozenset(("\\emptyset", "\\varnothing", "∅", "\\{\\}"))
_EMPTY_SIGN = re.compile(r"\\(?:emptyset|varnothing)(?![a-z])|∅")
# S = ∅, x ∈ ∅: what has no members; and the marks around a remark that says it in words.
_HOLDS_NONE = re.compile(
    r"\s*(?:(?:so|hence|thus|the)\s)?(?:solution set\s?(?:is|=|:)?|[A-Za-z]\s?(?:=|\\in|∈))?\s*",
    re.IGNORECASE,
)
_AROUND = re.compile(
    r"\\[,;:! ]|\\q?quad|[$(){}（）,;:.=–—-]|\\text|\bi\.?\s?e\b\.?|\bnamely\b|\bthat is\b"
)
_LONGEST, _OPENING = 300, 14


def _beside_empty(rest: str) -> tuple[str, str] | None:
    """Return what the words beside the sign for no member say of how many there are."""
    if "\\{" in rest or _HOLDS_NONE.fullmatch(rest.strip(" $.")):
        return None if "\\{" in rest else ("amount", "none")
    plain = " ".join(_AROUND.sub(" ", rest).split())
    return amount(plain.lower()) if plain and "\\" not in plain else None


@lru_cache(maxsize=4096)
def phrase(text: str) -> tuple[str, str] | None:
    r"""Return what a text in set phrases says, as its sort and its value; None for any other.

    Example:
        >>> phrase(r"\text{Yes}"), phrase("keine Lösung"), phrase("42")
        (('answer', 'yes'), ('amount', 'none'), None)
    """
    if len(text) > _LONGEST or text.isdecimal() or _FORMULA.search(text, 0, _OPENING):
        return None
    if text.strip(" $.") in _EMPTY:
        return "amount", "none"
    if (sign := _EMPTY_SIGN.search(text)) is not None:
        return _beside_empty(f"{text[: sign.start()]} {text[sign.end() :]}")
    plain = _plain(text)
    if (signed := infinity(plain)) is not None:
        return signed
    if not plain or "\\" in plain:
        return None
    plain = _ANNOUNCED.sub("", plain)
    return next((said for reader in _READERS if (said := reader(plain)) is not None), None)


def _plain(text: str) -> str:
    return " ".join(_DRESS.sub(" ", text).lower().replace("’", "'").split()).strip(" .!。！")


_UNSURE = re.compile(
    r"\b(?:unless|except|could|might|maybe|perhaps|possibly|probably|depends"
    r"|some (?:say|believe|think|claim)|not true|untrue|isn['’]t true|false that"
    r"|for (?:negative|positive|even|odd|some|other|such))\b",
    re.IGNORECASE,
)


def is_unsure(text: str) -> bool:
    """Whether a short sentence says a phrase with a doubt or an exception.

    Example:
        >>> is_unsure("Yes, unless x = 0."), is_unsure("Yes, for all x.")
        (True, False)
    """
    return len(text) < _SHORT and ". " not in text and _UNSURE.search(text) is not None


_SHORT = 100


def same_phrase(gold: str, pred: str) -> bool | None:
    r"""Whether two answers in set phrases say the same; None where one is no such phrase.

    Example:
        >>> same_phrase(r"\text{No solution}", "The system has no solution.")
        True
        >>> same_phrase("Yes", "Nein"), same_phrase("Yes", "Tuesday"), same_phrase("3", "yes")
        (False, None, None)
    """
    wanted = phrase(gold)
    said = phrase(pred) if wanted is not None else None
    if wanted is not None and said is not None and (mine := possible(_plain(gold))) is not None:
        # No, it is impossible: both halves say it.
        theirs = possible(_plain(pred))
        if theirs is not None:
            return mine == theirs and (wanted[0] != said[0] or wanted == said)
    if wanted is None or said is None or wanted[0] != said[0]:
        return None
    if wanted[0] == "parity":
        same = wanted[1].split()[0] == said[1].split()[0]
        # Odd alone says less than an odd function.
        return None if same and len(wanted[1]) > len(said[1]) else same
    if wanted[0] != "date":
        return wanted[1] == said[1] and not (wanted[0] == "amount" and of_other_numbers(gold, pred))
    (year, *rest), (other, *rest_said) = wanted[1].split("-"), said[1].split("-")
    if year and not other and rest == rest_said:
        return None
    return rest == rest_said and (not year or year == other)
