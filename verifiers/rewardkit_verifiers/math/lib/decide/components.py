"""Components of a curve: whether one equation holds where the other does not."""

from __future__ import annotations

from typing import Any

from rewardkit_verifiers.math.lib.decide.numeric import Evaluator, Undefined
from rewardkit_verifiers.math.lib.grammar.values import Node, Unreadable, symbols

_MOST_DEGREE = 4
_CLOSE = 2.0**-60


def is_extra(first: Node, second: Node) -> bool:
    """Whether the second equation has a solution at which the first does not hold.

    Both are differences that vanish. Each letter in turn is solved for, the others at a point;
    only where the second is a polynomial of small degree in the letter is anything found.
    """
    return any(_has_other_root(first, second, name) for name in sorted(symbols(second)))


def _has_other_root(first: Node, second: Node, name: str) -> bool:
    try:
        roots = _roots(second, name)
    except (Undefined, Unreadable):
        return False
    for root in roots:
        evaluator = Evaluator(1)
        evaluator.values[name] = root
        try:
            value = evaluator.value(first)
        except Undefined:
            # y = 1/x says nothing where x is 0.
            return True
        except Unreadable:
            continue
        if abs(value) > max(evaluator.scale, abs(root), 1) * _CLOSE:
            return True
    return False


def _roots(equation: Node, name: str) -> list[Any]:
    """Return the real roots in one letter of what is a polynomial in it; else none."""
    points = range(-2, _MOST_DEGREE + 1)
    evaluator = Evaluator(1)
    mp = evaluator.mp
    values = [_value_at(equation, name, mp.mpf(at)) for at in points]
    size = max(map(abs, values))
    coefficients = _interpolated(mp, [mp.mpf(at) for at in points], values)
    tiny = max(size, 1) * mp.mpf(2) ** -100
    while coefficients and abs(coefficients[0]) <= tiny:
        del coefficients[0]
    degree = len(coefficients) - 1
    if not 1 <= degree <= _MOST_DEGREE:
        return []
    try:
        found = mp.polyroots(coefficients, maxsteps=100, extraprec=200)
    except mp.NoConvergence:
        return []
    return [mp.re(root) for root in found if abs(mp.im(root)) <= mp.mpf(2) ** -60]


def _value_at(equation: Node, name: str, at: Any) -> Any:
    evaluator = Evaluator(1)
    evaluator.values[name] = at
    return evaluator.value(equation)


def _interpolated(mp: Any, points: list[Any], values: list[Any]) -> list[Any]:
    """Return the coefficients of the polynomial through the points, the highest power first."""
    divided = list(values)
    for step in range(1, len(points)):
        for index in range(len(points) - 1, step - 1, -1):
            gap = points[index] - points[index - step]
            divided[index] = (divided[index] - divided[index - 1]) / gap
    found = [divided[-1]]
    for index in range(len(points) - 2, -1, -1):
        shifted = [*found, mp.zero]
        for place, coefficient in enumerate(found):
            shifted[place + 1] -= coefficient * points[index]
        shifted[-1] += divided[index]
        found = shifted
    return found
