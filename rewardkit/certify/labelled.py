"""Verifiers held against labelled rows as others published them: false passes and false fails."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from rewardkit.catalogue import catalogue
from rewardkit.certify.families import layout_function
from rewardkit.certify.trial import Skip
from rewardkit.data.labels import BadLabel, truth_of
from rewardkit.data.sample import Sample
from rewardkit.data.sample_files import Row
from rewardkit.data.score import Breakdown
from rewardkit.errors import InputError, RewardkitError, closest
from rewardkit.rewards.base import Reward

# A value in the upper half of its range counts as paid; a row may say otherwise.
PAID = 0.5
# Two-sided 95 % normal quantile, for Wilson's interval.
_Z = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Labelled:
    """One labelled row, ready to be judged.

    Attributes:
        id: The id of the row.
        reward: The verifier that judges it.
        sample: The completion with its prompt, reference and columns.
        right: Whether the completion deserves to be paid.
        paid: The share of the range from which on it counts as paid.
    """

    id: str
    reward: Reward
    sample: Sample
    right: bool
    paid: float = PAID


@dataclass(slots=True)
class LabelReport:
    """Rows of one labelled set, sorted by what became of them.

    Attributes:
        rows: How many rows were judged, with those that got no value.
        right: How many verdicts agree with the label.
        false_passes: Ids of wrong rows that were paid.
        false_fails: Ids of right rows that were not.
        unscored: Ids of rows without a value, by reason.
        silent_zeros: Ids of right rows that got the low end with status `ok`.
        skipped: Ids of rows that could not be read, by reason.
    """

    layout: str
    rows: int = 0
    right: int = 0
    right_rows: int = 0
    false_passes: list[str] = field(default_factory=list)
    false_fails: list[str] = field(default_factory=list)
    unscored: dict[str, list[str]] = field(default_factory=dict)
    silent_zeros: list[str] = field(default_factory=list)
    skipped: dict[str, list[str]] = field(default_factory=dict)

    def add(self, one: Labelled, found: Breakdown) -> None:
        """Count the verdict on one row."""
        self.rows += 1
        self.right_rows += one.right
        if found.value is None:
            self.unscored.setdefault(found.reason or found.status, []).append(one.id)
            return
        low, high = found.range
        share = (found.value - low) / (high - low) if high > low else 0.0
        passed = share >= one.paid
        self.right += passed == one.right
        if passed and not one.right:
            self.false_passes.append(one.id)
        if one.right and not passed:
            self.false_fails.append(one.id)
            if found.status == "ok" and found.value == low:
                self.silent_zeros.append(one.id)

    @property
    def one_sided(self) -> str:
        """A sentence about a set that has labels of one kind only; empty for any other."""
        if 0 < self.right_rows < self.rows:
            return ""
        if self.right_rows:
            return "no row is labelled wrong, so a verifier that pays everything would agree"
        return "no row is labelled right, so a verifier that pays nothing would agree"

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain data for JSON."""
        return {
            "layout": self.layout,
            "rows": self.rows,
            "right": self.right,
            "false_passes": self.false_passes,
            "false_fails": self.false_fails,
            "unscored": self.unscored,
            "silent_zeros": self.silent_zeros,
            "skipped": self.skipped,
        }


def wilson(hits: int, rows: int) -> tuple[float, float]:
    """Return Wilson's 95 % interval of a share (J. Am. Stat. Assoc. 22, 1927).

    Example:
        >>> [round(end, 3) for end in wilson(0, 100)]
        [0.0, 0.037]
        >>> wilson(0, 0)
        (0.0, 1.0)
    """
    if not rows:
        return 0.0, 1.0
    share, square = hits / rows, _Z * _Z / rows
    middle = (share + square / 2) / (1 + square)
    half = _Z * math.sqrt(share * (1 - share) / rows + square / (4 * rows)) / (1 + square)
    # Rounding would put the ends of none and of all a hair inside.
    low = max(0.0, middle - half) if hits else 0.0
    return low, min(1.0, middle + half) if hits < rows else 1.0


