"""Alarms: signs in the metrics that a run does not learn what it should, each named once.

A pure function of the rows so far. An alarm stops nothing: it is printed, stands in the row of its
step, and again in `result.json`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

WINDOW = 5
DEAD, COLLAPSED, TRUNCATED = 0.9, 0.05, 0.5
MOVED = 0.05
"""A fall of the validation accuracy, or a change of the reward in shares of its range."""
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Alarm:
    """One alarm."""

    code: str
    step: int
    text: str
    """A sentence that says what was seen and what to try."""

    def __str__(self) -> str:
        return f"{self.code}: {self.text}"


def new_alarms(rows: Sequence[Row], forms: Mapping[str, float]) -> list[Alarm]:
    """Return the alarms that the last row gives rise to and no earlier row has.

    Args:
        rows: The metrics of the reinforcement stage so far; those of earlier alarms have `alarms`.
        forms: The components that read no answer, each with the width of its range.

    Example:
        >>> row = {"dead_groups": 1.0, "entropy": 1.0, "truncated": 0.0, "components": {}}
        >>> rows = [{**row, "step": step} for step in range(1, 6)]
        >>> [alarm.code for alarm in new_alarms(rows, {})]
        ['dead_groups']
    """
    known = {text.partition(":")[0] for row in rows for text in row.get("alarms", ())}
    step = int(rows[-1]["step"])
    found = [*_failed(rows[-1]), *_stuck(rows[-WINDOW:]), *_collapsed(rows), *_hacked(rows, forms)]
    return [Alarm(code, step, text) for code, text in found if code not in known]


def nothing_learned(rows: Sequence[Row], width: float) -> list[Alarm]:
    """Return an alarm about a finished run whose reward and validation accuracy did not rise.

    Args:
        rows: The metrics of the whole reinforcement stage.
        width: The width of the range of the reward.
    """
    if len(rows) < 2 * WINDOW:
        return []
    first, last = (_mean(part, "reward") for part in (rows[:WINDOW], rows[-WINDOW:]))
    valid = [row["validation"] for row in rows if row.get("validation") is not None]
    rose = first is not None and last is not None and last - first > MOVED * width
    if rose or (len(valid) > 1 and max(valid[1:]) - valid[0] > MOVED):
        return []
    seen = "no completion had a reward" if last is None else f"the mean reward ended at {last:.3g}"
    text = (
        f"nothing was learned: {seen}, as at the start ({_shown(first)}), and the validation "
        "accuracy did not rise. Look at dead_groups, at transcripts, and at the learning rate."
    )
    return [Alarm("nothing_learned", int(rows[-1]["step"]), text)]


def mean_of_last(rows: Sequence[Row], name: str) -> float | None:
    """Return the mean of a metric over the last steps; None where no step has it."""
    return _mean(rows[-WINDOW:], name)


def _failed(row: Row) -> Iterator[tuple[str, str]]:
    if lost := row.get("failed_groups"):
        yield (
            "failed_groups",
            f"{lost} groups of a step were left out, since the task or its environment raised: "
            f"{row.get('failure')}. Each step counts them as failed_groups in metrics.jsonl.",
        )
    counts = row.get("statuses") or {}
    if missing := counts.get("error", 0) + counts.get("timeout", 0):
        yield (
            "unscored",
            f"{missing} completions of a step have no score and were left out of their groups: "
            f"{row.get('unscored')}. Each step counts them as statuses in metrics.jsonl.",
        )


def _stuck(rows: Sequence[Row]) -> Iterator[tuple[str, str]]:
    if len(rows) < WINDOW:
        return
    dead = [row["dead_groups"] or 0.0 for row in rows]
    if min(dead) > DEAD:
        share = fmean(dead)
        yield (
            "dead_groups",
            f"{share:.0%} of the groups had no preference for {WINDOW} steps: every completion "
            "of a group got the same reward, so there is no gradient. Pose easier or harder "
            "problems, prime the policy, add traces, or reward part of the way.",
        )
    share = fmean(row["truncated"] for row in rows)
    if share > TRUNCATED:
        yield (
            "truncated",
            f"{share:.0%} of the completions of the last {WINDOW} steps were cut at the token "
            "limit. Raise grpo.rollout.max_new_tokens, or reward shorter ones (length/overlong).",
        )


def _collapsed(rows: Sequence[Row]) -> Iterator[tuple[str, str]]:
    if len(rows) < 2 * WINDOW:
        return
    first, last = (_mean(part, "entropy") for part in (rows[:WINDOW], rows[-WINDOW:]))
    if first is not None and last is not None and first > 0.0 and last < COLLAPSED * first:
        yield (
            "entropy_collapse",
            f"the entropy fell from {first:.3g} to {last:.3g}: the policy hardly explores. "
            "Set grpo.loss.entropy_target, raise eps_high, or lower the learning rate.",
        )


def _hacked(rows: Sequence[Row], forms: Mapping[str, float]) -> Iterator[tuple[str, str]]:
    """Compare now with the best validation: it fell, and a form was paid more."""
    measured = [at for at, row in enumerate(rows) if row.get("validation") is not None]
    if len(measured) < 2 or measured[-1] != len(rows) - 1:
        return
    best = max(measured, key=lambda at: rows[at]["validation"])
    fell = rows[best]["validation"] - rows[-1]["validation"]
    if fell <= MOVED or best > len(rows) - WINDOW:
        return
    for name, width in forms.items():
        before, now = (
            _mean([row["components"] for row in part], name)
            for part in (rows[max(0, best - WINDOW + 1) : best + 1], rows[-WINDOW:])
        )
        if before is not None and now is not None and now - before > MOVED * width:
            yield (
                "form_without_answer",
                f"{name}, which reads no answer, rose from {before:.3g} to {now:.3g} while the "
                f"validation accuracy fell by {fell:.1%}: the form may be all that is learnt. Put "
                "it behind a gate on the answer.",
            )
            return


def _mean(rows: Sequence[Row], name: str) -> float | None:
    values = [row[name] for row in rows if row.get(name) is not None]
    return fmean(values) if values else None


def _shown(value: float | None) -> str:
    return "none" if value is None else f"{value:.3g}"
