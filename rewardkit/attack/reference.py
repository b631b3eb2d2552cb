"""Reference probes: a reply that is paid in full is scored again under another reference.

A reply is right under one reference at most. Nothing is learnt from labels or from a model; what
is measured is how often full pay stays full pay.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import regex

from rewardkit.attack.accuse import Scale, component_of
from rewardkit.attack.honest import Honest, with_text
from rewardkit.attack.meant_numbers import as_number
from rewardkit.attack.objects import object_of, states_object
from rewardkit.attack.process import Scorer, Shot
from rewardkit.attack.replaced import with_reference
from rewardkit.attack.replies import AttackRow, differ, plain_words, written_like
from rewardkit.attack.result import Hole
from rewardkit.attack.subject import Subject
from rewardkit.data.sample import Sample

CHANCE = 0.02
"""The share of rows that may be paid under another reference by chance."""
BUDGET = 0.01
"""The probability of a false accusation, over the four statistics together."""
PAID_ROWS = 64
OWN_VALUES = 6
WIDTHS = (Fraction(1, 100), Fraction(1, 50), Fraction(1, 20), Fraction(1, 5))
MEANT = 0.02
"""The widest relative tolerance that is not accused where none is declared."""
NOTHING_PAID = (
    "no reference in any known form and no completion of the file is paid in full, so holes under"
    " other references could not be looked for; add completions that are right to the rows"
)
_KEPT_COLUMNS = ("id", "draw", "tokens", "truncated", "data_source", "level", "subject", "source")
_NUMBER = regex.compile(r"(?<![\w.])-?\d{1,15}(?:\.\d{1,10})?(?![\w]|\.\d)")
_BOX = regex.compile(r"\\boxed\{([^{}]{1,60})\}")
_TAG = regex.compile(r"<(\w{1,20})>\s*([^<>]{1,60}?)\s*</\1>")
_LETTER = regex.compile(r"(?<![\w'])([A-H])(?![\w'])")
_NAME = regex.compile(r"(?<!^)(?<![.!?]\s)\b[A-Z]\w{2,20}\b")


@dataclass(frozen=True, slots=True)
class Paid:
    """One reply that is paid in full, with its row."""

    row: int
    text: str
    value: float
    honest: float


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: is this reply paid under this reference too?"""

    paid: Paid
    sample: Sample
    reference: str
    side: int = 0


def binomial_tail(hits: int, tried: int, chance: float = CHANCE) -> float:
    """Return the probability of at least this many hits by chance.

    Example:
        >>> round(binomial_tail(3, 8), 4), round(binomial_tail(0, 8), 4)
        (0.0004, 1.0)
    """
    return min(
        1.0,
        math.fsum(
            math.comb(tried, one) * chance**one * (1 - chance) ** (tried - one)
            for one in range(hits, tried + 1)
        ),
    )


def accused(hits: int, tried: int) -> bool:
    """Return True if chance explains the hits too badly."""
    return tried > 0 and binomial_tail(hits, tried) < BUDGET / 4


def probe(
    subject: Subject,
    honest: Honest,
    scale: Scale,
    samples: Sequence[Sample],
    scorer: Scorer,
    left: Callable[[float], bool],
) -> tuple[list[Hole], list[str]]:
    """Return the holes and notes of the four statistics: own, swap, near, part."""
    if not subject.exclusive:
        return [], ["the reward is declared not exclusive: no reference probes"]
    if not any(row.answer for row in honest.rows):
        return [], ["no row has a reference that a reply could state: no reference probes"]
    paid = _paid_rows(honest, scale, scorer)
    if not paid:
        return [], [NOTHING_PAID]
    holes: list[Hole] = []
    notes: list[str] = []
    names = ["swap", "own", "near", "part"]
    if not _reads_answer(honest, paid, scorer):
        # The reference is in another column too: changed alone, the answer proves nothing.
        names = ["swap"]
        notes.append("the pay does not follow the answer alone: only whole rows are swapped")
    for name in names:
        if not left(0.75):
            notes.append(f"no time was left for the probe {name!r}")
            break
        questions = _QUESTIONS[name](honest, paid)
        found, said = _answered(name, subject, questions, honest, scorer)
        holes += found
        notes += said
    return holes, notes


def _reads_answer(honest: Honest, paid: Sequence[Paid], scorer: Scorer) -> bool:
    """Return True if most paid replies lose pay when the answer alone becomes another row's."""
    asked: list[Asked] = []
    for one in paid[:16]:
        row = honest.rows[one.row]
        plain = replace(one, text=honest.replies[one.row])
        asked += _with_references(row, plain, row.wrong(1))
    shots = scorer.score([one.sample for one in asked])
    lost = sum(not _still(one, shot) for one, shot in zip(asked, shots, strict=True))
    return 2 * lost > len(asked)