def layout_names() -> list[str]:
    """Return the names of all layouts that a plugin offers, in order."""
    return sorted(catalogue.registry().layouts)


def certify_labelled(
    rows: Iterable[Row],
    layout: str,
    read: Callable[[Mapping[str, Any]], Labelled] | None = None,
    reward: Reward | None = None,
) -> LabelReport:
    """Judge every row of a labelled set and count verdicts against labels.

    Args:
        rows: The set, as `rewardkit.data.sample_files.read_rows` gives it.
        layout: A name of `layout_names()`; any text where `read` is given.
        read: Makes a labelled sample of a row; by default that of the layout.
        reward: What judges the rows in place of the verifier of the layout.

    Raises:
        InputError: The layout is unknown, or a label is neither true nor false.
        PluginError: The code of the layout is broken.
    """
    report = LabelReport(layout)
    if read is None:
        known = catalogue.registry().layouts
        if layout not in known:
            raise InputError(f"there is no layout {layout!r}.{closest(layout, known)}")
        read = layout_function(known[layout].read)
    # Rows of one verifier that follow each other are judged as one list: sandboxes and workers
    # then run beside each other.
    labelled = _read(rows, read, report)
    if reward is not None:
        labelled = (replace(one, reward=reward) for one in labelled)
    for _, group in groupby(labelled, lambda one: id(one.reward)):
        some = list(group)
        found = some[0].reward.score_many([one.sample for one in some])
        for one, breakdown in zip(some, found, strict=True):
            report.add(one, breakdown)
    return report


def _read(
    rows: Iterable[Row], read: Callable[[Mapping[str, Any]], Labelled], report: LabelReport
) -> Iterator[Labelled]:
    for row in rows:
        try:
            if row.fault:
                raise InputError(row.fault)
            one = read(row.data)
            yield one if one.id else replace(one, id=_place(row))
        except BadLabel as error:
            raise InputError(row.located(str(error))) from None
        except (Skip, RewardkitError, KeyError, TypeError, ValueError) as error:
            what = _missing(error, row) if isinstance(error, KeyError) else str(error)
            report.skipped.setdefault(what[:120], []).append(_place(row))


def _place(row: Row) -> str:
    """Return the id of a row, or where it stands if it has none of its own."""
    return str(row.data.get("id") or row.where or row.id)


def _missing(error: KeyError, row: Row) -> str:
    """Return what a row lacks, with the column that was likely meant."""
    near = closest(error.args[0], row.data) if error.args else ""
    # Known columns differ from row to row, and reasons are counted.
    return f"no {error}.{near}" if near.startswith(" Did you mean") else f"no {error}"


def mapped_reader(
    reward: Reward, columns: Sequence[str]
) -> Callable[[Mapping[str, Any]], Labelled]:
    """Return a reader of a user's own labelled rows.

    Args:
        reward: What judges them.
        columns: `field=column` pairs; `right=` names the label, the others are fields of the
            sample or columns that the reward asks for.

    Raises:
        InputError: A pair has no `=`, or none names the label.
    """
    names = dict(pair.partition("=")[::2] for pair in columns if "=" in pair)
    if len(names) < len(columns) or not all(names.values()):
        odd = next((pair for pair in columns if not pair.partition("=")[2]), columns[0])
        raise InputError(f"--map {odd!r} must be field=column, such as completion=response")
    if "right" not in names:
        raise InputError("--map must name the label: right=COLUMN")
    label = names.pop("right")

    def read(data: Mapping[str, Any]) -> Labelled:
        fields = {**data, **{field: data[column] for field, column in names.items()}}
        right = truth_of(data[label])
        if right is None:
            raise Skip(f"no label in {label!r}")
        return Labelled(str(data.get("id", "")), reward, Sample.from_row(fields), right)

    return read
