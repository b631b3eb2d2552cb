"""Equations with unknowns read by hand, and held against numbers for the unknowns."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

from rewardkit_verifiers.puzzle.lib.expression import NoExpression, compute

Values = Mapping[str, Fraction]
_UNKNOWN = re.compile(r"[A-Za-z]")
_POWER = re.compile(r"([A-Za-z])\s*(?:\^|\*\*)\s*([2-6])(?!\d)")
_JOINED = re.compile(r"(?<=[0-9A-Za-z)])\s*(?=[A-Za-z(])")
_ASSIGNED = re.compile(
    r"\$?\s*([A-Za-z])\s*[=:]\s*([-−+]?)\s*(\d{1,6})(?:\s*/\s*(\d{1,6})|\.(\d{1,6}))?\s*\$?"
)
_FRACTION = re.compile(r"\\[dt]?frac\{(\d{1,6})\}\{(\d{1,6})\}")
_TUPLES = re.compile(r"\$?\(([A-Za-z\s,]{1,80})\)\s*=\s*\(([^()=]{1,400})\)\$?")
_BOX = re.compile(r"\\boxed\{([^{}]*)\}")
_BETWEEN = re.compile(r"\s*(?:,?\s+and\s+|[,;\n]\s*)\s*", re.IGNORECASE)


def unknowns_of(equations: list[str]) -> set[str]:
    """Return the unknowns of some equations: single letters.

    Example:
        >>> sorted(unknowns_of(["3x + 2*y = 16", "x = y^2"]))
        ['x', 'y']
    """
    return {name for one in equations for name in _UNKNOWN.findall(one)}


def difference(equation: str, values: Values) -> Fraction:
    """Return by how much the sides of an equation differ with these numbers.

    Sums, products, quotients, brackets, powers of unknowns up to the sixth, and signs of
    multiplication that are left out are read.

    Raises:
        NoExpression: It is no equation, or it divides by zero with these numbers.

    Example:
        >>> difference("2x^2 = 3(y + 1)", {"x": Fraction(3), "y": Fraction(5)})
        Fraction(0, 1)
    """
    left, equals, right = equation.partition("=")
    if not equals or "=" in right:
        raise NoExpression("an equation has one sign of equality")
    return _side(left, values) - _side(right, values)


def _side(text: str, values: Values) -> Fraction:
    text = _POWER.sub(lambda found: "*".join([found[1]] * int(found[2])).join("()"), text)
    text = _JOINED.sub("*", text)
    return compute(_UNKNOWN.sub(lambda found: _number(values[found[0]]), text))[0]


def _number(value: Fraction) -> str:
    sign = "-" if value < 0 else ""
    return f"({sign}{abs(value.numerator)}/{value.denominator})"


def read_values(text: str) -> dict[str, Fraction] | None:
    """Return the numbers that a reply gives to unknowns, or None where it does not.

    They are plain numbers, such as `x = 3, y = -1/2`: a sum is no number, and an unknown that
    stands twice is no answer.

    Example:
        >>> read_values("x = 3 and y = -1/2")
        {'x': Fraction(3, 1), 'y': Fraction(-1, 2)}
        >>> read_values("x = 1 + 2") is None and read_values("x = 3 or x = 4") is None
        True
    """
    found: dict[str, Fraction] = {}
    boxed = _BOX.fullmatch(text.strip(" .$\n"))
    plain = (boxed[1] if boxed else text).replace("**", "").strip(" .\n")
    plain = _FRACTION.sub(r"\1/\2", plain)
    if plain.startswith("{") and plain.endswith("}"):
        plain = plain[1:-1].replace('"', "")
    tuples = _TUPLES.fullmatch(plain)
    if tuples is not None:
        names, numbers = tuples[1].split(","), tuples[2].split(",")
        if len(names) != len(numbers):
            return None
        plain = ",".join(f"{one}={other}" for one, other in zip(names, numbers, strict=True))
    for part in _BETWEEN.split(plain):
        match = _ASSIGNED.fullmatch(part)
        if match is None or match[1] in found or int(match[4] or 1) == 0:
            return None
        value = Fraction(f"{match[3]}.{match[5]}") if match[5] else Fraction(int(match[3]))
        value /= int(match[4] or 1)
        found[match[1]] = -value if match[2] in ("-", "−") else value
    return found or None


def can_be_read(equation: str, names: set[str]) -> bool:
    """Return True if an equation is one, whatever its unknowns are.

    Example:
        >>> can_be_read("1/(x - 2) = 3", {"x"}), can_be_read("x + = 3", {"x"})
        (True, False)
    """
    for number in (2, 3, 7, 11):
        try:
            difference(equation, {name: Fraction(number) for name in names})
            return True
        except NoExpression:
            continue
    return False
