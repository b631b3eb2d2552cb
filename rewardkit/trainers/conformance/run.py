"""One run of the conformance suite: rows through an adapter, compared with scores made here."""

from __future__ import annotations

import math
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rewardkit.errors import DefinitionError, InputError, MissingExtra, closest
from rewardkit.trainers.bridge import Bridge
from rewardkit.trainers.conformance import chat_drivers, text_drivers
from rewardkit.trainers.conformance.driver import Driver, Values
from rewardkit.trainers.conformance.rows import Family, families

DRIVERS = {one.name: one for one in (*text_drivers.DRIVERS, *chat_drivers.DRIVERS)}


@dataclass(frozen=True, slots=True)
class Report:
    """The result for one trainer.

    Attributes:
        trainer: Its name, as in `reward.for_<name>`.
        version: The version whose code ran; empty where the recorded convention was used.
        equal: How many rows gave the same number, to the last bit.
        rows: How many rows were taken through.
        cannot: The families that the trainer cannot show a reward, and their rows.
        differences: A sentence for each row that differs.
    """

    trainer: str
    version: str
    equal: int
    rows: int
    cannot: dict[str, int]
    differences: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether every row was equal."""
        return self.equal == self.rows and self.rows > 0


def conformance(
    trainer: str, recorded: bool = False, drivers: Mapping[str, Driver] = DRIVERS
) -> Report:
    """Run the suite through one adapter, against the real package where it is installed.

    Args:
        trainer: The name of the trainer.
        recorded: Whether to use the recorded calling convention although the package is installed.
        drivers: The ways that are known, by name.

    Raises:
        DefinitionError: There is no adapter of that name.
        MissingExtra: The adapter cannot work without the package.
    """
    if trainer not in drivers:
        raise DefinitionError(f"no trainer {trainer!r}.{closest(trainer, drivers)}")
    driver = drivers[trainer]
    version = None if recorded else driver.installed()
    drive = driver.drive if version else driver.recorded
    if drive is None:
        raise MissingExtra(f"the conformance suite through {trainer}", trainer)
    equal = rows = 0
    cannot: dict[str, int] = {}
    differences: list[str] = []
    for family in families():
        if family.needs & driver.cannot:
            cannot[family.name] = len(family.rows)
            continue
        found = drive(family, driver.policy)
        wanted = expected(family, driver)
        rows += len(family.rows)
        for at, (got, want) in enumerate(zip(found, wanted, strict=True)):
            if same(got, want, driver.single):
                equal += 1
            else:
                differences.append(f"{family.name} row {at}: {got!r}, expected {want!r}")
    return Report(trainer, version or "", equal, rows, cannot, tuple(differences))


def expected(family: Family, driver: Driver) -> Values:
    """Return the numbers that a row is worth here, under the policy of the driver."""
    bridge = Bridge(family.reward, missing=driver.policy)
    rows = [
        {**row.columns, "prompt": row.prompt, "completion": row.completion, "answer": row.answer}
        | ({"completion_ids": row.ids} if "token_ids" in family.needs else {})
        for row in family.rows
    ]
    groups = [row.group for row in family.rows]
    values = bridge.lower(bridge.outcomes(rows, groups), groups)
    if family.beside is not None:
        beside = Bridge(family.beside).outcomes(rows, groups)
        lost = [one.status in ("error", "timeout") and one.value is None for one in beside]
        values = [None if gone else value for value, gone in zip(values, lost, strict=True)]
    return values


def same(got: float | None, want: float | None, single: bool) -> bool:
    """Return True if two numbers are equal to the last bit, of 32 where the trainer keeps 32."""
    if got is None or want is None:
        return got is None and want is None
    if single:
        want = struct.unpack("f", struct.pack("f", want))[0]
        got = struct.unpack("f", struct.pack("f", got))[0]
    return got == want or (math.isnan(got) and math.isnan(want))


def cells(one: Report) -> tuple[str, str, str, str]:
    """Return the cells of one trainer in the table, under `HEADS`."""
    missing = ", ".join(one.cannot) or "-"
    return one.trainer, one.version or _RECORDED, f"{one.equal} of {one.rows}", missing


def table(reports: Sequence[Report]) -> str:
    """Return the results as a Markdown table."""
    return "\n".join([*_HEAD, *map(_line, reports)])


def into(page: str, reports: Sequence[Report]) -> str:
    r"""Return a page whose table has the lines of some reports; the other lines are kept.

    Packages of trainers exclude each other, so the table is made in several installations. A
    run by the recorded convention does not replace the line of one against the package.

    Raises:
        InputError: The page has no such table.

    Example:
        >>> page = "\n".join([*_HEAD, "| trl | 1.0 | 9 of 9 | - |", "", "more"])
        >>> into(page, [Report("trl", "2.0", 8, 9, {}, ())]).splitlines()[2]
        '| trl | 2.0 | 8 of 9 | - |'
    """
    lines = page.split("\n")
    if _HEAD[0] not in lines:
        raise InputError(f"the page has no table with the head {_HEAD[0]!r}")
    start = lines.index(_HEAD[0]) + len(_HEAD)
    end = next(at for at in range(start, len(lines) + 1) if not "".join(lines[at : at + 1]))
    kept = {line.split("|")[1].strip(): line for line in lines[start:end]}
    for one in reports:
        if one.version or _RECORDED in kept.get(one.trainer, _RECORDED):
            kept[one.trainer] = _line(one)
    return "\n".join([*lines[:start], *kept.values(), *lines[end:]])


HEADS = ("trainer", "run against", "rows equal", "cannot show a reward")
_HEAD = (
    f"| {' | '.join(HEADS)} |",
    "| --- | --- | --- | --- |",
)
_RECORDED = "its recorded convention"


def _line(one: Report) -> str:
    return f"| {' | '.join(cells(one))} |"
