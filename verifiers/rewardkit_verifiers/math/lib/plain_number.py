"""Plain numbers as people and models write them, read exactly: no floating point on the way."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from rewardkit_verifiers.math.lib.grammar.counted import counted
from rewardkit_verifiers.math.lib.grammar.notations import english
from rewardkit_verifiers.math.lib.word_lists import FOREIGN_DOUBT, FOREIGN_SIGNS

Number = int | Decimal | Fraction
"""Compares exactly with any other: integers stay integers, decimals keep every digit."""

# Integers above this stay decimals, whose comparison is linear in their length.
_INT_DIGITS = 1_000
_FRACTION_DIGITS = 300
LONGEST = 100_000
# Beyond this power of ten a decimal is not turned into a fraction: it would fill the memory.
_EXPONENT = 400

_DRESS = str.maketrans(
    {
        "−": "-", "–": "-", "—": "-", "﹣": "-", "－": "-", "‑": "-", "＋": "+", "⁄": "/", "∕": "/",
        "／": "/", "，": ",", "．": ".", "％": "%", "\u00a0": "~", "\u202f": "~", "\u2009": "~",
        "\u2007": "~", "\u200b": None, "\u200c": None, "\u200d": None, "\ufeff": None,
        "\u2060": None, "½": " 1/2", "⅓": " 1/3", "⅔": " 2/3", "¼": " 1/4", "¾": " 3/4",
        "⅕": " 1/5", "⅖": " 2/5", "⅗": " 3/5", "⅘": " 4/5", "⅙": " 1/6", "⅚": " 5/6",
        "⅛": " 1/8", "⅜": " 3/8", "⅝": " 5/8", "⅞": " 7/8", "×": "*", "·": "*",
        **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
    }
)  # fmt: skip
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")

_SIMPLE = re.compile(r"[+-]?\d{1,18}")
# Marks that wrap a number and say nothing about its value.
_WRAPS = re.compile(
    r"\\(?:text|textbf|mathbf|mathrm|textrm|mbox|bf|displaystyle|left|right|!|;|quad|qquad)(?![a-z])"
    r"|\\(?:,(?!\d)|[()\[\]])|\$|\*\*|\\\$|\\ |[€£¥₹]|\b(?:USD|Rs\.?|EUR|GBP)\b"
)
_GROUPED = r"(?!0[,~ _])\d{1,3}(?:(?:,\d{3})+|(?:~\d{3})+|(?: \d{3})+|(?:_\d{3})+)"
_DECIMAL = rf"(?:{_GROUPED}|\d+)(?:\.\d*)?|\.\d+"
_READ = re.compile(
    rf"(?P<sign>[+-]?)\s*(?:(?P<whole>\d+)[\s~]+(?P<n>\d+)\s*/\s*(?P<d>\d+)"
    rf"|(?P<top>{_DECIMAL})\s*/\s*(?P<bottom>[+-]?(?:{_DECIMAL}))"
    rf"|(?P<base>\(\s*-?(?:{_DECIMAL})\s*\)|{_DECIMAL})\^(?P<raised>[+-]?\d{{1,5}})"
    rf"|(?P<number>{_DECIMAL})(?:[eE](?P<exponent>[+-]?\d{{1,12}})"
    rf"|\s*\*\s*10\s*(?:\^|\*\*)?\s*\(?(?P<power>[+-]?\d{{1,12}})\)?)?)"
    rf"\s*(?P<percent>%)?"
)
# 4.5 x 10^-5
_TEN = re.compile(r"(?<=\d)\s?[xX]\s?(?=10\s?(?:\^|\*\*|[⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹]))10")
# m s^{-1} in upright letters is a unit, and its exponent no number of its own.
_UNIT_POWER = re.compile(r"(\\(?:mathrm|text)\s?\{[^{}]{1,30}\})\s?\^\s?(?:\{\s?-?\d\s?\}|\d)")
_FRAC = re.compile(r"\\[dtc]?frac\s*(?:\{([^{}]*)\}|(\d))\s*(?:\{([^{}]*)\}|(\d))")
# Possessive: a word is never split in two to try again, which would take exponential time.
_WORDS = re.compile(r"[\s~]*+(?:[A-Za-zµ°²³/^.$'’\\-]++[\s~]*+){0,4}+[.,;:]?\s*+")
_LONGEST_REST = 200
# Minus 7, negative 7, 1.25 million.
_MINUS = re.compile(r"^(?:minus|negative)\s+(?=[\d.])", re.IGNORECASE)
_SIZES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_SIZE = re.compile(r"\s*(thousand|million|billion|trillion)\b", re.IGNORECASE)
# `x = 42` says 42, and `3x` is no number.
_NAME = re.compile(r"(?:[A-Za-z]\w{0,15}+\s{0,4}+)?=\s*")
# 2^{10}, 2^(10), 2**10: one way to write a whole exponent, before braces and bold marks go.
_POWER = re.compile(
    r"(?<=[\d)])\s{0,4}(?:\^|(?<=\d)\*\*(?=[\d{(+-]))\s{0,4}"
    r"(?:\{\s{0,4}([+-]?\d{1,12})\s{0,4}\}|\(\s{0,4}([+-]?\d{1,12})\s{0,4}\)|([+-]?\d{1,12}))"
)
# The most digits that a power may have: known from its parts before it is computed.
_POWER_DIGITS = 1_000
_VARIABLE = re.compile(r"[a-zA-Z]?[xyznk](?![A-Za-z])")
# After `36` these stand for another number: a product, a power, a difference.
_OPERATOR = re.compile(
    r"[A-Za-z](?![A-Za-z])|\s*(?:-(?!\s?[A-Za-z]{3})|[*^+!](?!\s*\\(?:circ|degree))|/\s*[^A-Za-z\s])"
)
# 5², 5½, 5π.
_RAISED_SIGN = re.compile(r"\s?[⁰¹²³⁴⁵⁶⁷⁸⁹ⁿ½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞πΠ∞√ⅈ]")
_COMMAND = re.compile(r"\\(?!(?:circ|degree|deg|mu|Omega|cdot)(?![A-Za-z]))[A-Za-z]+")
_LETTER = re.compile(r"(?<![A-Za-z'’])[A-Za-z](?![A-Za-z])")
# Units of one letter, and the article.
_LETTERS = frozenset("mgshlLWVAJNKCFaI")
_RAISED = re.compile(r"(?<=[A-Za-z])\s*\^\s*-?[1-4](?!\d)")
# Words of doubt, denial and bounds: no value is meant where one of these stands beside it.
_DOUBT = (
    r"not|no|wrong|incorrect|ignore|isn['’]?t|instead|nor|maybe|nope|never|about|approximately"
    r"|almost|nearly|roughly|perhaps|probably|possibly|presumably|might|guess(?:ing)?|guesstimate"
    r"|unsure|uncertain|unless|give or take|or so|more or less|ish|tops|somewhere"
    r"|at (?:the )?(?:very )?(?:least|most|minimum|maximum)"
    rf"|{FOREIGN_DOUBT}"
)
_DOUBTED = re.compile(rf"\b(?:{_DOUBT})\b|n['’]t\b|\d\+(?=\s|$)|{FOREIGN_SIGNS}", re.IGNORECASE)
_AFTERTHOUGHT = re.compile(
    rf"(?:[^\d.;]{{0,30}})?[,;(–—-]\s?(?:but\s+)?(?:I(?:['’]m|\s+am)?\s+)?(?:{_DOUBT})\b",
    re.IGNORECASE,
)
_OTHER_VALUE = re.compile(
    rf"\b(?:{_DOUBT}|or|false|but"
    r"|minus|negative|plus|times|(?<!left )(?<!all )over(?=\s*[$\d\\]|\s*$)"
    r"|choose|mod|modulo|log|ln|exp|sin|cos|tan|sqrt|root|factorial"
    r"|(?:hundred|thousand|million|billion|trillion|dozen)s?|squared|cubed|half|twice|double"
    r"|less|greater|than|except|if)\b"
    rf"|n['’]t\b|\d\+(?=\s|$)|\bvs?\.(?=\s|$)|{FOREIGN_SIGNS}",
    re.IGNORECASE,
)
# Before a number only: a park is walked around, and 72 is no bound of what follows it.
_BOUND = re.compile(
    r"\b(?:around|circa|above|below|under|beyond|exceed(?:s|ing)?|up to|(?:close|near(?:er)?) to"
    r"|(?:options?|candidates?|choices|possibilities)\s(?:include|are)"
    r"|near|minimum of|maximum of|within|between|from)\s+(?:\w+\s+){0,1}[$€£]?$",
    re.IGNORECASE,
)


def read_number(text: str) -> Number | None:
    r"""Read a text that is one number, perhaps with currency, unit or percent sign around it.

    A percent sign is read over: `5%` is 5, as in most data sets. Text with two numbers is none.

    Args:
        text: The answer alone, as `extract` gives it.

    Returns:
        The exact value, or None when the text is not one number.

    Example:
        >>> read_number("$1,234.50"), read_number("-1/2"), read_number("1,2,3")
        (Decimal('1234.50'), Fraction(-1, 2), None)
        >>> read_number("18 dollars"), read_number(r"\frac{3}{4}"), read_number("17 is wrong")
        (18, Fraction(3, 4), None)
    """
    if _SIMPLE.fullmatch(text):
        return int(text)
    if len(text) > LONGEST:
        return None
    return _read(text)


def _read(text: str) -> Number | None:
    if "{,}" in text or text.count(".") > 1 or ("." in text and "," in text):
        text = english(text).replace("{,}", ",")
    if ")" in text[-3:] and (said := counted(text)) is not text:
        text = said.partition(" ")[0]  # what is counted is no part of the number
    if "\\" in text:
        text = _UNIT_POWER.sub(r"\1", text.replace("\\!", "").replace("\\%", "%"))
        text = re.sub(r"(?<=\d)\\[,;: ](?=\d{3})", "~", text)
        text = text.replace("\\times", "*").replace("\\cdot", "*")
        text = _FRAC.sub(_as_slash, text)
    if "10" in text:
        text = _TEN.sub("*10", text)
    text = text.translate(_DRESS)
    if not text.isascii():
        text = _SUPER.sub(lambda match: "^" + match[0].translate(_SUPERSCRIPTS), text)
    if "^" in text or "**" in text:
        text = _POWER.sub(lambda match: f"^{match[1] or match[2] or match[3]}", text)
    text = _WRAPS.sub(" ", text).replace("{", " ").replace("}", " ")
    text = text.strip().rstrip(".")
    if name := _NAME.match(text):
        text = text[name.end() :]
    if text[:1] in "nNmM":
        text = _MINUS.sub("-", text, count=1)
    match = _READ.match(text)
    if match is None:
        return None
    rest = text[match.end() :]
    if len(rest) > _LONGEST_REST:
        return None
    size = _SIZE.match(rest) if rest else None
    if size is not None and match["percent"] is None:
        rest = rest[size.end() :]
        if changes_value(rest) or not _WORDS.fullmatch(rest):
            return None
        value = _value(match)
        return None if value is None else _times(value, _SIZES[size[1].lower()])
    # 5 m is a length, and 5m may be a product.
    apart = " " if text[match.end() - 1 : match.end()].isspace() else ""
    if rest and (_VARIABLE.match(rest) or changes_value(apart + rest)):
        return None
    if rest and not _WORDS.fullmatch(_RAISED.sub("", rest)):
        return None
    return _value(match)


def changes_value(rest: str) -> bool:
    """Return whether what follows a number makes it another number, or denies it.

    Example:
        >>> [changes_value(rest) for rest in (" cm^2", "x", " million", "-x", " is wrong")]
        [False, True, True, True, True]
    """
    if (
        _RAISED_SIGN.match(rest)
        or _OPERATOR.match(rest)
        or _COMMAND.search(rest)
        or has_other_value(rest)
    ):
        return True
    return any(match[0] not in _LETTERS for match in _LETTER.finditer(rest))


_JOINED = re.compile(
    r"\b(?:and|to|through)\b(?=\W*$|\W*(?:\w+\W+){0,2}?(?:\d|half\b|quarter\b))", re.IGNORECASE
)


def is_bounded(before: str) -> bool:
    """Return whether the words before a number make a bound or an estimate of it.

    Example:
        >>> is_bounded("somewhere around "), is_bounded("the walk around it takes ")
        (True, False)
    """
    return _BOUND.search(before) is not None or has_other_value(" ".join(before.split()[-3:]))


def is_doubted(text: str) -> bool:
    """Return whether a text doubts, denies or bounds what it says.

    Example:
        >>> is_doubted("72 at least"), is_doubted("72 clips")
        (True, False)
    """
    return _DOUBTED.search(text) is not None


def has_afterthought(after: str) -> bool:
    """Return whether doubt follows a number after a comma: `72, give or take`."""
    return _AFTERTHOUGHT.match(after) is not None


def has_other_value(words: str) -> bool:
    """Return whether words near a number say that the number meant is another one.

    `72 in April and May` does not, `72 and 3` does.

    Example:
        >>> has_other_value("the total is"), has_other_value("less than")
        (False, True)
    """
    return _OTHER_VALUE.search(words) is not None or _JOINED.search(words) is not None


_SUPER = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]+")


def _as_slash(match: re.Match[str]) -> str:
    top, bottom = match[1] or match[2] or "", match[3] or match[4] or ""
    # The space keeps a digit behind the fraction from joining its denominator.
    return f" {top}/{bottom} " if top and bottom else match[0]


def _times(value: Number, size: int) -> Number | None:
    """Return a number a thousand, a million times itself; None where that is a large work."""
    exact = as_fraction(value)
    if exact is None:
        return None
    product = exact * size
    return product.numerator if product.denominator == 1 else product


def _value(match: re.Match[str]) -> Number | None:
    minus = match["sign"] == "-"
    if match["whole"] is not None or match["top"] is not None:
        value = _ratio(match)
    elif match["base"] is not None:
        value = _power(match["base"].strip("() "), int(match["raised"]))
    else:
        value = _decimal(match["number"], match["exponent"] or match["power"])
    if value is None:
        return None
    # Decimal's unary minus would round to the context's precision.
    if isinstance(value, Decimal):
        return value.copy_negate() if minus else value
    return -value if minus else value


def _ratio(match: re.Match[str]) -> Number | None:
    if match["whole"] is not None:
        parts = match["whole"], match["n"], match["d"]
        if max(map(len, parts)) > _FRACTION_DIGITS or not int(parts[2]):
            return None
        return int(parts[0]) + Fraction(int(parts[1]), int(parts[2]))
    top, bottom = match["top"], match["bottom"]
    if len(top) > _FRACTION_DIGITS or len(bottom) > _FRACTION_DIGITS:
        return None
    below = Fraction(_digits(bottom))
    return Fraction(_digits(top)) / below if below else None


def _power(base: str, exponent: int) -> Number | None:
    digits = _digits(base.replace("(", "").replace(")", ""))
    if len(digits) * abs(exponent) > _POWER_DIGITS:
        return None
    value = Fraction(digits)
    if not value and exponent <= 0:
        return None
    power = value**exponent
    return power.numerator if power.denominator == 1 else power


def _decimal(text: str, exponent: str | None) -> Number:
    digits = _digits(text)
    if exponent:
        return Decimal(f"{digits}E{exponent}")
    if "." not in digits and len(digits) <= _INT_DIGITS:
        return int(digits)
    return Decimal(digits)


def _digits(text: str) -> str:
    for mark in ",~ _":
        text = text.replace(mark, "")
    return text


@lru_cache(maxsize=8192)
def read_reference(text: str) -> Number | None:
    """Read a reference answer, which a batch asks for many times."""
    return read_number(text)


def as_fraction(number: Number) -> Fraction | None:
    """Return the value as a fraction, or None when its size makes that unwise.

    Example:
        >>> as_fraction(Decimal("0.25")), as_fraction(Decimal("1e999999"))
        (Fraction(1, 4), None)
    """
    if isinstance(number, Decimal):
        size = number.adjusted()
        if not -_EXPONENT <= size <= _EXPONENT or len(number.as_tuple().digits) > 2 * _EXPONENT:
            return None
    return Fraction(number)
