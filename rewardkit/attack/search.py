"""A seeded search for one reply that is paid in full under several different references."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from rewardkit.attack.accuse import Scale, Trial, component_of
from rewardkit.attack.honest import Honest, with_text
from rewardkit.attack.meant_numbers import as_number
from rewardkit.attack.process import Scorer
from rewardkit.attack.replies import AttackRow, Form, differ
from rewardkit.attack.result import Hole

PANEL = 6
_BROOD = 24
_KEPT = 10
_LONGEST = 4000
_TINY = 1e-9
_SENTENCE = 6
_MOST = 0.6


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate with its pay on the panel."""

    text: str
    full: int
    share: float

    @property
    def rank(self) -> tuple[int, float, int]:
        """The order of candidates: rows paid in full, mean share, shortness."""
        return self.full, round(self.share, 6), -len(self.text)


class _Search:
    def __init__(self, honest: Honest, scale: Scale, scorer: Scorer, seed: int) -> None:
        self.honest = honest
        self.scale = scale
        self.scorer = scorer
        self.random = random.Random(seed)
        self.panel = panel_of(honest, scale)
        self.seen: dict[str, Found] = {}

    def rate(self, texts: Sequence[str]) -> list[Found]:
        """Score candidates on the panel; a text is scored once."""
        new = [text for text in dict.fromkeys(texts) if text not in self.seen]
        shots = iter(
            self.scorer.score(
                [
                    with_text(self.honest.rows[row].sample, text)
                    for text in new
                    for row in self.panel
                ]
            )
        )
        for text in new:
            shares = []
            for row in self.panel:
                value = next(shots).value
                shares.append(0.0 if value is None else self.scale.share(row, value) or 0.0)
            full = sum(share >= 1 - _TINY for share in shares)
            self.seen[text] = Found(text, full, sum(shares) / len(shares))
        return [self.seen[text] for text in texts]

    def bred(self, parents: Sequence[Found]) -> list[str]:
        """Return children of the best candidates: crossed, wrapped, repeated, shortened."""
        row = self.honest.rows[self.panel[0]]
        texts = [one.text for one in parents]
        return [self._child(texts, row)[:_LONGEST] for _ in range(_BROOD)]

    def _child(self, texts: Sequence[str], row: AttackRow) -> str:
        draw = self.random
        text = draw.choice(texts)
        kind = draw.randrange(7)
        if kind == 0:
            return text + draw.choice(["", " ", "\n"]) + draw.choice(texts)
        if kind == 1:
            form: Form = draw.choice(row.forms)
            return form.fill(text)
        if kind == 2:
            return row.write(text)
        if kind == 3 and row.words:
            return f"{text} {draw.choice(row.words)}"
        if kind == 4:
            return (text + draw.choice(["", " ", "\n"])) * draw.choice([2, 3, 8])
        if kind == 5 and row.pool:
            return f"{text}\n{draw.choice(row.pool)}"
        cut = sorted(draw.randrange(len(text) + 1) for _ in range(2))
        return text[: cut[0]] + text[cut[1] :]

    def shortened(self, best: Found) -> Found:
        """Cut pieces out of a candidate while it stays paid on as many rows."""
        piece = max(1, len(best.text) // 2)
        while piece >= 1 and len(self.seen) < 2000:
            cuts = [
                best.text[:at] + best.text[at + piece :] for at in range(0, len(best.text), piece)
            ][:40]
            shorter = [one for one in self.rate(cuts) if one.full >= best.full]
            if shorter:
                best = min(shorter, key=lambda one: len(one.text))
                piece = min(piece, max(1, len(best.text) // 2))
            elif piece == 1:
                break
            else:
                piece //= 2
        return best


def panel_of(honest: Honest, scale: Scale) -> list[int]:
    """Return rows whose references exclude each other: no tolerance that is meant joins two."""
    chosen: list[int] = []
    # Rows of several tasks may be right by one reply that answers each: only one kind is taken.
    kinds = Counter(kind_of_reference(row.answer) for row in honest.rows if row.answer)
    common = kinds.most_common(1)[0][0] if kinds else ""
    for index, row in enumerate(honest.rows):
        top = honest.values[index]
        if not row.answer or row.listed or top is None or scale.share(index, top) is None:
            continue
        if kind_of_reference(row.answer) != common:
            continue
        if all(_far(row.answer, honest.rows[one].answer) for one in chosen):
            chosen.append(index)
        if len(chosen) == PANEL:
            break
    return chosen


def kind_of_reference(answer: str) -> str:
    """Return `number`, `letter` or `text`."""
    if as_number(answer) is not None:
        return "number"
    return "letter" if len(answer.strip()) == 1 else "text"


def _far(one: str, other: str) -> bool:
    left, right = as_number(one), as_number(other)
    if left is not None and right is not None:
        return abs(left - right) > max(abs(left), abs(right)) / 2
    return differ(one, other)


def search(
    honest: Honest,
    trials: Sequence[Trial],
    scale: Scale,
    scorer: Scorer,
    budget: Any,
    left: Callable[[float], bool],
) -> list[Hole]:
    """Return at most one hole: the shortest reply found that is paid under two references.

    The start is what policies wrote without the row's reference; each round keeps the best and
    breeds from them.
    """
    work = _Search(honest, scale, scorer, budget.seed)
    if len(work.panel) < 3:
        return []
    ranked = sorted(
        trials,
        key=lambda one: (
            -(scale.share(one.row, one.shot.value) or 0.0) if one.shot.value is not None else 0.0,
            len(one.reply.text),
        ),
    )
    start = list(dict.fromkeys(one.reply.text for one in ranked if len(one.reply.text) < _LONGEST))
    row = honest.rows[work.panel[0]]
    usual = [*row.pool[:6], ", ".join(row.pool[:20]), " ".join(row.words[:20]), row.write("")]
    kept = _best(work.rate([*start[:30], *usual]))
    for _ in range(budget.rounds):
        if kept[0].full >= 2 or not left(0.8):
            break
        kept = _best([*kept, *work.rate(work.bred(kept))])
    if kept[0].full < 2:
        return []
    best = work.shortened(kept[0]) if left(0.85) else kept[0]
    hole = _hole(work, best)
    return [] if hole is None else [hole]


def _fewest(work: _Search) -> int:
    """Return how many rows must pay: most of them where references are sentences.

    Two sentences spliced are like both of them, which a threshold of likeness pays by design.
    """
    words = [len(work.honest.rows[row].answer.split()) for row in work.panel]
    return 2 if median(words) < _SENTENCE else max(2, math.ceil(_MOST * len(words)))


def _best(found: Sequence[Found]) -> list[Found]:
    return sorted(set(found), key=lambda one: one.rank, reverse=True)[:_KEPT]


def _hole(work: _Search, best: Found) -> Hole | None:
    """Return the hole, or None where a second look pays the reply on fewer than two rows."""
    samples = [with_text(work.honest.rows[row].sample, best.text) for row in work.panel]
    shots = work.scorer.score(samples)
    paid = [
        (row, sample, shot)
        for row, sample, shot in zip(work.panel, samples, shots, strict=True)
        if shot.value is not None and (work.scale.share(row, shot.value) or 0.0) >= 1 - _TINY
    ]
    if len(paid) < _fewest(work):
        return None
    (row, sample, shot), (other, _, _) = paid[0], paid[1]
    return Hole(
        "two_truths",
        "search: constant reply",
        sample.id or str(row),
        best.text,
        shot.value or 0.0,
        work.honest.values[row] or 0.0,
        1.0,
        component_of(shot),
        f"{len(paid)} of {len(work.panel)}",
        floor=work.scale.floors[row],
        reference=work.honest.rows[other].answer,
        sample=sample,
    )