def _paid_rows(honest: Honest, scale: Scale, scorer: Scorer) -> list[Paid]:
    """Return up to 64 replies that are paid in full: the data's own first, then worked ones."""
    asked: list[tuple[int, str]] = []
    for index, row in enumerate(honest.rows):
        top = honest.values[index]
        if not row.answer or top is None or scale.share(index, top) is None:
            continue
        own = row.sample.text
        if own.strip():
            asked.append((index, own))
        asked.append((index, _worked(row)))
        asked.append((index, honest.replies[index]))
    shots = scorer.score([with_text(honest.rows[row].sample, text) for row, text in asked])
    seen: dict[int, Paid] = {}
    for (index, text), shot in zip(asked, shots, strict=True):
        full = honest.values[index] or 0.0
        parts = object_of(honest.rows[index].answer)
        if parts is not None and not states_object(text, parts):
            continue  # what does not state an object may be right under another one too
        if shot.value is not None and shot.value >= full - 1e-9 and index not in seen:
            seen[index] = Paid(index, text, shot.value, full)
    return list(seen.values())[:PAID_ROWS]


def _worked(row: AttackRow) -> str:
    """Return the reference after a sentence that states the numbers of the prompt."""
    numbers = [
        one for one in _NUMBER.findall(row.sample.prompt_text[:4000]) if differ(one, row.answer)
    ]
    named = ", ".join(dict.fromkeys(numbers[:4])) or ", ".join(row.wrong(2))
    return f"The question mentions {named}.\n{row.write(row.answer)}"


def stated_values(text: str, answer: str) -> list[str]:
    """Return up to six values that a reply states and that differ from the reference."""
    kept: list[str] = []
    tail = text[-20_000:]
    found = [*_BOX.findall(tail), *(value for _, value in _TAG.findall(tail))]
    if as_number(answer) is not None:
        found += reversed(_NUMBER.findall(tail))
    elif len(answer) == 1 and answer.isalpha():
        found += _LETTER.findall(tail)
    else:
        found += _NAME.findall(tail)
    for value in map(str.strip, found):
        if value and differ(value, answer) and all(differ(value, one) for one in kept):
            kept.append(value)
        if len(kept) == OWN_VALUES:
            break
    return kept


def _own(honest: Honest, paid: Sequence[Paid]) -> list[list[Asked]]:
    found = []
    for one in paid:
        row = honest.rows[one.row]
        values = stated_values(one.text, row.answer)
        said = f" {plain_words(one.text[-20_000:])} "
        values += [
            other
            for other in row.others
            if other not in values and f" {plain_words(other)} " in said
        ]
        values = [value for value in values if not _is_rounded(value, row)][:OWN_VALUES]
        found.append(_with_references(row, one, values))
    return found


def _is_rounded(value: str, row: AttackRow) -> bool:
    """Return True for decimals so near the reference that a tolerance that is meant joins them.

    A reply may state a long reference in fewer digits; the probe `near` measures the width.
    """
    mine, theirs = row.number, as_number(value)
    if mine is None or theirs is None or (mine.denominator == theirs.denominator == 1):
        return False
    return abs(theirs - mine) <= max(Fraction(MEANT), 2 * Fraction(row.tolerance)) * abs(mine)


def _with_references(row: AttackRow, paid: Paid, values: Sequence[str]) -> list[Asked]:
    asked = []
    for value in values:
        sample = with_reference(with_text(row.sample, paid.text), value)
        if sample is not None:
            asked.append(Asked(paid, sample, value))
    return asked


def _swap(honest: Honest, paid: Sequence[Paid]) -> list[list[Asked]]:
    found: list[list[Asked]] = []
    for one in paid:
        row = honest.rows[one.row]
        turned = [*honest.rows[one.row + 1 :], *honest.rows[: one.row]]
        other = next(
            (
                each
                for each in turned
                if each.answer
                and differ(each.answer, row.answer)
                and not _is_rounded(each.answer, row)
            ),
            None,
        )
        if other is None or row.listed:
            found.append([])
            continue
        kept = {name: value for name, value in row.sample.columns.items() if name in _KEPT_COLUMNS}
        sample = replace(
            with_text(row.sample, one.text),
            answer=other.sample.answer,
            columns={**other.sample.columns, **kept},
        )
        mine, theirs = as_number(row.answer), as_number(other.answer)
        side = 0 if mine is None or theirs is None else (1 if theirs > mine else -1)
        found.append([Asked(one, sample, other.answer, side)])
    return found


def _near(honest: Honest, paid: Sequence[Paid]) -> list[list[Asked]]:
    found = []
    for one in paid:
        row = honest.rows[one.row]
        number = as_number(row.answer)
        asked: list[Asked] = []
        for width in WIDTHS if number else ():
            assert number is not None
            step = abs(number) * width
            if number.denominator == 1 and "." not in row.answer:
                step = Fraction(max(1, round(step)))
            both = [written_like(number + sign * step, row.answer) for sign in (1, -1)]
            if all(differ(text, row.answer) for text in both):
                pair = _with_references(row, one, both)
                asked += pair if len(pair) == 2 else []
        found.append(asked)
    return found


