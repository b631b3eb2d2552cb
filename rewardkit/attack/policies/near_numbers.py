"""The policy `near_numbers`: a number beside the right one."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from rewardkit.attack.replies import AttackRow, Reply, written_like

WIDTHS = (Fraction(1, 20), Fraction(1, 5))


def replies(row: AttackRow) -> Iterator[Reply]:
    """Yield numbers 5 % and 20 % away on both sides, and others far away."""
    number = row.number
    if number is None or number == 0:
        return
    for width in WIDTHS:
        if width <= 2 * row.tolerance:
            continue  # meant
        for sign in (1, -1):
            step = abs(number) * width
            if number.denominator == 1:
                step = Fraction(max(1, round(step)))
            text = written_like(number + sign * step, row.answer)
            yield Reply(row.write(text), f"{'+' if sign > 0 else '-'}{float(width):.0%}")
    yield Reply(row.write(written_like(number * 100, row.answer)), "a hundred times")
    yield Reply(row.write(written_like(number * 2 + 1, row.answer)), "twice")
