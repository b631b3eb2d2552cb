"""Honest replies: rows as an attack sees them, and the form in which a reference is paid best."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median
from time import monotonic
from typing import Any

from rewardkit.attack.forms import USUAL, all_forms
from rewardkit.attack.objects import object_of, object_text, states_object
from rewardkit.attack.plain import reference_column
from rewardkit.attack.process import Scorer, Shot
from rewardkit.attack.replies import AttackRow, Form, differ
from rewardkit.attack.source_words import text_constants
from rewardkit.attack.subject import Subject
from rewardkit.data.sample import Sample

LABELS = ("right", "is_right", "is_correct", "correct", "label_right")
_TRIED = 6
_FIRST = 2
_FINAL = 10
SLOW = 0.25
"""Seconds a reply from which on a reward is slow: few forms and rows are tried."""
_OWN_FORMS, _USUAL_FORMS = 4, 5
# Seconds a reply from which on fewer rows are looked at, and how many.
_SLOW_ROWS = ((0.6, 4), (SLOW, 8), (0.05, 20))
_LIST_MARKS = ("|", ";", "\n")
_PLAIN = Form("plain")
_BOX = "\\boxed{"
# A longer text with one box is a worked solution.
_SOLUTION = 40
# So many different references may be names of classes.
_CLASSES = 12
_WORDS = 24
_LONGEST_ITEM = 80
_JOINED: tuple[Callable[[Sequence[str]], str], ...] = (
    ", ".join,
    "\n".join,
    " ".join,
    lambda items: json.dumps(list(items), ensure_ascii=False),
)


@dataclass(frozen=True, slots=True)
class Honest:
    """The honest side of an attack.

    Attributes:
        rows: The rows, with the form that is paid best.
        values: The pay of the best honest reply of each row; None where nothing is known.
        replies: That reply.
        shots: The result of that reply.
        own: The result of each row's own completion.
        oracle: The result of each reference in the form that is paid best.
        seconds: The seconds that a reply takes.
    """

    rows: tuple[AttackRow, ...]
    values: tuple[float | None, ...]
    replies: tuple[str, ...]
    shots: tuple[Shot, ...]
    own: tuple[Shot, ...] = ()
    oracle: tuple[Shot, ...] = ()
    seconds: float = 0.0


def reference_text(sample: Sample) -> str:
    """Return the reference as text: of a list of accepted answers the first, of an object JSON."""
    value: Any = sample.answer
    if value is None:
        column = reference_column(sample)
        value = sample.columns[column] if column else None
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, Mapping):
        inner = value.get("target", value.get("ground_truth"))
        value = object_text(value) if inner is None else inner
    if isinstance(value, (list, tuple)):
        value = value[0] if value else None
    if value is None or isinstance(value, (dict, list)) or value != value:
        return ""
    return _final(str(value))


def _final(text: str) -> str:
    """Return the final answer of a worked solution, as GSM8K and MATH write it, else the text."""
    if "####" in text:
        return text.rpartition("####")[2].strip() or text
    if len(text) > _SOLUTION and text.count(_BOX) == 1:
        inner = text.partition(_BOX)[2]
        depth = 1
        for at, mark in enumerate(inner):
            depth += (mark == "{") - (mark == "}")
            if depth == 0:
                return inner[:at].strip() or text
    return text


def is_listed(sample: Sample) -> bool:
    """Return True if the reference lists parts that a reply should hold, such as `a|b|c`."""
    value = sample.answer
    if value is None:
        column = reference_column(sample)
        value = sample.columns[column] if column else None
    if isinstance(value, (list, tuple, set)):
        return True
    return isinstance(value, str) and any(mark in value.strip() for mark in _LIST_MARKS)


def label_of(sample: Sample) -> bool | None:
    """Return the row's own label of right or wrong, or None."""
    for name in LABELS:
        value = sample.columns.get(name)
        if isinstance(value, bool):
            return value
        if value in (0, 1) and isinstance(value, int):
            return bool(value)
    return None


def prepare(subject: Subject, samples: Sequence[Sample], scorer: Scorer) -> Honest:
    """Find the form in which references are paid best, and what the honest reply earns."""
    answers = [reference_text(sample) for sample in samples]
    if _are_demands(samples, answers):
        answers = ["" if object_of(answer) else answer for answer in answers]
    pool = tuple(dict.fromkeys(answer for answer in answers if answer.strip()))
    words = text_constants(subject)
    items = tuple(dict.fromkeys(item for sample in samples for item in list_items(sample)))
    right = [
        (sample.text, answer)
        for sample, answer in zip(samples, answers, strict=True)
        if sample.text and label_of(sample) is not False
    ]
    forms = all_forms([one.prompt_text for one in samples[:4]], words, right[:3])
    each = _seconds_a_reply(samples, scorer)
    if each > SLOW:
        forms = _likeliest(forms)
    rows = [
        AttackRow(
            sample,
            answer,
            tuple(one for one in _turned(pool, answer) if differ(answer, one))[:12],
            pool[:200],
            _PLAIN,
            forms,
            words,
            is_listed(sample),
            items if list_items(sample) else (),
            list_items(sample),
            subject.tolerance,
        )
        for sample, answer in zip(samples, answers, strict=True)
    ]
    began, calls = monotonic(), scorer.calls
    form = _best_form(rows[:_FIRST] if each > SLOW else rows, forms, scorer)
    each = (monotonic() - began) / max(1, scorer.calls - calls)
    most = next((count for limit, count in _SLOW_ROWS if each > limit), len(rows))
    rows = [replace(row, form=form) for row in rows[:most]]
    if each <= SLOW or any(row.items for row in rows):
        rows = _whole_lists(rows, scorer)
    if each <= SLOW:
        rows = _in_words(rows, scorer)
    return replace(_readable(_paid(rows, scorer)), seconds=each)


