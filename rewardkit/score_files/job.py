"""Scoring of a file of samples into a file of results, as a stream that can be resumed."""

from __future__ import annotations

import json
import math
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from rewardkit.data.groups import begins_group
from rewardkit.data.labels import labelled_rows, truth_of
from rewardkit.data.locks import lock_beside
from rewardkit.data.paths import look_up
from rewardkit.data.sample import Sample
from rewardkit.data.sample_files import Row, read_rows, split_chat, to_sample
from rewardkit.data.score import Breakdown
from rewardkit.data.summary import Summary
from rewardkit.engine import scoring
from rewardkit.errors import InputError
from rewardkit.rewards.base import Composite, Reward
from rewardkit.score_files.results import Results, check_out
from rewardkit.score_files.row_digests import (
    MARK_BYTES,
    mark_of,
    marks_of,
    read_marks,
    write_marks,
)

KEYS = ("id", "value", "status", "reason", "components", "seconds", "fingerprint")
BAD_ROW = "bad_row"
NO_DOMAIN = "(none)"
_LONGEST_DOMAIN = 60
# Statuses whose detail a person needs to fix the cause.
_TOLD = ("error", "timeout")


@dataclass(frozen=True, slots=True)
class Job:
    """The input and options of a run.

    Attributes:
        reward: The reward.
        samples: The path of the samples, or `-`.
        columns: New names for keys of the rows, such as `{"gold": "answer"}`.
        limit: Stop after this many rows.
        label: The column that holds whether a completion is right.
        threshold: The least value that agrees with a true label.
        explain: Whether results hold the details of each leaf.
        by: The column whose values are summarised apart; by default that of a `where`.
        options: Further options of `rewardkit.stream`.
        chat: Where the completion starts in rows that hold one chat in `messages`; such rows are
            not read without it.
    """

    reward: Reward
    samples: str
    columns: Mapping[str, str] = field(default_factory=dict)
    limit: int | None = None
    label: str | None = None
    threshold: float | None = None
    explain: bool = False
    by: str | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    chat: str | None = None

    def rows(self) -> Iterator[Row]:
        """Read the rows; one whose label is neither true nor false is refused."""
        rows = read_rows(self.samples, self.limit)
        if self.label is not None:
            rows = labelled_rows(rows, self.label)
        return rows if self.chat is None else (split_chat(row, self.chat) for row in rows)

    def summary(self) -> Summary:
        """Return an empty summary for this reward."""
        leaves = self.reward.skipped().leaves()
        ranges = {name: leaf.range for name, leaf in leaves.items()}
        labelled = self.label is not None
        return Summary(self.reward.range, ranges, labelled, self.threshold, self.domains)

    @property
    def domains(self) -> str | None:
        """The column whose values are summarised apart, if any."""
        if self.by is not None:
            return self.by
        routed = (part for part in self.reward.walk() if isinstance(part, Composite))
        return next((str(one.options["column"]) for one in routed if one.op == "where"), None)

    def domain_of(self, row: Row, column: str | None) -> str | None:
        """Return the value of a column in a row as text; None without a column."""
        if column is None:
            return None
        read = next((old for old, new in self.columns.items() if new == column), column)
        try:
            value = look_up(row.data, read)
        except KeyError:
            value = None
        return NO_DOMAIN if value is None else str(value)[:_LONGEST_DOMAIN]


