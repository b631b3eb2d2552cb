"""Words of a short answer in the one form in which spelling, numbers and endings do not matter."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from rewardkit.reading.words import folded_words


def listed(words: str) -> list[str]:
    """Return words that are written with blanks between them."""
    return words.split()


# Articles and small words that names and dates are written with and without.
SMALL = frozenset(
    listed(
        "a an the of in on at to by from for and de la le el der die das about approximately around"
        " circa ltd limited inc incorporated corporation corp company plc"
    )
)
_UNITS = listed(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen"
)
_TENS = listed("twenty thirty forty fifty sixty seventy eighty ninety")
_ORDINALS = listed(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth"
    " fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
_ROMAN = listed("ii iii iv vi vii viii ix xi xii xiii xiv xv xvi xvii xviii xix xx")
_ROMAN_VALUES = [2, 3, 4, 6, 7, 8, 9, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20]
_ONES = frozenset((*_UNITS[1:10], *_ORDINALS[:9]))
_NUMBERS = {
    "none": "0",
    "nil": "0",
    **{word: str(value) for value, word in enumerate(_UNITS)},
    **{word: str(10 * value) for value, word in enumerate(_TENS, 2)},
    **{word: str(value) for value, word in enumerate(_ORDINALS, 1)},
    **{word: str(value) for word, value in zip(_ROMAN, _ROMAN_VALUES, strict=True)},
}
_MONTH_NAMES = listed(
    "january february march april may june july august september october november december"
)
_SHORT = {month[:3]: month for month in _MONTH_NAMES if month != "may"} | {"sept": "september"}
MONTHS = frozenset(_MONTH_NAMES)
_WORDS = {
    "&": "and", "saint": "st", "mount": "mt", "versus": "vs", "doctor": "dr",
    "mister": "mr", "colour": "color", "grey": "gray", "theatre": "theater", "centre": "center",
    "harbour": "harbor", "usa": "us", "percent": "%", "kilometres": "kilometer",
    "metres": "meter", "defence": "defense", "honour": "honor", "labour": "labor",
    "bce": "bc", "ce": "ad", "yr": "year", "hr": "hour", "min": "minute", "sec": "second",
    "yrs": "year", "hrs": "hour", "mins": "minute", "secs": "second", "km": "kilometer",
    "kms": "kilometer", "cm": "centimeter", "mm": "millimeter", "kg": "kilogram",
    "kgs": "kilogram", "lb": "pound", "lbs": "pound", "mi": "mile", "ft": "foot", "feet": "foot",
    "inches": "inch", "ave": "avenue", "blvd": "boulevard", "rd": "road", "dept": "department",
    "univ": "university", "intl": "international", "govt": "government", "aluminium": "aluminum",
    "centimetres": "centimeter", "kilometre": "kilometer", "metre": "meter", "litre": "liter",
    "litres": "liter", "fibre": "fiber", "plough": "plow", "tyre": "tire", "tyres": "tire",
    "distil": "distill", "favourite": "favorite", "neighbour": "neighbor", "armour": "armor",
    "vapour": "vapor", "aether": "ether", "foetus": "fetus", "anaemia": "anemia",
    "aeroplane": "airplane", "programme": "program", "sulphur": "sulfur", "cheque": "check",
    "gases": "gas",
    "tumour": "tumor", "jewellery": "jewelry", "catalogue": "catalog", "whisky": "whiskey",
}  # fmt: skip
# organise, organisation, organised; both spellings get the same form.
_BRITISH = re.compile(r"(?<=[a-z]{2}i)s(?=(?:e|ed|er|es|ing|ation|ations)$)")
_LONG = 6
_AMOUNT = re.compile(r"\d{1,9}(?:\.\d{1,9})?")
_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_TOKEN = re.compile(r"\d{1,3}(?: \d{3}){2,}(?!\d)|\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’]s\b)?|%")
_SOURCED = re.compile(r"\d{1,3}(?:,\d{3})*,\d{4}")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b", re.IGNORECASE)
# A raised digit is a footnote or a power, and no digit of the number before it.
_RAISED = dict.fromkeys(map(ord, "⁰¹²³⁴⁵⁶⁷⁸⁹"), " ")
_POWER = re.compile(r"(?<=[×x·*]10)[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+|(?<=[×x·*] 10)[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+")
# Some models lose the blank before a link: "played byThomas Lennon12".
_GLUED = re.compile(
    r"\b(by|is|in|of|at|on|was|the|and|to|as|called|named|actor|actress|singer|author)(?=[A-Z\d])"
)
# "the horseMedia Puzzle"; names such as iPhone have fewer small letters before the capital.
_CAMEL = re.compile(r"\b([a-z]{3,16})(?=[A-Z][a-z]{2})")
_SEASON = re.compile(r"\b(1[6-9]|20)(\d\d)[-–](?!\2)(\d\d)\b(?![-–/.]\d)")
_DECADE = re.compile(r"(^|[\s(])['’]?([2-9]0)['’]?s\b")
_EMPHASIS = re.compile(r"\*\*|(?<!_)__(?!_)|(?<![\w*])\*(?=[^\W\d])|(?<=[^\W\d])\*(?![\w*])")
_THOUSANDS = re.compile(r"(?<=\d)(?:\\[,;! ]|\{,\}|\{\\,\})(?=\d{3}(?!\d))")
_WRAPPED = re.compile(
    r"\\(?:mathrm|mathbf|mathit|text|textbf|textit|rm|operatorname)\s?\{([^{}]{0,80})\}"
)
_FRACTION = re.compile(r"\\[dt]?frac\s?\{(\w{1,12})\}\s?\{(\w{1,12})\}")
_DEGREES = re.compile(r"(?:\\[,;! ]\s?)?\^\s?\{?\\circ\}?|\\degree\b")
_INITIALS = re.compile(r"\b(?:[^\W\d_]\.\s?){2,}(?:[^\W\d_]\b(?!['’]))?")


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a text: its form, and where it stands."""

    form: str
    start: int
    end: int
    capital: bool = False