def _seconds_a_reply(samples: Sequence[Sample], scorer: Scorer) -> float:
    """Return the seconds that the second reply takes; the first may load a model."""
    if not samples:
        return 0.0
    scorer.score(samples[:1])
    began = monotonic()
    scorer.score(samples[-1:])
    return monotonic() - began


def _likeliest(forms: Sequence[Form]) -> tuple[Form, ...]:
    """Return the forms that a slow reward is tried with: those of its own code and rows first."""
    usual = {(form.before, form.after) for form in USUAL}
    own = [form for form in forms if (form.before, form.after) not in usual]
    return (*own[::-1][:_OWN_FORMS], *forms[:_USUAL_FORMS])


def _readable(honest: Honest) -> Honest:
    """Return rows whose other answers are references that the reward can read.

    A reference for which its own row gets no number may well mean what another row's does.
    """
    unread = {
        row.answer
        for row, shot in zip(honest.rows, honest.oracle, strict=True)
        if row.answer and shot.value is None
    }
    if all(shot.value is None for shot in honest.oracle) or not unread:
        return honest
    rows = [
        replace(
            row,
            others=tuple(one for one in row.others if one not in unread),
            pool=tuple(one for one in row.pool if one not in unread),
        )
        for row in honest.rows
    ]
    return replace(honest, rows=tuple(rows))


def list_items(sample: Sample) -> tuple[str, ...]:
    """Return the items of a list of numbers or short texts that is the reference, or nothing."""
    value: Any = sample.answer
    if value is None:
        column = reference_column(sample)
        value = sample.columns[column] if column else None
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, (set, frozenset)):
        value = sorted(value, key=str)
    if not isinstance(value, (list, tuple)) or len(value) < 2:
        return ()
    plain = all(isinstance(one, (str, int, float)) for one in value)
    items = tuple(dict.fromkeys(str(one).strip() for one in value)) if plain else ()
    return items if len(items) > 1 and all(0 < len(one) <= _LONGEST_ITEM for one in items) else ()


def _whole_lists(rows: list[AttackRow], scorer: Scorer) -> list[AttackRow]:
    """Return rows with whole lists as references, where the first item alone is paid less."""
    listed = [row for row in rows if row.items][:_TRIED]
    if not listed:
        return rows
    first = _pay(listed, scorer)
    best, most = rows, -math.inf
    for joined in _JOINED:
        whole = [replace(row, answer=joined(row.own_items)) if row.items else row for row in rows]
        some = [row for row in whole if row.items][:_TRIED]
        form = _best_form(some, rows[0].forms, scorer)
        pay = _pay([replace(row, form=form) for row in some], scorer)
        better = all(alone <= together for alone, together in zip(first, pay, strict=True))
        if better and math.fsum(pay) > max(most, math.fsum(first)) + 1e-9:
            best, most = [replace(row, form=form) for row in whole], math.fsum(pay)
    return best


def _pay(rows: Sequence[AttackRow], scorer: Scorer) -> list[float]:
    """Return what each reference earns in its form; nothing counts as 0."""
    shots = scorer.score([with_text(row.sample, row.write(row.answer)) for row in rows])
    return [shot.value or 0.0 for shot in shots]


def _in_words(rows: list[AttackRow], scorer: Scorer) -> list[AttackRow]:
    """Return rows whose references are the words that the code has for classes.

    A label such as 2 is paid as the word that the code keeps for it. Each class must have exactly
    one word of its own that is paid the most; otherwise the rows stay as they are.
    """
    first = {row.answer: row for row in reversed(rows) if row.answer}
    words = [word for word in rows[0].words if len(word) > 1][:_WORDS] if rows else []
    if not 2 <= len(first) <= _CLASSES or len(words) < len(first):
        return rows
    texts = [rows[0].write(one) for one in (*first, *words)]
    shots = scorer.score([with_text(row.sample, text) for row in first.values() for text in texts])
    table = [shots[at * len(texts) : (at + 1) * len(texts)] for at in range(len(first))]
    known = [one.value for line in table for one in line if one.value is not None]
    most, least = max(known, default=0.0), min(known, default=0.0)
    named: dict[str, str] = {}
    for answer, line in zip(first, table, strict=True):
        paid = [
            text
            for text, shot in zip((*first, *words), line, strict=True)
            if shot.value is not None and shot.value >= most > least
        ]
        if len(paid) != 1 or paid[0] in first:
            return rows
        named[answer] = paid[0]
    if len(set(named.values())) < len(named):
        return rows
    pool = tuple(named.values())
    return [
        replace(
            row,
            answer=named.get(row.answer, row.answer),
            others=tuple(one for one in pool if one != named.get(row.answer)),
            pool=pool,
        )
        for row in rows
    ]


