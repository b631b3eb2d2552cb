"""Distances between numbers turned into pay: the nearer, never the less.

Each function maps a guess and the truth to a closeness below 1; 1 itself is for equality,
which is decided exactly before any of these is asked.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from rewardkit_verifiers.math.lib.plain_number import Number, as_fraction

Pay = Callable[[Number, Number], float]
"""What a guess at one number is paid, given the truth."""
Mode = Literal["bands", "relative", "reciprocal", "log", "digits"]
DIGITS = 8


@lru_cache(maxsize=256)
def payment(
    mode: Mode, best: float, least: float, bands: tuple[tuple[float, float], ...], scale: float
) -> Pay:
    """Return the function from a guess and the truth to pay.

    Args:
        mode: How distance becomes pay.
        best: Paid for equality and for nothing else.
        least: Paid for a number outside of every band, or of closeness 0.
        bands: Pairs of relative width and pay, the nearest first.
        scale: The unit of the error.
    """
    highest = math.nextafter(best, least)

    def by_band(guess: Number, truth: Number) -> float:
        if guess == truth:
            return best
        paid = band(guess, truth, bands, scale)
        return least if paid is None else paid

    def by_closeness(guess: Number, truth: Number) -> float:
        if guess == truth:
            return best
        # Rounding must not pay the top for what is not the truth.
        return min(least + (best - least) * CLOSENESS[mode](guess, truth, scale), highest)

    return by_band if mode == "bands" else by_closeness


def error_of(guess: Number, truth: Number) -> Fraction | float:
    """Return |guess - truth|, exact unless a size forbids it; then infinity or next to nothing."""
    if type(guess) is int and type(truth) is int:
        return Fraction(abs(guess - truth))
    left, right = as_fraction(guess), as_fraction(truth)
    if left is not None and right is not None:
        return abs(left - right)
    if guess == truth:
        return 0.0
    error = abs(_float(guess) - _float(truth))
    # Two different numbers beyond every float are as far apart as a float can say.
    return math.inf if math.isnan(error) else error


def size_of(truth: Number, zero_scale: float) -> Fraction | float:
    """Return |truth|, or `zero_scale` where the truth is 0 and has no size of its own."""
    if truth == 0:
        return Fraction(zero_scale)
    exact = as_fraction(truth)
    return abs(_float(truth)) if exact is None else abs(exact)


def relative(guess: Number, truth: Number, scale: float) -> float:
    """1 minus the error in units of the truth; 0 when it is as large as the truth or larger."""
    return 1.0 - min(1.0, relative_error(guess, truth, scale))


def reciprocal(guess: Number, truth: Number, scale: float) -> float:
    """1 / (1 + error / scale): half the pay at an error of `scale`, never nothing."""
    if type(guess) is int and type(truth) is int:
        try:
            return 1.0 / (1.0 + abs(guess - truth) / scale)
        except OverflowError:
            return 0.0
    return 1.0 / (1.0 + to_float(error_of(guess, truth)) / scale)


def log(guess: Number, truth: Number, scale: float) -> float:
    """1 / (1 + |ln(guess / truth)|); 0 across zero, where there is no ratio to speak of."""
    if truth == 0:
        return reciprocal(guess, truth, scale)
    if guess == 0 or (guess < 0) != (truth < 0):
        return 0.0
    left, right = as_fraction(guess), as_fraction(truth)
    # One rounding, of the ratio, keeps nearer guesses from being paid less by an ulp.
    ratio = to_float(left / right) if left is not None and right is not None else 0.0
    distance = math.log(ratio) if 0.0 < ratio < math.inf else _ln(guess) - _ln(truth)
    return 1.0 / (1.0 + abs(distance))


def digits(guess: Number, truth: Number, scale: float) -> float:
    """How many leading digits agree, counted by the relative error, of at most 8."""
    error = relative_error(guess, truth, scale)
    if error >= 1.0:
        return 0.0
    agreeing = DIGITS if error <= 10.0**-DIGITS else math.floor(-math.log10(error))
    return agreeing / (DIGITS + 1)


CLOSENESS: dict[str, Callable[[Number, Number, float], float]] = {
    "relative": relative,
    "reciprocal": reciprocal,
    "log": log,
    "digits": digits,
}


def band(
    guess: Number, truth: Number, bands: tuple[tuple[float, float], ...], scale: float
) -> float | None:
    """Return the pay of the first band whose width holds |guess/truth - 1|, or None.

    A truth of 0 has no ratio; the error is then counted in units of `scale`.
    """
    if type(guess) is int and type(truth) is int and truth:
        error, size = abs(guess - truth), abs(truth)
        for (top, bottom), pay in _widths(bands):
            if error * bottom <= top * size:
                return pay
        return None
    distance, whole = error_of(guess, truth), size_of(truth, scale)
    for (top, bottom), pay in _widths(bands):
        if distance * bottom <= top * whole:
            return pay
    return None


@lru_cache(maxsize=64)
def _widths(
    bands: tuple[tuple[float, float], ...],
) -> tuple[tuple[tuple[int, int], float], ...]:
    # 0.1 is meant as one tenth, not as the nearest binary number.
    return tuple((Fraction(repr(width)).as_integer_ratio(), pay) for width, pay in bands)


def relative_error(guess: Number, truth: Number, scale: float) -> float:
    """Return |guess - truth| / |truth| as a float; infinite when it is beyond one."""
    error, size = error_of(guess, truth), size_of(truth, scale)
    if isinstance(error, Fraction) and isinstance(size, Fraction):
        return to_float(error / size)
    ratio = to_float(error) / to_float(size) if to_float(size) else math.inf
    return math.inf if math.isnan(ratio) else ratio


def to_float(value: Fraction | float) -> float:
    """Return the nearest float, infinity for what is beyond one."""
    try:
        return float(value)
    except OverflowError:
        return math.inf


def _float(number: Number) -> float:
    try:
        return float(number)
    except OverflowError:
        return math.inf if number > 0 else -math.inf


def _ln(number: Number) -> float:
    if isinstance(number, Fraction):
        return _ln(number.numerator) - _ln(number.denominator) if number > 0 else _ln(-number)
    if isinstance(number, int):
        return math.log(abs(number))
    lead = number.as_tuple().digits[:18]
    mantissa = sum(digit * 10.0**-place for place, digit in enumerate(lead))
    return math.log(mantissa) + number.adjusted() * math.log(10.0)
