"""Probes of rounding: a number with other decimals that is paid like the reference."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction

from rewardkit.attack.accuse import Scale, component_of
from rewardkit.attack.honest import Honest, with_text
from rewardkit.attack.process import Scorer
from rewardkit.attack.replies import AttackRow
from rewardkit.attack.result import Hole

ROWS = 16
# Rounding pays nearly every row; a tolerance that is meant pays large numbers alone.
_MOST = 0.8
_FULL = 1 - 1e-9
_TENTH = Fraction(1, 10)


def other_decimals(number: Fraction) -> Iterator[tuple[str, Fraction]]:
    """Yield numbers at least 0.4 away that truncation or rounding makes equal to this one.

    Example:
        >>> [str(float(value)) for _, value in other_decimals(Fraction(7))]
        ['7.4', '7.9', '6.6']
        >>> [str(float(value)) for _, value in other_decimals(Fraction("2.5"))]
        ['2.1', '1.6']
    """
    sign = -1 if number < 0 else 1
    size = abs(number)
    if number.denominator == 1:
        yield "0.4 more", sign * (size + 4 * _TENTH)
        yield "0.9 more", sign * (size + 9 * _TENTH)
        yield "0.4 less", sign * (size - 4 * _TENTH)
        return
    decimals = size - math.floor(size)
    away = 4 * _TENTH if decimals < Fraction(1, 2) else -4 * _TENTH
    yield "other decimals", sign * (size + away)
    whole = Fraction(round(size))
    yield "rounds to the same", sign * (whole + (-4 if size >= whole else 4) * _TENTH)


def rounded(honest: Honest, scale: Scale, scorer: Scorer, tolerance: float) -> list[Hole]:
    """Return a hole where other decimals are paid in full, and another whole number is not.

    A reward that pays the next whole number too has a tolerance, which the probe `near` measures.
    A row whose number is so large that the declared tolerance covers the change is left out.

    Args:
        honest: The honest replies.
        scale: The scale of pay.
        scorer: The reward.
        tolerance: The declared relative tolerance.
    """
    asked: dict[str, list[tuple[int, AttackRow, str, list[str]]]] = {}
    for index, row in fully_paid(honest, scale)[:ROWS]:
        number = row.number
        assert number is not None
        beside = [row.write(_written(number + away)) for away in (1, -1)]
        for variant, value in other_decimals(number):
            if abs(value - number) > 2 * Fraction(tolerance) * abs(number):
                text = row.write(_written(value))
                asked.setdefault(variant, []).append((index, row, text, beside))
    found = [_paid(variant, group, honest, scale, scorer) for variant, group in asked.items()]
    return [hole for hole in found if hole is not None][:1]


def fully_paid(honest: Honest, scale: Scale) -> list[tuple[int, AttackRow]]:
    """Return rows with a number as the reference that is paid in full, with their places."""
    return [
        (index, row)
        for index, row in enumerate(honest.rows)
        if row.number is not None
        and not row.listed
        and "%" not in row.answer
        and honest.replies[index] == row.write(row.answer)
        and (scale.share(index, honest.values[index] or 0.0) or 0.0) >= _FULL
    ]


def _written(number: Fraction) -> str:
    """Return a number as plain decimals, at most twelve of them."""
    if number.denominator == 1:
        return str(number.numerator)
    digits = str(round(abs(number) * 10**12)).rjust(13, "0")
    return f"{'-' if number < 0 else ''}{digits[:-12]}.{digits[-12:].rstrip('0')}"


def _paid(
    variant: str,
    group: list[tuple[int, AttackRow, str, list[str]]],
    honest: Honest,
    scale: Scale,
    scorer: Scorer,
) -> Hole | None:
    texts = [(row, text) for _, row, one, beside in group for text in (one, *beside)]
    shots = scorer.score([with_text(row.sample, text) for row, text in texts])
    paid = []
    for turn, (index, row, text, _) in enumerate(group):
        shares = [
            0.0 if shot.value is None else scale.share(index, shot.value) or 0.0
            for shot in shots[3 * turn : 3 * turn + 3]
        ]
        if shares[0] >= _FULL and min(shares[1:]) < _FULL:
            paid.append((index, row, text, shots[3 * turn], shares[0]))
    if len(paid) < max(min(2, len(group)), math.ceil(_MOST * len(group))):
        return None
    index, row, text, shot, share = paid[0]
    return Hole(
        "false_pass",
        f"rounding: {variant}",
        row.sample.id or str(index),
        text,
        shot.value or 0.0,
        honest.values[index] or 0.0,
        round(share, 4),
        component_of(shot),
        f"{len(paid)} of {len(group)}",
        floor=scale.floors[index],
        sample=with_text(row.sample, text),
    )
