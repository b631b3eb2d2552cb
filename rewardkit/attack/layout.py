"""The layout of rows for a plain function: nested columns, and the column that is the reference."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from types import CodeType
from typing import Any

from rewardkit.attack.completion_column import with_completions
from rewardkit.attack.forms import USUAL
from rewardkit.attack.honest import list_items, with_text
from rewardkit.attack.objects import object_text
from rewardkit.attack.plain import REFERENCE, reference_column
from rewardkit.attack.process import Scores, Shot
from rewardkit.attack.subject import Subject, as_subject, call_of, constants_of
from rewardkit.data.sample import Sample
from rewardkit.rewards.base import Reward

_WORDS = frozenset(
    (
        *("answer", "answers", "gold", "golden", "truth", "truths", "groundtruth", "gt", "ideal"),
        *("target", "targets", "solution", "solutions", "label", "labels", "expected", "correct"),
        *("reference", "references", "ref", "ranking", "ranked"),
    )
)
# `answer_format` or `n_labels` are facts about a reference, not the reference.
_ABOUT = frozenset(
    (
        *("id", "ids", "name", "type", "format", "len", "length", "count", "n", "num", "source"),
        *("style", "key", "index"),
    )
)
_NESTED = ("reward_model", "extra_info", "info", "metadata")
_LONGEST = 400
_TRIED = 4
_PAIRS = 8
# A longer completion is a text, of which parts may be exchanged.
_ANSWER = re.compile(r"-?\d{1,12}(?:\.\d{1,6})?|[A-Za-z]{1,20}")


def subject_and_rows(
    target: Reward | Callable[..., Any], rows: Sequence[Sample]
) -> tuple[Subject, list[Sample]]:
    """Return the subject of a target on these rows, and the rows as it reads them."""
    borrowed = all(row.answer is None for row in rows)
    if isinstance(target, Reward):
        subject = as_subject(target)
        found = list(rows)
        if len(subject.functions) == 1:
            found, _ = laid_out(subject.functions[0], rows)
        return subject, found
    rows, moved = with_completions(target, rows)
    found, taken = laid_out(target, rows) if callable(target) else (list(rows), False)
    columns = list(dict.fromkeys(name for row in found[:64] for name in row.columns))
    return as_subject(target, columns, borrowed=borrowed or taken, moved=moved), found


def stated_column(subject: Subject, samples: Sequence[Sample], scorer: Scores) -> list[Sample]:
    """Return samples whose answer is a column that replies are paid for stating, if there is one.

    Only asked where no column looks like a reference by its name: the value of a column, written
    in one of the usual forms, must earn more on its own row than that of another row does.
    """
    rows = list(samples)
    if any(row.answer is not None or reference_column(row) for row in rows[:64]):
        return rows
    for function in subject.functions:
        for name in other_columns(function, rows):
            if _is_stated(name, rows, scorer):
                return [replace(row, answer=row.columns.get(name)) for row in rows]
    if _are_answers(rows, scorer):
        return [replace(row, answer=row.text.strip()) for row in rows]
    return rows


def _are_answers(rows: Sequence[Sample], scorer: Scores) -> bool:
    """Return True if completions are short answers, each paid on its own row and not on the next.

    A reward may work the answer out from the row; its completions then say what it is.
    """
    known = [row for row in rows[:64] if _ANSWER.fullmatch(row.text.strip())]
    pairs = [(one, other) for one, other in pairwise(known) if one.text != other.text][:_PAIRS]
    if len(known) < len(rows[:64]) or len(pairs) < 3:
        return False
    shots = scorer.score([with_text(one, said.text) for one, two in pairs for said in (one, two)])
    return _prefers(shots)


def _is_stated(name: str, rows: Sequence[Sample], scorer: Scores) -> bool:
    pairs = [
        (one, _text_of(one.columns[name]), _text_of(other.columns[name]))
        for one, other in pairwise(rows)
        if name in one.columns
        and name in other.columns
        and str(one.columns[name]) != str(other.columns[name])
    ][:_TRIED]
    for form in USUAL if len(pairs) >= 2 else ():
        shots = scorer.score(
            [with_text(one, form.fill(text)) for one, *texts in pairs for text in texts]
        )
        if _prefers(shots):
            return True
    return False


def _prefers(shots: Sequence[Shot]) -> bool:
    """Return True if the first of each two is paid no less than the second, and mostly more."""
    more = 0
    for mine, theirs in zip(shots[::2], shots[1::2], strict=True):
        if mine.value is None or (theirs.value is not None and mine.value < theirs.value):
            return False
        more += theirs.value is None or mine.value > theirs.value
    return 4 * more > len(shots)


def laid_out(function: Callable[..., Any], samples: Sequence[Sample]) -> tuple[list[Sample], bool]:
    """Return samples whose answer is the column that the function compares with.

    A column of a usual name, or of a name such as `gold_city`, that the function reads is the
    reference, unless the function reads the answer itself. `reward_model.ground_truth`, as verl
    lays rows out, becomes a column of its own.

    Returns:
        The samples, and whether their answers were taken from a column.
    """
    rows = [_unnested(sample) for sample in samples]
    known = {name for row in rows[:64] for name in row.columns}
    read = names_read(function)
    if any(row.answer is not None for row in rows) and (
        "answer" in read or any(name in REFERENCE and name not in known for name in read)
    ):
        return rows, False
    column = next(iter(_liked([name for name in read if name in known], rows)), None)
    if column is not None:
        return [replace(row, answer=row.columns.get(column)) for row in rows], True
    inner = next(_liked_inside(read, rows), None)
    if inner is None:
        return rows, False
    place, key = inner
    return [replace(row, answer=_inside(row, place, key)) for row in rows], True


def names_read(function: Callable[..., Any]) -> list[str]:
    """Return the names of the columns that a function may read, in the order of its code."""
    code = call_of(function)
    try:
        parameters = inspect.signature(code).parameters.values()
    except (TypeError, ValueError):
        return []
    named = [
        one.name for one in parameters if one.kind not in (one.VAR_KEYWORD, one.VAR_POSITIONAL)
    ]
    inner: CodeType | None = getattr(code, "__code__", None)
    return list(dict.fromkeys([*named, *constants_of(inner)]))


def _liked(names: Sequence[str], rows: Sequence[Sample]) -> Iterator[str]:
    """Yield the columns that look like a reference, those of usual names first."""
    for name in sorted(names, key=lambda one: one not in REFERENCE):
        parts = set(name.lower().split("_"))
        values = [row.columns[name] for row in rows[:64] if row.columns.get(name) is not None]
        labels = all(isinstance(value, bool) for value in values)
        if values and not labels and (name in REFERENCE or (parts & _WORDS and not parts & _ABOUT)):
            yield name


def _liked_inside(names: Sequence[str], rows: Sequence[Sample]) -> Iterator[tuple[str, str]]:
    """Yield columns that are mappings with a key that is read and looks like a reference."""
    for place in names:
        held = [row.columns.get(place) for row in rows[:64]]
        keys = [
            key for key in names if any(isinstance(one, Mapping) and key in one for one in held)
        ]
        inner = [
            Sample("", columns={key: _inside(row, place, key) for key in keys}) for row in rows
        ]
        for key in _liked(keys, inner):
            yield place, key


def _inside(row: Sample, place: str, key: str) -> Any:
    held = row.columns.get(place)
    return held.get(key) if isinstance(held, Mapping) else None


def other_columns(function: Callable[..., Any], rows: Sequence[Sample]) -> list[str]:
    """Return short columns that a function reads and that may hold what a reply states."""
    known = {name for row in rows[:64] for name in row.columns}
    found = []
    for name in names_read(function):
        held = [(row, row.columns.get(name)) for row in rows[:64]]
        if name not in known or len({str(value) for _, value in held}) <= 2:
            continue
        if all(_plain(value) or _unshown(row, value) for row, value in held):
            found.append(name)
    return found


def _unshown(row: Sample, value: Any) -> bool:
    """Return True for a list that the completion is, and that the prompt does not show.

    Terms that a text should hold are no list of answers: their completions say more.
    """
    items = list_items(replace(row, answer=value))
    shown, rest = row.prompt_text[:20_000].casefold(), row.text
    for item in sorted(items, key=len, reverse=True):
        rest = rest.replace(item, "", 1)
    bare = bool(row.text.strip()) and not any(sign.isalnum() for sign in rest)
    return bare and bool(items) and not all(item.casefold() in shown for item in items)


def _text_of(value: Any) -> str:
    if isinstance(value, Mapping):
        return object_text(value)
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def _plain(value: Any) -> bool:
    if isinstance(value, bool) or value is None:
        return False
    if isinstance(value, Mapping):
        return 0 < len(object_text(value)) <= _LONGEST
    return isinstance(value, (int, float)) or (isinstance(value, str) and len(value) <= _LONGEST)


def _unnested(sample: Sample) -> Sample:
    found: dict[str, Any] = {}
    for name in _NESTED:
        inner = sample.columns.get(name)
        if isinstance(inner, Mapping) and inner.get("ground_truth") is not None:
            found.setdefault("ground_truth", inner["ground_truth"])
    new = {name: value for name, value in found.items() if name not in sample.columns}
    return replace(sample, columns={**sample.columns, **new}) if new else sample
