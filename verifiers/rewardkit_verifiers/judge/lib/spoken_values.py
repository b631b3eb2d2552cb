"""Amounts in everyday words: a pair, none, three and a half, the fifteenth, greater than 3."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from rewardkit.reading.vocabulary import BUT, NOT, OR
from rewardkit.reading.words import folded_words, visible
from rewardkit_verifiers.judge.lib.number_words import numbers_in_words
from rewardkit_verifiers.judge.lib.values import NUMBER, equals, gives_number, read_value
from rewardkit_verifiers.math.lib.phrases.compare import same_phrase

_SHORT = 8
_WORDS = {
    "none": 0, "nothing": 0, "nobody": 0, "no": 0, "nil": 0, "keine": 0, "keiner": 0, "aucun": 0,
    "aucune": 0, "ninguno": 0, "ninguna": 0, "nessuno": 0, "nenhum": 0, "once": 1, "pair": 2,
    "couple": 2, "twice": 2, "both": 2, "thrice": 3, "trio": 3, "triple": 3, "dozen": 12,
    "dutzend": 12, "douzaine": 12, "docena": 12, "score": 20,
}  # fmt: skip
_ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
]
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
_ORDINAL = {word: at for at, word in enumerate(_ORDINALS, 1)} | {"thirtieth": 30, "fortieth": 40}
_NTH = re.compile(r"(\d{1,3})\s?(?:st|nd|rd|th)\b(.*)", re.IGNORECASE | re.DOTALL)
_CENTURY = re.compile(r"\s+century(?:\s+(?:AD|CE|A\.D\.))?$", re.IGNORECASE)
_ROMAN = re.compile(r"[ivx]{2,6}")
_CENTURIES = (
    *("ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv"),
    *("xvi", "xvii", "xviii", "xix", "xx", "xxi"),
)
_AND_A = re.compile(
    r"\b(?P<whole>[a-z-]+|\d+)\s+(?:(?P<unit>hours?|days?|weeks?|years?|miles?|minutes?"
    r"|dozen)\s+)?and\s+"
    r"(?P<part>an?\s+half|an?\s+quarter|three\s+quarters|one\s+half|one\s+quarter)\b",
    re.IGNORECASE,
)
_HALF_OF = re.compile(r"\b(half)\s+an?\s+(hour|day|year|mile|dozen)\b", re.IGNORECASE)
_PARTS = {"half": Fraction(1, 2), "quarter": Fraction(1, 4), "quarters": Fraction(3, 4)}
_REPEATS = re.compile(r"(?P<whole>\d*)\.(?P<head>\d{0,4}?)(?P<run>\d{1,3}?)(?P=run)+(?:\.{3}|…)")
_COMPARED = re.compile(
    r"\b(?:is|are|be|must be|has to be)?\s*(?:(?:strictly\s+)?(?P<way>greater|larger|bigger|more"
    r"|less|smaller|fewer)\s+than\s+(?P<equal>or\s+equal\s+to\s+)?|(?P<bound>at least|at most"
    r"|no less than|no more than|not less than"
    r"|not more than)\s+)(?P<number>[-\u2212]?\d+(?:[./]\d+)?)\W*$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"\bbetween\s+(?P<low>[-\u2212]?\d+(?:[./]\d+)?)\s+and\s+(?P<high>[-\u2212]?\d+(?:[./]\d+)?)\W*$",
    re.IGNORECASE,
)
_DAY_MONTH = re.compile(r"^(\d{1,2})\.\s?(\d{1,2})\.?$")
_VARIABLE = re.compile(r"(?<![A-Za-z])([a-z])(?![A-Za-z])")
_OPEN = re.compile(r"\(\s*([^(),]+),\s*([^(),]+)\)")


def in_halves(text: str) -> str:
    """Return a text with a half or a quarter in words behind a number as one number.

    Example:
        >>> in_halves("three and a half"), in_halves("an hour and a half")
        ('3.5', '1.5 hour')
    """

    def number(found: re.Match[str]) -> str:
        whole = found["whole"]
        said = [Fraction(1)] if whole.casefold() in ("a", "an") else numbers_in_words(whole)
        said = [Fraction(whole)] if whole.isdigit() else said
        if len(said) != 1:
            return found[0]
        total = said[0] + _PARTS[found["part"].split()[-1].casefold()]
        return f"{float(total):g}" + (f" {found['unit']}" if found["unit"] else "")

    return _HALF_OF.sub(r"0.5 \2", _AND_A.sub(number, text))


def in_digits(text: str) -> str:
    """Return a text without digits whose one number in words stands in digits.

    Example:
        >>> in_digits("One gram."), in_digits("one thousand grams"), in_digits("One or two grams")
        ('1 gram.', '1000 grams', 'One or two grams')
    """
    said = [] if any(map(str.isdigit, text)) else numbers_in_words(text)
    if len(said) != 1:
        return text
    words = [found for found in _NUMERAL.finditer(text) if numbers_in_words(found[0])]
    start, end = words[0].start(), words[-1].end()
    return f"{text[:start]}{said[0]}{text[end:]}" if words else text


_NUMERAL = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")


def says_amount(text: str, gold: Any) -> bool:
    """Return whether a short text says a reference in words that are no numerals.

    Example:
        >>> says_amount("A pair.", "2"), says_amount("There are none.", "0")
        (True, True)
        >>> says_amount("the fifteenth century", "15th"), says_amount("a pair", "3")
        (True, False)
    """
    said = visible(text).strip().strip("*_`$ ").rstrip(".!")
    wanted = str(gold).strip()
    words = folded_words(said)
    if not words or len(words) > 2 * _SHORT or "?" in said:
        return False
    if any(same_phrase(wanted, one) is True for one in (said, _DAY_MONTH.sub(r"\2月\1日", said))):
        return True
    if (nth := _NTH.fullmatch(_CENTURY.sub("", wanted))) is not None:
        return _ordinals(words) == [int(nth[1])] or (
            wanted != nth[0] and f"{int(nth[1]) - 1}00s" in words
        )
    return (
        _in_words(said, words, gold)
        or _none_at_all(said, gold)
        or _rounds(said, gold)
        or _decade(words, wanted)
        or _repeats(visible(text).strip(), gold)
        or _compares(said, wanted)
    )


def _rounds(said: str, gold: Any) -> bool:
    """Whether a decimal of three places or more is a fraction that has no end, rounded."""
    found, value = _DECIMAL.fullmatch(said), read_value(gold)
    if found is None or value is None or 10**12 % value.denominator == 0:
        return False
    places = len(found[1].partition(".")[2])
    return bool(abs(Fraction(found[1]) - value) * 2 * 10**places <= 1)


def _decade(words: list[str], wanted: str) -> bool:
    """Whether a decade of a century is named without it: the sixties."""
    found = _YEARS.fullmatch(wanted)
    given = {word for word in words if word in _DECADES}
    return found is not None and given == {_DECADES[int(found[1]) - 2]}


_DECIMAL = re.compile(r"[≈~]?\s?(?:about |approximately |roughly )?(\d?\.\d{3,12})")
_YEARS = re.compile(r"(?:the\s)?(?:\d\d)([2-9])0['’]?s")
_DECADES = (
    *("twenties", "thirties", "forties", "fifties"),
    *("sixties", "seventies", "eighties", "nineties"),
)


def _ordinals(words: list[str]) -> list[int]:
    found = []
    for at, word in enumerate(words):
        if (nth := _NTH.fullmatch(word)) is not None:
            found.append(int(nth[1]))
        elif (roman := _ROMAN.fullmatch(word)) is not None and word in _CENTURIES:
            found.append(_CENTURIES.index(roman[0]) + 2)
        elif word in _ORDINAL:
            tens = _TENS.get(words[at - 1], 0) if at else 0
            found.append(tens + _ORDINAL[word])
    return found


def _in_words(said: str, words: list[str], gold: Any) -> bool:
    value = read_value(gold)
    if value is None or len(words) > _SHORT or NUMBER.search(said) or set(words) & (OR | BUT):
        return False
    given = {_WORDS[word] for word in words if word in _WORDS}
    if given == {0} and _NO_COUNT.search(said):
        return False
    if value != 0 and set(words) & NOT - {"no"}:
        return False
    return given == {value} and not set(numbers_in_words(said)) - {value}


def _none_at_all(said: str, gold: Any) -> bool:
    """Whether a text opens with none and goes on to say why: "None at all, since ..."."""
    if read_value(gold) != 0 or set(folded_words(said)) & (BUT | OR):
        return False
    if _NOT_ONE.fullmatch(said) or _NOT_ANY.fullmatch(said):
        return True
    found = _NONE.match(said)
    if found is None:
        return False
    counts = _COUNTS.finditer(said, found.end())
    return not any(gives_number(one[1]) for one in counts)


_COUNTS = re.compile(
    r"\b(?:it|answer|there|that|count|result|es|c)(?:['’]s|['’]est|\s+(?:is|are|was|ist|sind))"
    r"\s+([\w-]+)",
    re.IGNORECASE,
)


# What "no" and "nothing" say there where nothing is counted.
_NO_COUNT = re.compile(
    r"\bno\s+(?:idea|clue|way|doubt|comment|answer|one|matter|problem|need|information|data|wonder"
    r"|thanks?|reason|sense)\b|\bnothing\s+(?:comes|came|to (?:add|say|do|see)|but|else|i\b|of)"
    r"|\bnobody\s+(?:knows|can|could|has)",
    re.IGNORECASE,
)
_NOT_ANY = re.compile(
    r"[\w\s'’]{1,60}?\b(?:does|do|did|has|have|is|are)(?:n['’]t|\s+not)\s+(?:have\s+|has\s+|got\s+"
    r"|contain\s+)?any(?:\s+\w+){0,3}",
    re.IGNORECASE,
)
_NOT_ONE = re.compile(
    r"(?:there (?:is|are)\s+)?not\s+(?:a\s+single\s+one|even\s+one|a\s+single\s+\w+|one"
    r"|any(?:\s+at\s+all)?)|kein\s+einzige[rs]?(?:\s+\w+)?|pas\s+une?\s+seule?",
    re.IGNORECASE,
)
_NONE = re.compile(
    r"(?:there (?:is|are)\s+)?(?:none|nothing|nil|keine[rs]?|aucune?|ningun[oa]|nessun[oa]"
    r"|nenhum[a]?)(?:\s+(?:at all|of them|whatsoever|überhaupt|du tout))?"
    r"(?:\s*[.,;:–—]|\s+(?:since|because|as|for|weil|da|denn|car|puisque|porque|perché|poiché))"
    r"\s",
    re.IGNORECASE,
)


def _repeats(said: str, gold: Any) -> bool:
    """Whether a decimal that goes on is a reference: 0.333... for 1/3."""
    found = _REPEATS.fullmatch(said)
    value = read_value(gold)
    if found is None or value is None:
        return False
    head, run = found["head"], found["run"]
    scale = 10 ** len(head)
    whole = Fraction(int(found["whole"] or 0)) + (Fraction(int(head), scale) if head else 0)
    return bool(whole + Fraction(int(run), scale * (10 ** len(run) - 1)) == value)


def _compares(said: str, wanted: str) -> bool:
    """Whether a bound in words is a reference: x is greater than 3 for x > 3."""
    letters = set(_VARIABLE.findall(wanted)) or {"x"}
    name = letters.pop() if len(letters) == 1 else "x"
    if (between := _BETWEEN.search(said)) is not None:
        low, high = between["low"], between["high"]
        spans = (f"{low} < {name} < {high}", f"({low}, {high})")
        return any(equals(span, wanted) for span in spans)
    if (compared := _COMPARED.search(said)) is None or not re.search(r"[<>≤≥]", wanted):
        return False
    said = (compared["way"] or compared["bound"]).casefold()
    up = said in (
        "greater",
        "larger",
        "bigger",
        "more",
        "at least",
        "no less than",
        "not less than",
    )
    bound = compared["equal"] or compared["bound"]
    sign = ("≥" if up else "≤") if bound else (">" if up else "<")
    return equals(f"{name} {sign} {compared['number']}", wanted)
