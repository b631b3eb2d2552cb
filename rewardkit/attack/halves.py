"""The probe of halves: two parts of an object, neither of which is whole, both paid in full."""

from __future__ import annotations

import json
from dataclasses import dataclass

from rewardkit.attack.accuse import Scale, component_of, enough
from rewardkit.attack.honest import Honest, with_text
from rewardkit.attack.objects import object_of
from rewardkit.attack.process import Scorer, Shot
from rewardkit.attack.result import Hole

ROWS = 16
_FULL = 1 - 1e-9


@dataclass(frozen=True, slots=True)
class _Pair:
    """The two halves of one row's reference, as replies, with what they earn."""

    row: int
    texts: tuple[str, str]
    shots: tuple[Shot, Shot]


def halves(honest: Honest, scale: Scale, scorer: Scorer) -> list[Hole]:
    """Return a hole where an object less some fields, and those fields alone, are paid in full.

    A reward may compare some of the fields only, so one half may be right; both cannot be.
    """
    asked: list[tuple[int, tuple[str, str]]] = []
    for index, row in enumerate(honest.rows):
        whole = object_of(row.answer)
        if whole is None or len(whole) < 2:
            continue
        names = list(whole)
        cut = len(names) // 2
        one, two = (
            row.write(json.dumps({name: whole[name] for name in some}, ensure_ascii=False))
            for some in (names[:cut], names[cut:])
        )
        asked.append((index, (one, two)))
    asked = asked[:ROWS]
    flat = [with_text(honest.rows[at].sample, text) for at, texts in asked for text in texts]
    shots = scorer.score(flat)
    pairs = [
        _Pair(at, texts, (shots[2 * turn], shots[2 * turn + 1]))
        for turn, (at, texts) in enumerate(asked)
    ]
    paid = [
        pair for pair in pairs if all(_share(scale, pair.row, one) >= _FULL for one in pair.shots)
    ]
    if not paid or len(paid) < enough(len(pairs)):
        return []
    pair = paid[0]
    sample = with_text(honest.rows[pair.row].sample, pair.texts[0])
    value = pair.shots[0].value or 0.0
    return [
        Hole(
            "false_pass",
            "halves: either half of the fields",
            honest.rows[pair.row].sample.id or str(pair.row),
            pair.texts[0],
            value,
            honest.values[pair.row] or 0.0,
            round(_share(scale, pair.row, pair.shots[0]), 4),
            component_of(pair.shots[0]),
            f"{len(paid)} of {len(pairs)}",
            floor=scale.floors[pair.row],
            sample=sample,
        )
    ]


def _share(scale: Scale, row: int, shot: Shot) -> float:
    return 0.0 if shot.value is None else scale.share(row, shot.value) or 0.0
