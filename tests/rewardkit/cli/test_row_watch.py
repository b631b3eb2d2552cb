"""What a person is told while a file is scored."""

from __future__ import annotations

import threading

import pytest

from rewardkit.cli.row_watch import RowWatch
from rewardkit.data.sample_files import Row


def told(capsys: pytest.CaptureFixture[str], watch: RowWatch) -> str:
    """What the watch says of a run in which nothing moves until its thread has ended."""
    before = set(threading.enumerate())
    with watch:
        for thread in set(threading.enumerate()) - before:
            thread.join()
    return capsys.readouterr().err


def test_a_run_that_stands_still_is_told_of_the_deadline(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert "--timeout SECONDS" in told(capsys, RowWatch(False, None, silent_seconds=0.01))


def test_a_run_that_ends_in_time_is_told_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with RowWatch(False, None, silent_seconds=60) as each:
        each(Row(0, "a", {}), None)
    assert capsys.readouterr().err == ""


def test_rows_are_counted_and_shown_where_asked(capsys: pytest.CaptureFixture[str]) -> None:
    watch = RowWatch(True, None)
    with watch as each:
        each(Row(0, "a", {}), None)
    assert watch.rows == 1
    assert capsys.readouterr().out == "--- a\ncannot be read\n"
