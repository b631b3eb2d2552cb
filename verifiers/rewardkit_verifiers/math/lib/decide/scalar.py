"""Whether two expressions have the same value: exactly where that is cheap, else at points."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from rewardkit_verifiers.math.lib.decide.exact import bits, exact
from rewardkit_verifiers.math.lib.decide.numeric import Evaluator, Undefined
from rewardkit_verifiers.math.lib.decide.points import NEGATIVE, WHOLE
from rewardkit_verifiers.math.lib.decide.precision import PRECISION
from rewardkit_verifiers.math.lib.decide.surds import compared
from rewardkit_verifiers.math.lib.grammar.values import Node, Unreadable, has, symbols, walk

# Agreement to all but this many bits, relative to the largest number involved, is equality.
_SPARE = 50
# Numbers of more bits than this are looked at with more precision.
_LARGE = 40
_CONFIRM = 900
_MOST_PRECISE = 4_000
# A difference of more than this many bits down, or after a delicate step, may be one of rounding;
# it is when twice the precision shrinks it by so many bits.
_CLEAR = 20
_FADED = 64
_POINTS = (0, 1, 2, 4)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether two answers are equal, None when that could not be decided, and how it was found.

    Attributes:
        equal: True, False or None.
        method: `text`, `exact`, `numeric`, `structure`, `rounding`, `sympy` or
            `bound`.
        note: What decided, in a few words; empty when the method says enough.
    """

    equal: bool | None
    method: str
    note: str = ""

    def __bool__(self) -> bool:
        return self.equal is True


def same_value(left: Node, right: Node, radians: bool = True) -> Verdict:
    """Compare two expressions of numbers.

    Args:
        left: An expression.
        right: Another.
        radians: Whether degree signs are converted; else they are read over.

    Returns:
        A verdict whose method is `exact`, `numeric` or `bound`.
    """
    try:
        one, other = exact(left), exact(right)
    except Unreadable as error:
        return _too_large(left, right, error)
    except ZeroDivisionError:
        return Verdict(False, "exact", "division by zero")
    if one is not None and other is not None:
        return Verdict(one == other, "exact")
    if (seen := compared(left, right)) is not None:
        return Verdict(seen, "exact")
    try:
        verdict = _at_points(left, right, radians)
        stepped = verdict.equal is not None and _steps(left, right)
        if stepped and not _agrees_on_steps(left, right):
            return Verdict(False, "numeric", "different at a whole number")
        if not verdict and _counts(left, right) and _at_whole_numbers(left, right):
            return Verdict(True, "numeric", "at whole numbers")
    except Unreadable as error:
        return _too_large(left, right, error)
    return verdict


def _counts(left: Node, right: Node) -> bool:
    """Whether a letter that counts stands where only whole numbers make sense."""
    if not any(name[0] in WHOLE for name in symbols(left) | symbols(right)):
        return False
    return any(_is_periodic(part) for side in (left, right) for part in walk(side))


def _steps(left: Node, right: Node) -> bool:
    """Whether values move in steps, so that few points tell little: floor((2n - 1)/5)."""
    return bool(symbols(left) | symbols(right)) and any(
        part.op == "fn" and part.args[0] in _STEPPED
        for side in (left, right)
        for part in walk(side)
    )


_STEPPED = frozenset(("floor", "ceil", "mod", "gcd", "lcm", "max", "min", "sgn"))
_MANY = 24


def _agrees_on_steps(left: Node, right: Node) -> bool:
    """Whether no one of many whole points refutes that two stepped values are equal."""
    for point in range(_MANY):
        evaluator = Evaluator(point, whole=True)
        evaluator.values = {
            name: evaluator.mp.mpf(1 + (point * (3 + at)) % (_MANY + at))
            for at, name in enumerate(sorted(symbols(left) | symbols(right)))
        }
        outcome, real = _compare(evaluator, left, right)
        if outcome is False and real:
            return False
    return True


def _is_periodic(node: Node) -> bool:
    if node.op == "binder":
        return node.args[0] in ("sum", "prod")
    if node.op == "^":
        return has(node.args[1], "sym") and as_fraction(node.args[0]) == -1
    if node.op == "fn" and node.args[0] in ("sin", "cos", "tan"):
        return has(node.args[1], "const") and has(node.args[1], "sym")
    if node.op == "!":
        return has(node, "sym")
    return node.op == "fn" and node.args[0] in ("floor", "ceil", "mod", "gamma")


def _at_whole_numbers(left: Node, right: Node) -> bool:
    agreed = 0
    for point in range(7):
        outcome, _ = _compare(Evaluator(point, whole=True), left, right)
        if outcome is False:
            return False
        agreed += outcome is True
    return agreed >= 5


