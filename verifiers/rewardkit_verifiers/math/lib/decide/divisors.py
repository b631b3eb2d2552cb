"""Greatest common divisors and least common multiples of symbols, as of polynomials.

Numbers are taken exactly. What is no number counts as a product of a rational coefficient and
powers of factors that have nothing in common, which is how computer algebra defines gcd(x, y).
"""

from __future__ import annotations

import math
from fractions import Fraction

from rewardkit_verifiers.math.lib.decide.exact import exact
from rewardkit_verifiers.math.lib.grammar.values import Node

Monomial = tuple[Fraction, dict[str, tuple[Node, Fraction]]]


def divisor(name: str, arguments: tuple[Node, ...]) -> Node:
    """Return `gcd` or `lcm` of expressions, written out as a product.

    Example:
        >>> from rewardkit_verifiers.math.lib.grammar.parse import parse
        >>> divisor("lcm", (parse("4x"), parse("6y")))
        *(num(Fraction(12, 1)), sym('x'), sym('y'))
    """
    monomials = [_monomial(argument) for argument in arguments]
    coefficients = [abs(coefficient) for coefficient, _ in monomials]
    tops = [value.numerator for value in coefficients]
    bottoms = [value.denominator for value in coefficients]
    if name == "gcd":
        number = Fraction(math.gcd(*tops), math.lcm(*bottoms))
    else:
        number = Fraction(math.lcm(*tops), math.gcd(*bottoms))
    pick = min if name == "gcd" else max
    factors: list[Node] = []
    for key in sorted({key for _, powers in monomials for key in powers}):
        exponents = [powers[key][1] if key in powers else Fraction(0) for _, powers in monomials]
        power = pick(exponents)
        base = next(powers[key][0] for _, powers in monomials if key in powers)
        if power:
            factors.append(base if power == 1 else Node("^", base, Node("num", power)))
    return Node("*", Node("num", number), *factors)


def _monomial(node: Node) -> Monomial:
    value = exact(node)
    if value is not None:
        return value, {}
    if node.op == "neg":
        coefficient, powers = _monomial(node.args[0])
        return -coefficient, powers
    if node.op == "*":
        total, found = Fraction(1), dict[str, tuple[Node, Fraction]]()
        for factor in node.args:
            coefficient, powers = _monomial(factor)
            total *= coefficient
            _multiply(found, powers, 1)
        return total, found
    if node.op == "/":
        top, above = _monomial(node.args[0])
        bottom, below = _monomial(node.args[1])
        merged = dict(above)
        _multiply(merged, below, -1)
        return top / bottom, merged
    if node.op == "^":
        exponent = exact(node.args[1])
        coefficient, powers = _monomial(node.args[0])
        if exponent is not None and exponent.denominator == 1 and 0 < exponent < 64:
            raised = {key: (base, power * exponent) for key, (base, power) in powers.items()}
            return coefficient**exponent.numerator, raised
    return Fraction(1), {repr(node): (node, Fraction(1))}


def _multiply(
    found: dict[str, tuple[Node, Fraction]], powers: dict[str, tuple[Node, Fraction]], sign: int
) -> None:
    for key, (base, power) in powers.items():
        before = found[key][1] if key in found else Fraction(0)
        found[key] = (base, before + sign * power)
