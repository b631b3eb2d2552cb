"""Numbers in words as figures: three point one four, five thirty-sixths, a fortnight, XI."""

from __future__ import annotations

import re

from rewardkit_verifiers.judge.lib.number_words import numbers_in_words

_LONGEST = 200
_WORD = r"[^\W\d_]+"
_NTH = (
    "half third quarter fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth"
    " fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
_NTHS = {word: at for at, word in enumerate(_NTH.split(), 2)} | {
    "halve": 2, "fourth": 4, "thirtieth": 30, "fortieth": 40, "fiftieth": 50, "sixtieth": 60,
    "seventieth": 70, "eightieth": 80, "ninetieth": 90, "hundredth": 100, "thousandth": 1000,
}  # fmt: skip
_TENS = {
    "twenty": 2, "thirty": 3, "forty": 4, "fifty": 5,
    "sixty": 6, "seventy": 7, "eighty": 8, "ninety": 9,
}  # fmt: skip
_POINT = re.compile(
    rf"\b({_WORD}(?:[- ]{_WORD}){{0,5}}?)\s+(?:point|komma|virgule|coma|punto)"
    rf"((?:\s+{_WORD}){{1,8}})",
    re.IGNORECASE,
)
_PART = re.compile(
    rf"\b({_WORD}(?:-{_WORD})?)[- ](?:({'|'.join(_TENS)})[- ])?({'|'.join(_NTHS)})s?\b",
    re.IGNORECASE,
)
_BELOW = re.compile(rf"\b({_WORD}(?:-{_WORD})?)((?:\s+degrees?)?)\s+below\s+zero\b", re.IGNORECASE)
_EVEN = re.compile(r"\bfifty[- /]fifty\b|\bevens?\s+(?:odds|chances?)\b", re.IGNORECASE)
_SPANS = (
    (re.compile(r"\ba\s+fortnight\b|\bone\s+fortnight\b", re.IGNORECASE), "2 weeks"),
    (re.compile(r"\b(?:a|one)\s+decade\b", re.IGNORECASE), "10 years"),
    (re.compile(r"\b(?:a|one)\s+century\b", re.IGNORECASE), "100 years"),
    (re.compile(r"\b(?:a|one)\s+millennium\b", re.IGNORECASE), "1000 years"),
    (re.compile(r"\b(?:a|one)\s+gross\b", re.IGNORECASE), "144"),
)
_ROMAN = re.compile(r"(?=[IVXLC]{2,})(?:C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")
_ROMANS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


def in_figures(text: str) -> str:
    """Return a short text without digits whose numbers in words stand in figures.

    Example:
        >>> in_figures("It is zero point seven five."), in_figures("five thirty-sixths")
        ('0.75.', '5/36')
        >>> in_figures("a fortnight"), in_figures("XI"), in_figures("five below zero")
        ('2 weeks', '11', '-5')
    """
    if len(text) > _LONGEST or any(map(str.isdigit, text)):
        return text
    bare = text.strip(" .*!")
    if (roman := _ROMAN.fullmatch(bare)) is not None:
        return str(_roman(roman[0]))
    text = _EVEN.sub("1/2", _BELOW.sub(_below, _POINT.sub(_decimal, text)))
    for pattern, span in _SPANS:
        text = pattern.sub(span, text)
    return _PART.sub(_fraction, text)


def _roman(letters: str) -> int:
    values = [_ROMANS[letter] for letter in letters]
    behind = [*values[1:], 0]
    return sum(-one if one < other else one for one, other in zip(values, behind, strict=True))


def _decimal(found: re.Match[str]) -> str:
    before, behind = found[1].split(), found[2].split()
    at = next((at for at in range(len(before)) if _one(" ".join(before[at:])) is not None), None)
    digits: list[str] = []
    for word in behind:
        value = _one(word)
        if value is None or (value > 9 and digits):
            break
        digits.append(str(value))
    if at is None or not digits:
        return found[0]
    whole = _one(" ".join(before[at:]))
    rest = behind[len(digits) :]
    return " ".join([*before[:at], f"{whole}.{''.join(digits)}", *rest])


def _one(words: str) -> int | None:
    if words.casefold() in ("oh", "nought", "naught"):
        return 0
    found = numbers_in_words(words)
    return int(found[0]) if len(found) == 1 else None


def _below(found: re.Match[str]) -> str:
    value = _one(found[1])
    return found[0] if value is None else f"-{value}{found[2]}"


def _fraction(found: re.Match[str]) -> str:
    over = 1 if found[1].casefold() in ("a", "an") else _one(found[1])
    under = _NTHS[found[3].casefold()]
    if found[2]:
        under = under + 10 * _TENS[found[2].casefold()] if under < 10 else 0
    return f"{over}/{under}" if over is not None and under else found[0]


def every_number(text: str) -> str:
    """Return a text with each of its numbers in words in figures.

    Example:
        >>> every_number("two hours and fifty-five minutes")
        '2 hours and 55 minutes'
    """
    if len(text) > _LONGEST:
        return text
    return _RUN.sub(_run, text)


def _run(found: re.Match[str]) -> str:
    words = found[0].split(" ")
    kept, at = [], 0
    while at < len(words):
        ends = [
            end
            for end in range(min(len(words), at + _MOST), at, -1)
            if _one(words[at]) is not None and _one(" ".join(words[at:end])) is not None
        ]
        end = next((end for end in ends if _one(words[end - 1]) is not None), at)
        kept.append(words[at] if end == at else str(_one(" ".join(words[at:end]))))
        at = max(end, at + 1)
    return " ".join(kept)


_RUN = re.compile(r"[^\W\d_]+(?:[ -][^\W\d_]+)*")
_MOST = 6