def _part(honest: Honest, paid: Sequence[Paid]) -> list[list[Asked]]:
    found = []
    for one in paid:
        row = honest.rows[one.row]
        found.append(_with_references(row, one, _parts(row.answer)) if not row.listed else [])
    return found


def _parts(answer: str) -> list[str]:
    """Return a reference less its first and its last character; of long words, less a third."""
    text = answer.strip()
    if len(text) < 2 or "." in text:
        return []
    cut = 1 if as_number(text) is not None or len(text) <= 6 else len(text) // 3
    both = [text[cut:].strip(), text[:-cut].strip()]
    return [
        part
        for part in both
        if part
        and part != text
        and (as_number(text) is None) == (as_number(part) is None)
        and plainly_other(part, text)
    ]


def plainly_other(part: str, whole: str) -> bool:
    """Return True if a part is another number, or no whole word of the reference."""
    if as_number(whole) is not None:
        return as_number(part) != as_number(whole)
    return part.casefold() not in whole.casefold().split()


_QUESTIONS: dict[str, Callable[[Honest, Sequence[Paid]], list[list[Asked]]]] = {
    "own": _own,
    "swap": _swap,
    "near": _near,
    "part": _part,
}


def _answered(
    name: str, subject: Subject, questions: Sequence[list[Asked]], honest: Honest, scorer: Scorer
) -> tuple[list[Hole], list[str]]:
    flat = [one for asked in questions for one in asked]
    if not flat:
        return [], []
    shots = dict(zip(map(id, flat), scorer.score([one.sample for one in flat]), strict=True))
    if name == "near":
        return _widths(subject, questions, shots, honest)
    tried = [asked for asked in questions if asked]
    hits = [next((one for one in asked if _still(one, shots[id(one)])), None) for asked in tried]
    found = [one for one in hits if one is not None]
    if not accused(len(found), len(tried)):
        return [], []
    if name == "swap" and _is_bound(tried, shots):
        return [], ["swapped references are paid on one side only: they are bounds, not answers"]
    return [_hole(name, name, found[0], shots[id(found[0])], honest, len(found), len(tried))], []


def _still(one: Asked, shot: Shot) -> bool:
    return shot.value is not None and shot.value >= one.paid.honest - 1e-6


def _is_bound(tried: Sequence[list[Asked]], shots: dict[int, Shot]) -> bool:
    """Return True if other references are paid on one side of the row's own, never on the other."""
    sides: dict[int, list[bool]] = {1: [], -1: [], 0: []}
    for asked in tried:
        for one in asked:
            sides[one.side].append(_still(one, shots[id(one)]))
    if sides[0] or len(sides[1]) < 3 or len(sides[-1]) < 3:
        return False
    return (not any(sides[1]) and sum(sides[-1]) > 0.5 * len(sides[-1])) or (
        not any(sides[-1]) and sum(sides[1]) > 0.5 * len(sides[1])
    )


def _widths(
    subject: Subject,
    questions: Sequence[list[Asked]],
    shots: dict[int, Shot],
    honest: Honest,
) -> tuple[list[Hole], list[str]]:
    """Return the width of the tolerance, and a hole where it is wider than what is meant."""
    widest: tuple[float, Asked, int, int] | None = None
    for turn, width in enumerate(WIDTHS):
        pairs = [asked[2 * turn : 2 * turn + 2] for asked in questions if len(asked) == 8]
        hits = [pair for pair in pairs if all(_still(one, shots[id(one)]) for one in pair)]
        if accused(len(hits), len(pairs)):
            widest = float(width), hits[0][0], len(hits), len(pairs)
    if widest is None:
        return [], []
    width_found, witness, count, tried = widest
    notes = [f"full pay within {width_found:.0%} of the reference on {count} of {tried} rows"]
    if width_found <= max(MEANT, 2 * subject.tolerance) + 1e-9:
        return [], notes
    hole = _hole(
        "near", f"near: {width_found:.0%}", witness, shots[id(witness)], honest, count, tried
    )
    return [hole], notes


def _hole(
    kind: str, policy: str, one: Asked, shot: Shot, honest: Honest, hits: int, tried: int
) -> Hole:
    return Hole(
        "two_truths" if kind == "own" else kind,
        policy,
        honest.rows[one.paid.row].sample.id or str(one.paid.row),
        one.paid.text,
        shot.value or 0.0,
        one.paid.honest,
        1.0,
        component_of(shot),
        f"{hits} of {tried}",
        reference=one.reference,
        floor=min(0.0, one.paid.honest - 1.0),
        sample=one.sample,
    )