def tokens(text: str) -> list[Token]:
    """Return the words of a text that carry meaning, each in its one form.

    Example:
        >>> [token.form for token in tokens("The 16th of May, J. R. R. Tolkien's two Élan")]
        ['16', 'may', 'jrr', 'tolkien', '2', 'elan']
    """
    found: list[Token] = []
    text = _same_length(text)
    for match in _TOKEN.finditer(text):
        raw = match[0]
        form = form_of(raw)
        if found and raw.casefold() in _SCALES and _is_amount(text, found[-1], match.start()):
            last = found.pop()  # 370 thousand is 370,000
            form = _times(last.form, _SCALES[raw.casefold()])
            found.append(Token(form, last.start, match.end()))
        elif found and _counts_on(text, found[-1], match.start(), raw):
            last = found.pop()  # twenty-seven is one number
            found.append(Token(str(int(last.form) + int(form)), last.start, match.end()))
        elif form and form not in SMALL:
            found.append(Token(form, match.start(), match.end(), raw[0].isupper()))
    return found


def _counts_on(text: str, last: Token, start: int, raw: str) -> bool:
    """Whether a word of ones follows a word of tens: seven in twenty-seven."""
    tens = text[last.start : last.end].casefold()
    between = text[last.end : start]
    return tens in _TENS and raw.casefold() in _ONES and between in (" ", "-")


def _is_amount(text: str, last: Token, start: int) -> bool:
    """Whether a number stands right before a word such as million."""
    return _AMOUNT.fullmatch(last.form) is not None and text[last.end : start] in (" ", "-")


def _times(number: str, scale: int) -> str:
    """Return a decimal times a power of ten: 1500000 of 1.5 and a million."""
    whole, _, places = number.partition(".")
    zeros = len(str(scale)) - 1
    if len(places) > zeros:
        return f"{number} {scale}"
    return f"{whole}{places}{'0' * (zeros - len(places))}".lstrip("0") or "0"


def _same_length(text: str) -> str:
    """Return a text in which initials are one word, and ordinals plain, at the same places."""
    text = _ORDINAL.sub(lambda end: " " * len(end[0]), text)
    return _INITIALS.sub(_joined, text)


def _joined(initials: re.Match[str]) -> str:
    letters = "".join(filter(str.isalpha, initials[0]))
    return letters + " " * (len(initials[0]) - len(letters))


def form_of(word: str) -> str:
    """Return the one form of a word: 5,000 as 5000, Towns as town, fourth as 4."""
    if word[0].isdigit():
        return _digits(word)
    plain = re.sub(r"['’]s$", "", word)
    folded = "".join(folded_words(plain)) if not plain.isascii() else plain.casefold()
    folded = _WORDS.get(folded, folded)
    if len(folded) > _LONG:
        folded = _BRITISH.sub(lambda end: end[0].replace("s", "z", 1), folded)
    if folded in _NUMBERS:
        return _NUMBERS[folded]
    return _SHORT.get(folded, singular(folded))


def _digits(word: str) -> str:
    word = word.replace(" ", "")  # 299 792 458
    if _SOURCED.fullmatch(word):
        word = word[:-1]  # 75,0001 is 75,000 with the number of a source behind it
    if "," in word and re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", word):
        word = word.replace(",", "")
    if "." in word:
        word = word.rstrip("0").rstrip(".")
    return word.lstrip("0") or "0"


def singular(word: str) -> str:
    """Return a word without the ending of its plural.

    Example:
        >>> [singular(word) for word in ("towns", "cities", "glass", "us")]
        ['town', 'city', 'glass', 'us']
    """
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    if len(word) > 4 and word.endswith(("xes", "ches", "shes", "sses")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def plain(text: str) -> str:
    r"""Return a text in normal form NFKC with one kind of blank, apostrophe, decade and season.

    Marks of emphasis go, and the blanks between digits that LaTeX writes as `\,` or `{,}`.

    Example:
        >>> plain("in 1951–52, or the ’90s")
        'in 1951-1952, or the 1990s'
    """
    text = _POWER.sub(lambda power: f"^{unicodedata.normalize('NFKC', power[0])}", text)
    if "\\" in text:
        text = _FRACTION.sub(r"\1/\2", _DEGREES.sub("°", _WRAPPED.sub(r"\1", text)))
    text = _THOUSANDS.sub("", _EMPHASIS.sub("", text))
    text = text.replace("×", "x").replace("°", " degrees ")
    text = _SEASON.sub(r"\1\2-\1\3", text)
    text = _DECADE.sub(r"\g<1>19\2s", text)
    text = _CAMEL.sub(r"\1 ", text)
    text = _GLUED.sub(r"\1 ", unicodedata.normalize("NFKC", text.translate(_RAISED)))
    return (
        text.replace("’", "'")
        .replace("‘", "'")
        .replace("\xa0", " ")
        .replace("\u202f", " ")
        .replace("\u2009", " ")
    )
