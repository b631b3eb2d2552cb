from __future__ import annotations

import io

from rich.console import Console

from rewardkit.bench.countdown import Countdown


def test_a_log_file_gets_a_line_for_each_run_and_the_pace_is_of_those_that_ran() -> None:
    file = io.StringIO()
    with Countdown(Console(file=file)) as shown:
        shown.begin(3)
        shown.read("first")
        assert shown.left() == ""
        shown.ran("second")
        shown.ran("third")
    lines = file.getvalue().splitlines()
    assert lines == [
        "[1/3] first; read",
        "[2/3] second; about 0 min left",
        "[3/3] third; about 0 min left",
    ]


def test_a_terminal_gets_a_bar_with_the_total() -> None:
    file = io.StringIO()
    with Countdown(Console(file=file, force_terminal=True, width=80)) as shown:
        shown.begin(2)
        shown.ran("[bold] is no markup")
    assert "1/2" in file.getvalue()
    assert "[bold] is no markup" in file.getvalue()
