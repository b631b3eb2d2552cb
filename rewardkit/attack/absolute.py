"""The probe of an absolute tolerance: whole numbers beside the reference, whatever its size."""

from __future__ import annotations

import math

from rewardkit.attack.accuse import Scale, component_of
from rewardkit.attack.honest import Honest, with_text
from rewardkit.attack.process import Scorer
from rewardkit.attack.replies import AttackRow
from rewardkit.attack.result import Hole
from rewardkit.attack.rounding import fully_paid

STEPS = (1, 2, 3, 4, 8, 16, 32, 64)
_FEWEST = 4
_ROWS = 16
# A number below this is within a relative tolerance of a few percent of its neighbour.
_SMALLEST = 20
# The largest reference must be so many times the smallest for the two tolerances to differ.
_SPREAD = 1.3
_MOST = 0.8
_FULL = 1 - 1e-9


def absolute(honest: Honest, scale: Scale, scorer: Scorer) -> list[Hole]:
    """Return a hole where whole numbers beside a whole reference are paid, by a fixed width.

    A relative tolerance that is meant, such as 1 %, is wider for larger references; a fixed one
    is not, and then it pays wrong results of exact arithmetic.
    """
    rows = [
        (int(row.number), index, row)
        for index, row in fully_paid(honest, scale)
        if row.number is not None and row.number.denominator == 1 and abs(row.number) >= _SMALLEST
    ]
    numeric = [row for row in honest.rows if row.number is not None]
    whole = all(row.number is not None and row.number.denominator == 1 for row in numeric)
    if len(rows) < _FEWEST or not whole:
        return []
    rows.sort(key=lambda one: abs(one[0]))
    small, large = rows[0], rows[-1]
    if abs(large[0]) < _SPREAD * abs(small[0]):
        return []
    paid = [step for step in STEPS if _both(small, step, honest, scale, scorer)]
    if not paid or paid[0] != 1:
        return []
    widest = paid[-1]
    scaled = math.floor(widest * abs(large[0]) / abs(small[0]))
    if scaled <= widest or _both(large, scaled, honest, scale, scorer):
        return []
    return _hole(rows[:_ROWS], honest, scale, scorer)


def _both(
    one: tuple[int, int, AttackRow], step: int, honest: Honest, scale: Scale, scorer: Scorer
) -> bool:
    number, index, row = one
    texts = [row.write(str(number + sign * step)) for sign in (1, -1)]
    shots = scorer.score([with_text(row.sample, text) for text in texts])
    return all(
        shot.value is not None and (scale.share(index, shot.value) or 0.0) >= _FULL
        for shot in shots
    )


def _hole(
    rows: list[tuple[int, int, AttackRow]], honest: Honest, scale: Scale, scorer: Scorer
) -> list[Hole]:
    texts = [row.write(str(number + 1)) for number, _, row in rows]
    shots = scorer.score(
        [with_text(row.sample, text) for (_, _, row), text in zip(rows, texts, strict=True)]
    )
    paid = [
        (index, row, text, shot)
        for (_, index, row), text, shot in zip(rows, texts, shots, strict=True)
        if shot.value is not None and (scale.share(index, shot.value) or 0.0) >= _FULL
    ]
    if len(paid) < math.ceil(_MOST * len(rows)):
        return []
    index, row, text, shot = paid[0]
    return [
        Hole(
            "near",
            "absolute: one more",
            row.sample.id or str(index),
            text,
            shot.value or 0.0,
            honest.values[index] or 0.0,
            1.0,
            component_of(shot),
            f"{len(paid)} of {len(rows)}",
            floor=scale.floors[index],
            sample=with_text(row.sample, text),
        )
    ]
