"""The same 200 rows give the same numbers through every adapter."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from rewardkit.errors import DefinitionError, InputError
from rewardkit.trainers.conformance import run
from rewardkit.trainers.conformance.driver import Driver, Values
from rewardkit.trainers.conformance.rows import NEEDS, Family, families
from rewardkit.trainers.export import TEMPLATES


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    log = logging.getLogger("rewardkit.trainers")
    before = log.level
    log.setLevel(logging.CRITICAL)
    yield
    log.setLevel(before)


def test_there_are_two_hundred_rows_and_every_need_is_known() -> None:
    found = families()
    assert sum(len(family.rows) for family in found) == 200
    assert {need for family in found for need in family.needs} <= set(NEEDS)
    assert len({family.name for family in found}) == len(found)


@pytest.mark.parametrize("trainer", run.DRIVERS)
def test_every_row_is_equal_to_the_last_bit(trainer: str) -> None:
    report = run.conformance(trainer, recorded=True)
    assert report.differences == ()
    assert report.passed
    assert report.version == ""
    assert report.rows + sum(report.cannot.values()) == 200
    assert report.rows >= 128


def test_every_trainer_that_can_be_exported_to_is_in_the_suite() -> None:
    assert set(run.DRIVERS) == set(TEMPLATES)


def test_a_trainer_that_is_unknown_is_refused_with_the_closest() -> None:
    with pytest.raises(DefinitionError, match="'verll'.*Did you mean 'verl'"):
        run.conformance("verll")


def test_a_number_that_differs_in_the_last_bit_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    verl = run.DRIVERS["verl"]
    by_hand = verl.recorded
    assert by_hand is not None

    def off(family: Family, missing: str | None) -> Values:
        found = by_hand(family, missing)
        return [(found[0] or 0.0) + 2**-50, *found[1:]]

    monkeypatch.setitem(
        run.DRIVERS, "off", Driver("off", "", (), off, off, verl.cannot, verl.policy)
    )
    report = run.conformance("off")
    assert not report.passed
    assert report.differences[0].startswith("text row 0: ")
    assert report.rows - report.equal == len(report.differences)


def test_an_outage_that_became_a_zero_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    by_hand = run.DRIVERS["trl"].recorded
    assert by_hand is not None

    def zeros(family: Family, missing: str | None) -> Values:
        return [0.0 if value is None else value for value in by_hand(family, missing)]

    monkeypatch.setitem(
        run.DRIVERS,
        "zeros",
        Driver("zeros", "", (), zeros, zeros, run.DRIVERS["trl"].cannot, "unknown"),
    )
    assert any("expected None" in line for line in run.conformance("zeros").differences)


def test_a_line_of_the_table_is_replaced_and_the_others_are_kept() -> None:
    page = f"before\n{run.table([_report('a', '1', 3), _report('b', '', 3)])}\n\nafter"
    again = run.into(page, [_report("b", "2", 4), _report("c", "", 1)])
    assert again.splitlines()[3:7] == [
        "| a | 1 | 3 of 3 | - |",
        "| b | 2 | 4 of 4 | - |",
        "| c | its recorded convention | 1 of 1 | - |",
        "",
    ]
    assert again.endswith("\n\nafter")
    # What the package itself said is not replaced by what was written down of it.
    assert run.into(again, [_report("a", "", 2)]) == again
    with pytest.raises(InputError, match="no table"):
        run.into("a page", [])


def _report(trainer: str, version: str, rows: int) -> run.Report:
    return run.Report(trainer, version, rows, rows, {}, ())


def test_the_table_has_a_line_for_each_report() -> None:
    report = run.conformance("verl", recorded=True)
    lines = run.table([report]).splitlines()
    assert len(lines) == 3
    assert lines[2].startswith("| verl | its recorded convention | 148 of 148 | tool turns,")