def run(
    job: Job,
    out: Path | None,
    *,
    resume: bool,
    each: Callable[[Row, Breakdown | None], None],
    say: Callable[[str], None] = lambda text: None,
) -> Summary:
    """Score every row and write each result at once.

    Args:
        job: The input and options.
        out: The file of results, one JSON object a line; None to only summarise.
        resume: Whether to continue after the rows that `out` already holds.
        each: Called with every row scored now and its breakdown, None for a broken row.
        say: Called with messages for a person, such as what could not be checked.

    Returns:
        The summary of all rows, those of earlier runs included.

    Raises:
        InputError: There are no rows, every row is broken, a label is neither true nor false,
            or `out` is of other rows or of another reward.
        BindError: The reward asks for a column that no row has.
    """
    summary = job.summary()
    rows = job.rows()
    if out is None:
        _score(job, rows, summary, lambda row, result: None, each)
    else:
        check_out(out, {"the samples": job.samples})
        with lock_beside(out) as mine:
            if not mine:
                raise InputError(
                    f"{out}: another process is writing it. Wait for it, or name another file."
                )
            if resume and out.exists():
                rows = _take_up(job, rows, out, summary, say)
            with Results(out, "a" if resume else "w", job.columns) as results:
                _score(job, rows, summary, results.write, each)
            marks_of(out).unlink(missing_ok=True)
    if not summary.rows:
        raise InputError(f"{job.samples}: there are no rows to score")
    return summary


def scored(job: Job, rows: Iterable[Row]) -> Generator[tuple[Row, Breakdown | str]]:
    """Yield each row with its breakdown, or with its fault, in order."""
    waiting: deque[tuple[Row, str]] = deque()

    def samples() -> Iterator[Sample]:
        for row in rows:
            sample = to_sample(row, job.columns)
            if isinstance(sample, str):
                waiting.append((row, sample))
            else:
                waiting.append((row, ""))
                yield sample

    results = scoring.stream(job.reward, samples(), **job.options)
    for breakdown in results:
        while waiting[0][1]:
            yield waiting.popleft()
        yield waiting.popleft()[0], breakdown
    yield from waiting


def _score(
    job: Job,
    rows: Iterable[Row],
    summary: Summary,
    write: Callable[[Row, dict[str, Any]], None],
    each: Callable[[Row, Breakdown | None], None],
) -> None:
    mark = job.reward.fingerprint
    blank = dict.fromkeys(summary.components)
    good, first_fault = summary.rows, ""
    # A file in which every row is broken overwrites no results.
    held: list[tuple[Row, dict[str, Any]]] = []
    with closing(scored(job, rows)) as results:  # closing it ends the engine's workers at once
        for row, found in results:
            label, domain = read_label(row, job.label), job.domain_of(row, summary.by)
            if isinstance(found, str):
                first_fault = first_fault or found
                detail = row.located(found)
                summary.add_fault(BAD_ROW, label, detail, domain)
                result = _result(row.id, None, "error", BAD_ROW, blank, 0.0, mark, detail)
            else:
                good += 1
                summary.add(found, label, domain)
                result = _of(row.id, found, mark)
                if found.steps:
                    result["steps"] = [list(step) for step in found.steps]
                if job.explain:
                    result["explain"] = explained(found)
            held.append((row, result))
            if good:
                for one in held:
                    write(*one)
                held.clear()
            each(row, None if isinstance(found, str) else found)
    if first_fault and not good:
        raise InputError(f"{job.samples}: every row is broken; the first: {first_fault}")


def _of(row_id: str, found: Breakdown, mark: str) -> dict[str, Any]:
    detail = found.detail if found.status in _TOLD else ""
    return _result(
        row_id,
        found.value,
        found.status,
        found.reason,
        found.components,
        found.seconds,
        mark,
        detail,
    )


def _result(
    row_id: str,
    value: float | None,
    status: str,
    reason: str,
    components: Mapping[str, float | None],
    seconds: float,
    mark: str,
    detail: str,
) -> dict[str, Any]:
    result = dict(
        zip(KEYS, (row_id, value, status, reason, components, seconds, mark), strict=True)
    )
    return {**result, "detail": detail} if detail else result


def explained(found: Breakdown) -> dict[str, Any]:
    """Return status, reason, detail and extracted values of each leaf."""
    return {
        name: {
            "status": leaf.status,
            "reason": leaf.reason,
            "detail": leaf.detail,
            **({"steps": [list(step) for step in leaf.steps]} if leaf.steps else {}),
            **{key: _plain(value) for key, value in leaf.score.extra.items()},
        }
        for name, leaf in found.leaves().items()
    }