def value_of(node: Node) -> Any:
    """Return the numeric value of a closed expression, or None."""
    evaluator = Evaluator(0)
    try:
        value = evaluator.value(node)
        if evaluator.strain > _LARGE:
            value = evaluator.finer(PRECISION + evaluator.strain).value(node)
        return value
    except (Undefined, Unreadable):
        return None


def as_fraction(node: Node) -> Fraction | None:
    """Return the exact rational value of an expression, or None."""
    try:
        return exact(node)
    except (Unreadable, ZeroDivisionError):
        return None


def _too_large(left: Node, right: Node, error: Unreadable) -> Verdict:
    if repr(left) == repr(right):
        return Verdict(True, "text")
    return Verdict(None, "bound", error.reason)


def _at_points(left: Node, right: Node, radians: bool) -> Verdict:
    names = symbols(left) | symbols(right)
    closed = not names and not has(left, "binder") and not has(right, "binder")
    points = list(_POINTS[:1] if closed else _POINTS)
    if names and any(has_abs(side) for side in (left, right)):
        points += sorted(NEGATIVE)
    agreed = complex_only = refuted_complex = 0
    opaque = False
    for point in points:
        evaluator = Evaluator(point, radians=radians)
        outcome, real = _compare(evaluator, left, right)
        opaque = opaque or evaluator.opaque
        if outcome is None:
            continue
        if real and not outcome:
            return Verdict(None if opaque else False, "numeric")
        if real:
            agreed += 1
        elif outcome:
            complex_only += 1
        else:
            refuted_complex += 1
    if agreed or (complex_only and not refuted_complex):
        if closed and not _confirmed(left, right, radians):
            return Verdict(False, "numeric")
        return Verdict(True, "numeric")
    if refuted_complex:
        return Verdict(None if opaque else False, "numeric")
    return Verdict(None, "numeric", "no value")


def has_abs(node: Node) -> bool:
    """Whether an absolute value, a root or the like makes negative points worth a test."""
    return any(
        (part.op == "fn" and part.args[0] in _SIGNED)
        or (part.op == "^" and part.args[1].op in ("/", "dec"))
        for part in walk(node)
    )


_SIGNED = frozenset(("abs", "sgn", "sqrt", "root", "max", "min", "atan", "asin", "acos", "acot"))


def _compare(evaluator: Evaluator, left: Node, right: Node) -> tuple[bool | None, bool]:
    """Return whether the values agree at a point (None: no value), and whether both are real."""
    mp = evaluator.mp
    try:
        one = evaluator.value(left)
        other = evaluator.value(right)
    except Undefined:
        return None, True
    if mp.isnan(one) or mp.isnan(other):
        return None, True
    if mp.isinf(one) or mp.isinf(other):
        return bool(one == other), True
    size = max(abs(one), abs(other), evaluator.scale)
    needed = PRECISION + max(0, evaluator.strain - _LARGE)
    needed += max(0, mp.mag(size) - _LARGE) if size else 0
    if mp.prec < min(needed, _MOST_PRECISE):
        # Beside 10^60 an x would be lost in the rounding.
        return _compare(evaluator.finer(min(_MOST_PRECISE, needed + 256)), left, right)
    tiny = size * mp.mpf(2) ** (_SPARE - mp.prec)
    real = abs(mp.im(one)) <= tiny and abs(mp.im(other)) <= tiny
    gap = abs(one - other)
    agree = gap <= tiny
    if not agree and (evaluator.delicate or gap < size * mp.mpf(2) ** -_CLEAR):
        agree = _fades(evaluator, left, right, gap)
    return bool(agree), bool(real)


def _fades(evaluator: Evaluator, left: Node, right: Node, gap: Any) -> bool:
    """Whether a difference is one of rounding: with more precision it all but disappears."""
    finer = evaluator.finer(min(_MOST_PRECISE, 2 * evaluator.mp.prec))
    try:
        closer = abs(finer.value(left) - finer.value(right))
    except Undefined:
        return False
    return bool(closer <= gap * finer.mp.mpf(2) ** -_FADED)


def _confirmed(left: Node, right: Node, radians: bool) -> bool:
    """Look again at numbers that agree to 45 digits, with the precision of their own size."""
    literal = max((bits(part.args[0]) for side in (left, right) for part in walk(side)
                   if part.op in ("num", "dec")), default=0)  # fmt: skip
    evaluator = Evaluator(0, min(_MOST_PRECISE, _CONFIRM + 2 * literal), radians)
    mp = evaluator.mp
    try:
        one, other = evaluator.value(left), evaluator.value(right)
    except (Undefined, Unreadable):
        return False
    if mp.isinf(one):
        return bool(one == other)
    size = max(abs(one), abs(other), evaluator.scale)
    agreed = max(mp.prec // 2, mp.prec - 60 - evaluator.strain)
    if evaluator.delicate:
        agreed = mp.prec // 2
    return bool(abs(one - other) <= size * mp.mpf(2) ** -agreed)
