"""A certificate: false passes and false fails of each family on sets of labelled rows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from rewardkit.catalogue import catalogue
from rewardkit.certify.corpus import certify
from rewardkit.certify.labelled import (
    LabelReport,
    certify_labelled,
    mapped_reader,
)
from rewardkit.data.sample_files import Row, read_rows
from rewardkit.data.whole_files import write_whole
from rewardkit.errors import InputError
from rewardkit.registry import verifiers

VERSION = 1
PAGE, DATA = "families.md", "families.json"


class LabelledSet(BaseModel):
    """One set of labelled rows that a certificate is measured on.

    Attributes:
        name: What the rows are, in a few words.
        family: The family that is judged; a corpus names it row by row.
        file: The path of the rows, from the folder of the list; None for a corpus.
        layout: The layout in which they were published.
        map: Columns by field, with `right` for the label, where there is no layout.
        reward: With `map`: the id of the verifier.
        settings: With `map`: its settings.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    family: str | None = None
    file: str | None = None
    layout: str | None = None
    map: dict[str, str] | None = None
    reward: str | None = None
    settings: dict[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Line:
    """The verdicts on one family over one set.

    Attributes:
        family: The family.
        set: The name of the set.
        wrong_rows: How many rows deserve nothing.
        false_passes: Ids of those that were paid.
        right_rows: How many rows deserve pay.
        false_fails: Ids of those that were not paid.
        unscored: Ids of rows without a value.
    """

    family: str
    set: str
    wrong_rows: int
    false_passes: tuple[str, ...]
    right_rows: int
    false_fails: tuple[str, ...]
    unscored: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the line as plain data for JSON."""
        return {
            "family": self.family,
            "set": self.set,
            "wrong_rows": self.wrong_rows,
            "false_passes": list(self.false_passes),
            "right_rows": self.right_rows,
            "false_fails": list(self.false_fails),
            "unscored": list(self.unscored),
        }


def read_sets(path: Path) -> list[LabelledSet]:
    """Return the sets that a YAML file lists under `sets`.

    Raises:
        InputError: It cannot be read, or a set has a key too many or lacks one.
    """
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        found = [LabelledSet.model_validate(one) for one in data["sets"]]
    except ValidationError as error:
        first = error.errors()[0]
        at = ".".join(map(str, first["loc"]))
        raise InputError(f"{path}: a set has no right {at!r}: {first['msg']}") from None
    except (OSError, yaml.YAMLError, TypeError, KeyError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: is no list of sets ({type(error).__name__}: {error})") from None
    for one in found:
        if (one.map is None) != (one.reward is None) or (one.layout and one.map):
            raise InputError(f"{path}: set {one.name!r} needs a layout, or map and reward")
        if (one.layout or one.map) and not (one.file and one.family):
            raise InputError(f"{path}: set {one.name!r} needs a file and the family it certifies")
    return found


def measure(sets: Sequence[LabelledSet], folder: Path) -> Iterator[Line]:
    """Yield the lines of each set, measured now.

    Args:
        sets: The sets.
        folder: Where their files are looked for.

    Raises:
        InputError: A file cannot be read, or none of its rows was judged.
    """
    for one in sets:
        if one.layout is None and one.map is None:
            yield from _of_corpus(one, folder)
        else:
            yield _of_labelled(one, folder)


def _of_corpus(one: LabelledSet, folder: Path) -> Iterator[Line]:
    """Judge hostile and benign rows; one line for each family."""
    files = (
        [folder / one.file]
        if one.file is not None
        else [Path(str(path)) for path in catalogue.registry().corpora.values()]
    )
    rows = list(chain.from_iterable(read_rows(str(path)) for path in files))
    for family in sorted({str(row.data.get("family")) for row in rows if not row.fault}):
        if one.family is not None and family != one.family:
            continue
        some = [row for row in rows if not row.fault and row.data.get("family") == family]
        report = certify(some)
        hostile = _count(some, "hostile")
        yield Line(
            family,
            one.name,
            hostile,
            tuple(report.ids("paid")),
            len(some) - hostile,
            tuple(report.ids("lost")),
            (*report.ids("unscored"), *(f"skipped: {why}" for why in report.skipped)),
        )


def _count(rows: Iterable[Row], kind: str) -> int:
    return sum(row.data.get("kind") == kind for row in rows)


def _of_labelled(one: LabelledSet, folder: Path) -> Line:
    assert one.file is not None
    rows = read_rows(str(folder / one.file))
    if one.layout is not None:
        report = certify_labelled(rows, one.layout)
    else:
        assert one.map is not None
        assert one.reward is not None
        reward = verifiers.get(one.reward, **one.settings)
        pairs = [f"{field}={column}" for field, column in one.map.items()]
        report = certify_labelled(rows, one.name, mapped_reader(reward, pairs))
    if not report.rows:
        raise InputError(f"{folder / one.file}: nothing was judged")
    return _line(one, report)


def _line(one: LabelledSet, report: LabelReport) -> Line:
    unscored = chain(*report.unscored.values(), *report.skipped.values())
    return Line(
        one.family or "",
        one.name,
        report.rows - report.right_rows,
        tuple(report.false_passes),
        report.right_rows,
        tuple(report.false_fails),
        tuple(unscored),
    )


# --- kept certificates -------------------------------------------------------------------------
def read_certificate(path: Path) -> list[Line]:
    """Return the lines of a certificate that `write_certificate` wrote.

    Raises:
        InputError: It is not one.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["version"] != VERSION:
            raise ValueError(f"version {data['version']!r}")
        return [_read_line(one) for one in data["lines"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path}: is no certificate ({type(error).__name__}: {error})") from None


def _read_line(data: Mapping[str, Any]) -> Line:
    return Line(
        str(data["family"]),
        str(data["set"]),
        int(data["wrong_rows"]),
        tuple(data["false_passes"]),
        int(data["right_rows"]),
        tuple(data["false_fails"]),
        tuple(data["unscored"]),
    )


def write_certificate(path: Path, lines: Sequence[Line]) -> None:
    """Write the lines of a certificate as JSON."""
    data = {"version": VERSION, "lines": [one.to_dict() for one in lines]}
    write_whole(path, json.dumps(data, indent=1, ensure_ascii=False) + "\n")


def worse(before: Sequence[Line], now: Sequence[Line]) -> list[str]:
    """Return a sentence for each way in which a family is worse than its certificate.

    A family is worse on a set with more false passes, more false fails, more rows without a
    value, or fewer rows; a set that is no longer measured is worse too.

    Example:
        >>> old = Line("math", "pairs", 9, (), 9, ("a",))
        >>> worse([old], [Line("math", "pairs", 9, ("b",), 9, ("a",))])
        ['math on pairs: 1 false passes instead of 0; new: b']
    """
    found = []
    there = {(one.family, one.set): one for one in now}
    for old in before:
        new = there.get((old.family, old.set))
        name = f"{old.family} on {old.set}"
        if new is None:
            found.append(f"{name}: is no longer measured")
            continue
        if new.wrong_rows < old.wrong_rows or new.right_rows < old.right_rows:
            found.append(f"{name}: fewer rows than before")
        for what in ("false_passes", "false_fails", "unscored"):
            was, is_now = getattr(old, what), getattr(new, what)
            if len(is_now) > len(was):
                fresh = ", ".join(one for one in is_now if one not in was)
                said = what.replace("_", " ")
                found.append(f"{name}: {len(is_now)} {said} instead of {len(was)}; new: {fresh}")
    return found
