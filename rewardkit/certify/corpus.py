"""Certification of verifiers against labelled completions.

A corpus is JSON lines: `id`, `kind` (`hostile` must earn nothing, `benign` must be paid),
`family`, `prompt`, `completion`, `gold` (the verifier's settings and reference) and `must`, the
bound on a score whose top is 1 and whose bottom is 0.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from rewardkit.certify.families import is_family, trial_for
from rewardkit.certify.trial import Skip, Trial, is_text
from rewardkit.data.sample import Sample
from rewardkit.data.sample_files import Row
from rewardkit.data.score import Breakdown
from rewardkit.errors import PluginError, RewardkitError

KINDS = ("hostile", "benign")
_NEEDED = ("kind", "family", "completion", "must")
_BOUND = re.compile(r"score\s*(<=|>=|<|>|==)\s*(-?\d+(?:\.\d+)?)\s*")
_STATUS = re.compile(r"status\s*==\s*['\"](\w+)['\"].*")
_RELATIVE = re.compile(r"score\s*<=\s*score\(clean answer\)\s*")
_CLOSING = re.compile(r"</[A-Za-z_][\w.:-]*>")
_SLACK = 1e-9
# What a score says of a dependency that is not installed: nothing is known of the verifier then.
_ABSENT = "needs an optional dependency: pip install"


@dataclass(frozen=True, slots=True)
class Failure:
    """One row whose score is outside its bound.

    Attributes:
        fault: `paid` for a hostile row above its bound, `lost` for an honest one below it,
        `unscored` for a hostile row without a number, `slow` beyond its `max_ms`.
        score: The value, its top mapped to 1 and its bottom to 0; None when there is none.
        why: Status, reason and detail of the verifier.
    """

    id: str
    family: str
    fault: str
    must: str
    score: float | None
    why: str
    about: str = ""


@dataclass(slots=True)
class Report:
    """The result of a certification: rows checked, failures, and rows skipped.

    Attributes:
        rows: How many rows were checked.
        skipped: How many rows were not checked, by reason.
    """

    rows: int = 0
    failures: list[Failure] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    families: Counter[str] = field(default_factory=Counter)

    def ids(self, fault: str) -> list[str]:
        """Return the ids of the rows with this fault, in the order of the corpus."""
        return [one.id for one in self.failures if one.fault == fault]

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain data for JSON."""
        return {
            "rows": self.rows,
            "hostile_paid": self.ids("paid"),
            "honest_lost": self.ids("lost"),
            "hostile_unscored": self.ids("unscored"),
            "too_slow": self.ids("slow"),
            "skipped": dict(self.skipped),
            "families": dict(self.families),
            "failures": [
                {
                    "id": one.id,
                    "family": one.family,
                    "fault": one.fault,
                    "must": one.must,
                    "score": one.score,
                    "why": one.why,
                }
                for one in self.failures
            ],
        }


def certify(rows: Iterable[Row], family: str | None = None, strict: bool = False) -> Report:
    """Check verifiers against a corpus.

    Args:
        rows: The corpus, as `rewardkit.data.sample_files.read_rows` gives it.
        family: Only rows of this family.
        strict: Judge every row by the strict policy of its verifier, except those marked
            `level: lenient`; else only those marked `level: strict`.

    Returns:
        The report. A row that cannot be checked is counted under `skipped` with the reason.

    Raises:
        PluginError: A verifier is missing, and a plugin was refused.
    """
    report = Report()
    for row in rows:
        if row.fault:
            report.skipped["not a JSON object"] += 1
            continue
        if family is not None and row.data.get("family") != family:
            continue
        try:
            failure = _check(row, strict)
        except Skip as why:
            report.skipped[str(why)] += 1
            continue
        report.rows += 1
        report.families[str(row.data["family"])] += 1
        if failure is not None:
            report.failures.append(failure)
    return report


def _check(row: Row, strict: bool) -> Failure | None:
    data = row.data
    for key in _NEEDED:
        if data.get(key) is None:
            raise Skip(f"no {key!r}")
    if str(data["kind"]) not in KINDS:
        raise Skip(f"unknown kind {str(data['kind'])[:40]!r}")
    if not is_family(str(data["family"])):
        raise Skip(f"unknown family {str(data['family'])[:40]!r}")
    must = data["must"]
    if not isinstance(must, str) or not is_text(data["completion"]):
        raise Skip("must and completion are not text")
    if not any(form.fullmatch(must) for form in (_BOUND, _STATUS, _RELATIVE)):
        raise Skip(f"unknown bound {must[:40]!r}")
    level = str(data.get("level", ""))
    try:
        trial = trial_for(data, strict=level == "strict" or (strict and level != "lenient"))
        found = trial.reward.score(trial.sample)
    except PluginError:
        raise
    except RewardkitError as error:
        raise Skip(f"gold of family {data['family']} is broken: {str(error)[:80]}") from None
    absent = next((one for one in found.leaves().values() if _ABSENT in one.detail), None)
    if absent is not None:
        raise Skip(absent.detail[:120])
    return _judge(row, trial, found)


def _judge(row: Row, trial: Trial, found: Breakdown) -> Failure | None:
    data, hostile = row.data, row.data["kind"] == "hostile"
    value = _mapped(trial, found)
    fault = ""
    if not _holds(str(data["must"]), trial, found, value):
        unscored = hostile and value is None
        fault = "unscored" if unscored else "paid" if hostile else "lost"
    elif _too_slow(data, found):
        fault = "slow"
    if not fault:
        return None
    why = " ".join(filter(None, (found.status, found.reason, found.detail)))
    about = str(data.get("attack") or data.get("reason") or "")
    return Failure(row.id, str(data["family"]), fault, str(data["must"]), value, why, about)


def _mapped(trial: Trial, found: Breakdown) -> float | None:
    low, high = found.range
    if found.value is None or trial.raw:
        return found.value
    return (found.value - low) / (high - low) if high > low else 0.0


def _holds(must: str, trial: Trial, found: Breakdown, value: float | None) -> bool:
    if status := _STATUS.fullmatch(must):
        return found.status == status[1] and (status[1] != "error" or value is None)
    if value is None:
        return False
    if _RELATIVE.fullmatch(must):
        clean = trial.reward.score(_cleaned(trial.sample)).value
        return clean is not None and found.value is not None and found.value <= clean + _SLACK
    bound = _BOUND.fullmatch(must)
    assert bound is not None
    sign, limit = bound[1], float(bound[2])
    if sign == "<=":
        return value <= limit + _SLACK
    if sign == ">=":
        return value >= limit - _SLACK
    if sign == "==":
        return math.isclose(value, limit, abs_tol=_SLACK)
    return value < limit if sign == "<" else value > limit


def _cleaned(sample: Sample) -> Sample:
    """Return the sample without the text after its last closing tag."""
    ends = [match.end() for match in _CLOSING.finditer(sample.text)]
    text = sample.text[: ends[-1]] if ends else sample.text
    return Sample(text, sample.prompt, sample.answer, sample.columns)


def _too_slow(data: Mapping[str, Any], found: Breakdown) -> bool:
    limit = data.get("max_ms")
    if isinstance(limit, bool) or not isinstance(limit, (int, float)):
        return False
    return found.seconds * 1000 > limit
