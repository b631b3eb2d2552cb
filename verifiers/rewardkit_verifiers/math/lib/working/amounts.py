"""The value of an expression between plain numbers, with the bounds that rounding leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from rewardkit_verifiers.math.lib.word_lists import listed
from rewardkit_verifiers.math.lib.working.tokens import Token

_DIGITS = 40
_BITS = 4_096
_DEEPEST = 40
_UNIT_WORDS = 4
# Words after a number that change its value, or join it with another one.
CHANGING = frozenset(
    listed(
        "dozen dozens hundred hundreds thousand thousands million millions billion billions half "
        "halves third thirds quarter quarters twice times squared cubed plus minus over of and or "
        "pair pairs remainder mod modulo choose factorial divided multiplied by less than to from "
        "score gross is are was not k m bn mil R r"
    )
)
_FUNCTIONS = frozenset(listed("sin cos tan cot sec csc log exp sqrt gcd lcm max min mod abs det"))
CONVERTIBLE = {
    word: kind
    for kind, words in {
        "second": "second seconds sec secs", "minute": "minute minutes min mins",
        "hour": "hour hours hr hrs", "day": "day days", "week": "week weeks",
        "month": "month months", "year": "year years yr yrs",
        "inch": "inch inches in", "foot": "foot feet ft", "yard": "yard yards",
        "mile": "mile miles",
        "mm": "mm", "cm": "cm", "meter": "meter meters metre metres", "km": "km",
        "gram": "gram grams", "kg": "kg kilogram kilograms", "pound": "pound pounds lb lbs",
        "ounce": "ounce ounces oz", "ton": "ton tons", "cent": "cent cents penny pennies",
        "dime": "dime dimes nickel nickels quarters", "dollar": "dollar dollars",
        "cup": "cup cups", "pint": "pint pints", "quart": "quart quarts",
        "gallon": "gallon gallons", "ml": "ml", "liter": "liter liters litre litres",
    }.items()
    for word in listed(words)
}  # fmt: skip


class Unread(Exception):
    """Tokens that are no expression between plain numbers."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """A value with the lowest and the highest one that its rounded decimals allow."""

    low: Fraction
    value: Fraction
    high: Fraction


@dataclass(slots=True)
class Amount:
    """The value of one side of an equation.

    Attributes:
        bounds: The value, with a percent sign as a hundredth.
        plain: The value with percent signs read over.
        works: Whether it holds an operation.
        lead: The number it begins with.
        places: Decimal places of a plain number; None for an expression.
        units: The convertible units it names.
        loose: Whether it multiplies without a sign, which is read in two ways.
    """

    bounds: Bounds
    plain: Fraction
    works: bool = False
    lead: Fraction | None = None
    places: int | None = None
    units: set[str] = field(default_factory=set)
    loose: bool = False


class Reader:
    """A parser of tokens by the usual precedences.

    Args:
        tokens: The tokens.
        percent: The value of a percent sign.
        whole: Whether a word that cannot be a unit is an error; else the expression ends there.
    """

    def __init__(self, tokens: Sequence[Token], percent: Fraction, whole: bool) -> None:
        self.tokens = tokens
        self.percent = percent
        self.whole = whole
        self.at = 0
        self.depth = 0
        self.works = False
        self.loose = False
        self.lead: Fraction | None = None
        self.places: int | None = None
        self.units: set[str] = set()

    def peek(self, ahead: int = 0) -> Token | None:
        """Return a token that is still to be read."""
        index = self.at + ahead
        return self.tokens[index] if index < len(self.tokens) else None

    def _is(self, kind: str, text: str = "", ahead: int = 0) -> bool:
        one = self.peek(ahead)
        return one is not None and one.kind == kind and (not text or one.text in text)

    def sum(self) -> Bounds:
        """Read terms joined by plus and minus."""
        negative = self._is("op", "-")
        if negative or self._is("op", "+"):
            self.at += 1
        found = self._product()
        if negative:
            found = _less(_ZERO, found)
        while self._is("op", "+-"):
            sign = self.tokens[self.at].text
            self.at += 1
            self.works = True
            other = self._product()
            found = _plus(found, other) if sign == "+" else _less(found, other)
        return found

    def _product(self) -> Bounds:
        found = self._power()
        while True:
            if self._is("op", "*/"):
                sign = self.tokens[self.at].text
                self.at += 1
                other = self._power()
                found = _times(found, other) if sign == "*" else _over(found, other)
            elif self._is("("):
                self.loose = True
                found = _times(found, self._power())
            else:
                return found
            self.works = True

    def _power(self) -> Bounds:
        found = self._atom()
        if self._is("op", "^"):
            self.at += 1
            self.works = True
            found = _raised(found, self._exponent())
        self._read_units()
        return found

    def _exponent(self) -> int:
        if self._is("op", "-"):
            raise Unread
        value = self._atom().value
        if value.denominator != 1 or not 0 <= value <= 64:
            raise Unread
        return int(value)

    def _atom(self) -> Bounds:
        one = self.peek()
        if one is None:
            raise Unread
        if one.kind == "num":
            return self._number(one)
        if one.kind == "frac":
            self.at += 1
            top = self._group()
            self.works = True
            return _over(top, self._group())
        if one.kind == "(":
            found = self._group()
            return self._with_percent(found)
        if one.kind == "op" and one.text == "-" and self.at:
            self.at += 1
            return _less(_ZERO, self._power())
        raise Unread

    def _group(self) -> Bounds:
        if not self._is("(") or self.depth > _DEEPEST:
            raise Unread
        self.at += 1
        self.depth += 1
        found = self.sum()
        self.depth -= 1
        if not self._is(")"):
            raise Unread
        self.at += 1
        return found

    def _number(self, one: Token) -> Bounds:
        self.at += 1
        if len(one.text) > _DIGITS:
            raise Unread
        value = Fraction(one.text)
        places = len(one.text.partition(".")[2])
        self.places = places if self.lead is None else None
        if self._is("num") and places == 0 and self._is("op", "/", 1) and self._is("num", "", 2):
            value += Fraction(self._whole(0)) / _nonzero(self._whole(2))
            self.at += 3
            self.works = True
        elif self._is("num"):
            raise Unread
        if self.lead is None:
            self.lead = value
        # What is written with two places or more may be rounded; sums of money are not.
        half = Fraction(1, 2 * 10**places) if places > 1 and not one.money else Fraction(0)
        return self._with_percent(Bounds(value - half, value, value + half))

    def _whole(self, ahead: int) -> int:
        text = self.tokens[self.at + ahead].text
        if "." in text or len(text) > _DIGITS:
            raise Unread
        return int(text)

    def _with_percent(self, found: Bounds) -> Bounds:
        if not self._is("%"):
            return found
        self.at += 1
        return _times(found, _exactly(self.percent))

    def _read_units(self) -> None:
        """Read over the words after a number: 3 big apples, 20 dollars / hour."""
        count = 0
        while self._is("word") or (count and self._is("op", "/") and self._is("word", "", 1)):
            if self._is("op"):
                self.at += 1
            word = self.tokens[self.at]
            if is_product(self.tokens, self.at):
                return
            lower = word.text.lower()
            # 3ab and 3Total may be products with a variable, 3cos(0) is one.
            glued = word.glued and lower not in CONVERTIBLE and not _is_noun(word.text)
            glued = glued or self._is("(", "", 1)
            if glued or {lower, word.text} & CHANGING or len(lower) < 2 or count == _UNIT_WORDS:
                if self.whole or self.depth:
                    raise Unread
                return  # the words after the last number are prose
            if lower in CONVERTIBLE:
                self.units.add(CONVERTIBLE[lower])
            self.at += 1
            if self._is("op", "^") and self._is("num", "23", 1):
                self.at += 2  # cm^2
            count += 1
        if not count and self._is("op", "/") and self._is("word", "", 1):
            self.at += 1  # $20/hour
            self._read_units()


def _is_noun(text: str) -> bool:
    return len(text) > 2 and text.islower() and text not in _FUNCTIONS


def is_product(tokens: Sequence[Token], at: int) -> bool:
    """Return True if a word is the letter x between two numbers: a sign of multiplication."""
    if tokens[at].text not in ("x", "X") or not 0 < at < len(tokens) - 1:
        return False
    return tokens[at - 1].kind in ("num", ")", "word", "%") and tokens[at + 1].kind in ("num", "(")


def amount_of(tokens: Sequence[Token], whole: bool) -> tuple[Amount, int]:
    """Return the value of an expression and how many tokens it takes.

    Args:
        tokens: The tokens.
        whole: Whether all tokens must belong to it.

    Raises:
        Unread: It is no expression between plain numbers.
    """
    tokens = [
        Token("op", "*", one.start, one.end) if is_product(tokens, at) else one
        for at, one in enumerate(tokens)
    ]
    reader = Reader(tokens, Fraction(1, 100), whole)
    bounds = reader.sum()
    if whole and reader.at < len(tokens):
        raise Unread
    plain = bounds.value
    if any(one.kind == "%" for one in tokens[: reader.at]):
        plain = Reader(tokens, Fraction(1), whole).sum().value
    found = Amount(
        bounds,
        plain,
        reader.works,
        reader.lead,
        None if reader.works else reader.places,
        reader.units,
        reader.loose,
    )
    return found, reader.at


# --- arithmetic of bounds ---------------------------------------------------------------
def _exactly(value: Fraction) -> Bounds:
    return Bounds(value, value, value)


_ZERO = _exactly(Fraction(0))


def _nonzero(value: int) -> Fraction:
    if not value:
        raise Unread
    return Fraction(value)


def _checked(low: Fraction, value: Fraction, high: Fraction) -> Bounds:
    for one in (low, value, high):
        if one.numerator.bit_length() > _BITS or one.denominator.bit_length() > _BITS:
            raise Unread
    return Bounds(low, value, high)


def _plus(one: Bounds, other: Bounds) -> Bounds:
    return _checked(one.low + other.low, one.value + other.value, one.high + other.high)


def _less(one: Bounds, other: Bounds) -> Bounds:
    return _checked(one.low - other.high, one.value - other.value, one.high - other.low)


def _times(one: Bounds, other: Bounds) -> Bounds:
    ends = [a * b for a in (one.low, one.high) for b in (other.low, other.high)]
    return _checked(min(ends), one.value * other.value, max(ends))


def _over(one: Bounds, other: Bounds) -> Bounds:
    if other.low <= 0 <= other.high:
        raise Unread
    return _times(one, Bounds(1 / other.high, 1 / other.value, 1 / other.low))


def _raised(one: Bounds, power: int) -> Bounds:
    found = _exactly(Fraction(1))
    for _ in range(power):
        found = _times(found, one)
    return found