def _plain(value: Any) -> Any:
    if isinstance(value, float) and math.isfinite(value):
        return value
    return value if isinstance(value, (str, int, type(None))) else str(value)


def read_label(row: Row, column: str | None) -> bool | None:
    """Return the truth value in a column of a row; None where there is none."""
    if column is None:
        return None
    return truth_of(row.data.get(column))


# --- resuming an interrupted run ------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class _Earlier:
    """A row that an earlier run has scored, and the byte at which its result ends."""

    row: Row
    result: Mapping[str, Any]
    stop: int


def _take_up(
    job: Job, rows: Iterator[Row], out: Path, summary: Summary, say: Callable[[str], None]
) -> Iterator[Row]:
    """Count existing results, truncate an unfinished one, and return the remaining rows."""
    _refuse_running(job.reward)
    grouped = job.reward.needs_groups
    open_group: list[_Earlier] = []
    before: Sample | None = None
    end, place = 0, 0
    known, seen = read_marks(out, job.columns), bytearray()
    for result, stop in _results(out, job.reward.fingerprint):
        row = next(rows, None)
        if row is None or row.id != result["id"]:
            there = "no row" if row is None else f"id {row.id!r}"
            raise InputError(
                f"{out}: result {place} is of id {result['id']!r}, where {job.samples} has "
                f"{there}. Score into another file."
            )
        mark = mark_of(row, job.columns)
        if known is not None and known[place * len(mark) :][: len(mark)] not in (mark, b""):
            raise InputError(
                f"{out}: result {place} (id {row.id!r}) is of a row that is no longer the same in "
                f"{job.samples}. Score into another file."
            )
        seen += mark
        place += 1
        sample = to_sample(row, job.columns) if grouped else None
        if isinstance(sample, Sample):
            if before is None or begins_group(before, sample):
                end = _settle(job, open_group, summary, end)
            before = sample
        open_group.append(_Earlier(row, result, stop))
        if not grouped:
            end = _settle(job, open_group, summary, end)
    # The last group may be incomplete, and its completions are scored against each other.
    with open(out, "r+b") as file:
        file.truncate(end)
    if place and (known is None or len(known) < len(seen)):
        say(
            f"note: {marks_of(out)} does not tell which rows the results are of; only ids and the "
            "reward's fingerprint were compared"
        )
    write_marks(out, job.columns, bytes(seen[: summary.rows * MARK_BYTES]))
    return chain([one.row for one in open_group], rows)


def _settle(job: Job, group: list[_Earlier], summary: Summary, end: int) -> int:
    for one in group:
        label = read_label(one.row, job.label)
        summary.add_earlier(one.result, label, job.domain_of(one.row, summary.by))
        end = one.stop
    group.clear()
    return end


def _refuse_running(reward: Reward) -> None:
    for part in reward.walk():
        if getattr(part, "options", {}).get("state") is not None:
            raise InputError(
                f"reward {part.name!r} is normalised by everything scored before, so scoring "
                "cannot be taken up in the middle. Start again without --resume."
            )


def _results(out: Path, mark: str) -> Iterator[tuple[dict[str, Any], int]]:
    """Yield the complete results of a file, each with the byte at which it ends."""
    stop = 0
    with open(out, "rb") as file:
        for number, line in enumerate(file, 1):
            if not line.endswith(b"\n"):
                return  # the writer was stopped in the middle of it
            stop += len(line)
            try:
                result = json.loads(line)
                missing = [key for key in KEYS if key not in result]
            except (ValueError, TypeError):
                missing = ["JSON"]
            if missing:
                raise InputError(
                    f"{out}:{number}: not a result of `rewardkit score` ({missing[0]} is missing)."
                    " Score into another file."
                )
            if result["fingerprint"] != mark:
                raise InputError(
                    f"{out}:{number}: was scored by another reward (fingerprint "
                    f"{result['fingerprint']}, this one is {mark}): code, settings or versions "
                    "differ. Score into another file."
                )
            yield result, stop
