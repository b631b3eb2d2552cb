"""Formulas over named numbers: parsed to a tree, never evaluated as code.

formula := sum
sum     := product (('+' | '-') product)*
product := sign (('*' | '/') sign)*
sign    := ('+' | '-') sign | power
power   := atom ('^' sign)?
atom    := number | name | name '(' sum (',' sum)* ')' | '(' sum ')'
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rewardkit.data.score import Range
from rewardkit.rewards.interval_arithmetic import product_range, scale_range, sum_range

LONGEST = 4000
_DEEPEST = 60
_TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?P<name>[^\W\d]\w*)|(?P<sign>[-+*/^(),]))"
)
# How many numbers each function takes: at least, and at most.
FUNCTIONS: Mapping[str, tuple[int, float]] = {
    "min": (1, math.inf),
    "max": (1, math.inf),
    "abs": (1, 1),
    "floor": (1, 1),
    "ceil": (1, 1),
    "exp": (1, 1),
    "sqrt": (1, 1),
    "log": (1, 1),
}


class BadFormula(ValueError):
    """A text is no formula: names the place and what stands there."""


@dataclass(frozen=True, slots=True)
class Term:
    """One node of a formula.

    Attributes:
        kind: `number`, `name`, `sum`, `product`, `^`, `negative`, or the name of a function.
        parts: The numbers it is computed from.
        signs: The sign before each part of a sum or product but the first.
        value: The number of a `number`.
        name: The name of a `name`.
    """

    kind: str
    parts: tuple[Term, ...] = ()
    signs: tuple[str, ...] = ()
    value: float = 0.0
    name: str = ""

    def names(self) -> frozenset[str]:
        """Return every name that occurs."""
        return frozenset({self.name} if self.name else ()).union(*(t.names() for t in self.parts))


@lru_cache(maxsize=256)
def read_formula(text: str) -> Term:
    """Return the tree of a formula.

    Raises:
        BadFormula: It is none.

    Example:
        >>> value_of(read_formula("0.5 * a + max(b, 1) ^ 2"), {"a": 1.0, "b": 3.0})
        9.5
    """
    if len(text) > LONGEST:
        raise BadFormula(f"a formula has at most {LONGEST} characters, not {len(text)}")
    reader = _Reader(text)
    term = reader.sum(0)
    reader.expect("")
    return term


class _Reader:
    def __init__(self, text: str) -> None:
        self.tokens: list[tuple[str, str, int]] = []
        self.at = 0
        end = len(text.rstrip())
        place = 0
        while place < end:
            found = _TOKEN.match(text, place)
            if found is None:
                odd = text[place:].lstrip()[:1]
                raise BadFormula(f"{odd!r} at {text.index(odd, place)} is no part of a formula")
            kind = str(found.lastgroup)
            self.tokens.append((kind, found[kind], found.start(kind)))
            place = found.end()
        self.tokens.append(("sign", "", end))

    def peek(self) -> str:
        return self.tokens[self.at][1]

    def take(self, *wanted: str) -> str:
        kind, text, _ = self.tokens[self.at]
        if kind != "sign" or not text or text not in wanted:
            return ""
        self.at += 1
        return text

    def expect(self, wanted: str) -> None:
        if self.peek() != wanted:
            raise self.odd(f"{wanted!r}" if wanted else "the end")
        self.at += bool(wanted)

    def odd(self, wanted: str) -> BadFormula:
        _, text, place = self.tokens[self.at]
        return BadFormula(f"{text!r} at {place}, where {wanted} is wanted" if text else
                          f"the formula ends where {wanted} is wanted")  # fmt: skip

    def sum(self, depth: int) -> Term:
        return self.chain("sum", ("+", "-"), self.product, depth)

    def product(self, depth: int) -> Term:
        return self.chain("product", ("*", "/"), self.sign, depth)

    def chain(
        self, kind: str, wanted: tuple[str, str], part: Callable[[int], Term], depth: int
    ) -> Term:
        # One node for the whole chain: a long flat formula is no deep one.
        parts, signs = [part(depth)], []
        while sign := self.take(*wanted):
            signs.append(sign)
            parts.append(part(depth))
        return Term(kind, tuple(parts), signs=tuple(signs)) if signs else parts[0]

    def sign(self, depth: int) -> Term:
        if depth > _DEEPEST:
            raise BadFormula("the formula is nested too deeply")
        if sign := self.take("+", "-"):
            inner = self.sign(depth + 1)
            return Term("negative", (inner,)) if sign == "-" else inner
        base = self.atom(depth)
        return Term("^", (base, self.sign(depth + 1))) if self.take("^") else base

    def atom(self, depth: int) -> Term:
        kind, text, _ = self.tokens[self.at]
        if kind == "number":
            self.at += 1
            return Term("number", value=float(text))
        if kind == "name":
            self.at += 1
            return self.call(text, depth) if self.take("(") else Term("name", name=text)
        if self.take("("):
            term = self.sum(depth + 1)
            self.expect(")")
            return term
        raise self.odd("a number, a name or '('")

    def call(self, name: str, depth: int) -> Term:
        if name not in FUNCTIONS:
            raise BadFormula(f"there is no function {name!r}; there are {', '.join(FUNCTIONS)}")
        parts = [self.sum(depth + 1)]
        while self.take(","):
            parts.append(self.sum(depth + 1))
        self.expect(")")
        least, most = FUNCTIONS[name]
        if not least <= len(parts) <= most:
            raise BadFormula(f"{name} takes one number, not {len(parts)}")
        return Term(name, tuple(parts))


# --- values -------------------------------------------------------------------------------
def value_of(term: Term, numbers: Mapping[str, float]) -> float:
    """Return the value of a formula.

    Raises:
        ValueError: It has none here, as after a division by zero.
        OverflowError: It is too large for a float.
    """
    if term.kind == "number":
        return term.value
    if term.kind == "name":
        return numbers[term.name]
    found = [value_of(part, numbers) for part in term.parts]
    try:
        if term.signs:
            total = found[0]
            for sign, number in zip(term.signs, found[1:], strict=True):
                total = _SIGNS[sign](total, number)
            return total
        return _VALUES[term.kind](found)
    except ZeroDivisionError:
        raise ValueError("a division by zero") from None


def _power(numbers: Sequence[float]) -> float:
    # math.pow refuses what would be a complex number.
    return math.pow(*numbers)


_SIGNS: Mapping[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}
_VALUES: Mapping[str, Callable[[Sequence[float]], float]] = {
    "^": _power,
    "negative": lambda n: -n[0],
    "min": min,
    "max": max,
    "abs": lambda n: abs(n[0]),
    "floor": lambda n: float(math.floor(n[0])),
    "ceil": lambda n: float(math.ceil(n[0])),
    "exp": lambda n: math.exp(n[0]),
    "sqrt": lambda n: math.sqrt(n[0]),
    "log": lambda n: math.log(n[0]),
}


# --- ranges -------------------------------------------------------------------------------
def range_of_formula(term: Term, ranges: Mapping[str, Range]) -> Range:
    """Return a range that holds every value of a formula, by interval arithmetic.

    Places where the formula has no value are left out.
    """
    if term.kind == "number":
        return Range(term.value, term.value)
    if term.kind == "name":
        return ranges[term.name]
    parts = [range_of_formula(part, ranges) for part in term.parts]
    one = parts[0]
    match term.kind:
        case "sum":
            signed = zip(("+", *term.signs), parts, strict=True)
            return sum_range([scale_range(p, -1.0) if sign == "-" else p for sign, p in signed])
        case "product":
            signed = zip(("*", *term.signs), parts, strict=True)
            return product_range([_inverse(p) if sign == "/" else p for sign, p in signed])
        case "^":
            return _power_range(one, parts[1])
        case "negative":
            return scale_range(one, -1.0)
        case "min":
            return Range(min(p.low for p in parts), min(p.high for p in parts))
        case "max":
            return Range(max(p.low for p in parts), max(p.high for p in parts))
        case "abs":
            low = 0.0 if one.low <= 0 <= one.high else min(abs(one.low), abs(one.high))
            return Range(low, max(abs(one.low), abs(one.high)))
    return Range(_end(term.kind, one.low, -math.inf), _end(term.kind, one.high, math.inf))


def _inverse(one: Range) -> Range:
    if one.low <= 0 <= one.high:
        return Range(
            -math.inf if one.low < 0 else (1 / one.high if one.high else -math.inf),
            math.inf if one.high > 0 else (1 / one.low if one.low else math.inf),
        )
    return Range(1 / one.high, 1 / one.low)


def _power_range(base: Range, exponent: Range) -> Range:
    whole = exponent.low == exponent.high and exponent.low == int(exponent.low)
    if base.low < 0 and not whole:
        return Range(-math.inf, math.inf)
    zero = base.low <= 0 <= base.high
    if zero and exponent.low < 0:
        return Range(-math.inf if base.low < 0 else 0.0, math.inf)
    ends = [_powered(b, e) for b in base for e in exponent]
    if zero:
        ends += [_powered(0.0, e) for e in exponent]
    return Range(min(ends), max(ends))


def _powered(base: float, exponent: float) -> float:
    try:
        return math.pow(base, exponent)
    except OverflowError:
        return -math.inf if base < 0 and exponent % 2 else math.inf


def _end(kind: str, end: float, otherwise: float) -> float:
    """Return the value of a rising function at an end of a range."""
    if math.isinf(end):
        if kind in ("floor", "ceil"):
            return end
        if end < 0:
            return -math.inf if kind == "log" else 0.0
        return end
    if kind == "sqrt" and end < 0:
        return 0.0
    if kind == "log" and end <= 0:
        return -math.inf
    try:
        return _VALUES[kind]([end])
    except OverflowError:
        return otherwise