def _are_demands(samples: Sequence[Sample], answers: Sequence[str]) -> bool:
    """Return True if references are objects that no completion of the file states.

    They then say what a reply must keep to, such as a number of words, and are not its content.
    """
    stated = [
        states_object(sample.text, parts)
        for sample, answer in zip(samples, answers, strict=True)
        if sample.text.strip() and (parts := object_of(answer)) is not None
    ]
    return bool(stated) and not any(stated)


def _turned(pool: Sequence[str], answer: str) -> Sequence[str]:
    # Each row starts elsewhere in the list, so that one odd reference does not meet every row.
    at = pool.index(answer) if answer in pool else 0
    return [*pool[at + 1 :], *pool[:at]]


def _best_form(rows: Sequence[AttackRow], forms: Sequence[Form], scorer: Scorer) -> Form:
    """Return the form that is paid best: all on two rows, and the best of them on more."""
    tried = [row for row in rows if row.answer][:_TRIED]
    if not tried:
        return _PLAIN
    first = _means(tried[:_FIRST], forms, scorer)
    known = [mean for mean in first if mean is not None]
    rest = tried[_FIRST:]
    if rest and known and max(known) > min(known):
        best = sorted(
            (at for at, mean in enumerate(first) if mean is not None),
            key=lambda at: (-(first[at] or 0.0), at),
        )[:_FINAL]
        forms = [forms[at] for at in sorted(best)]
        means = _means(tried, forms, scorer)
    else:
        means = first if not rest or not known else _means(tried, forms, scorer)
    found, most = _PLAIN, -math.inf
    for form, mean in zip(forms, means, strict=True):
        if mean is not None and mean > most + 1e-9:
            found, most = form, mean
    return found


def _means(rows: Sequence[AttackRow], forms: Sequence[Form], scorer: Scorer) -> list[float | None]:
    """Return the mean pay of the references in each form; None where none has a value."""
    shots = scorer.score(
        [replace(row.sample, completion=form.fill(row.answer)) for form in forms for row in rows]
    )
    found: list[float | None] = []
    for turn in range(len(forms)):
        values = [one.value for one in shots[turn * len(rows) : (turn + 1) * len(rows)]]
        known = [value for value in values if value is not None]
        found.append(math.fsum(known) / len(values) if known else None)
    return found


def _paid(rows: Sequence[AttackRow], scorer: Scorer) -> Honest:
    """Score the reference in the best form, and the row's own completion where it may be right.

    A completion without a label counts as right where it earns the most of the whole file, and
    the bare reference earns less: the reference is then not written as a reply is.
    """
    oracle = scorer.score([with_text(row.sample, row.write(row.answer)) for row in rows])
    own = scorer.score([row.sample for row in rows])
    known = [one.value for one in [*oracle, *own] if one.value is not None]
    most, least = max(known, default=0.0), min(known, default=0.0)
    values: list[float | None] = []
    replies: list[str] = []
    shots: list[Shot] = []
    for row, first, second in zip(rows, oracle, own, strict=True):
        label = label_of(row.sample)
        text = row.write(row.answer)
        full = second.value is not None and second.value >= most > least
        unpaid = not row.answer or first.value is None or (full and first.value < most)
        usable = label is True or (label is None and bool(row.sample.text) and unpaid)
        if row.answer and label is None and not full:
            usable = False
        if not row.answer and not usable:
            chosen, reply, value = second, "", None
            values.append(value)
            replies.append(reply)
            shots.append(chosen)
            continue
        chosen, reply = first, text
        if (
            usable
            and second.value is not None
            and (first.value is None or not row.answer or second.value > first.value)
        ):
            chosen, reply = second, row.sample.text
        values.append(chosen.value)
        replies.append(reply)
        shots.append(chosen)
    return Honest(
        tuple(rows), tuple(values), tuple(replies), tuple(shots), tuple(own), tuple(oracle)
    )


def with_text(sample: Sample, text: str) -> Sample:
    """Return a sample with another completion; a chat stays a chat."""
    if isinstance(sample.completion, str):
        return replace(sample, completion=text)
    return replace(sample, completion=[{"role": "assistant", "content": text}])


def typical(values: Sequence[float | None]) -> float | None:
    """Return the median of the values that are known, or None."""
    known = [value for value in values if value is not None]
    return median(known) if known else None
