from __future__ import annotations

import io
from typing import Any

from rich.console import Console

from rewardkit.cli.train_screen import RichScreen, table_row


def row(step: int, **changes: Any) -> dict[str, Any]:
    return {
        "step": step,
        "reward": 0.5,
        "reward_std": 0.1,
        "length": 6.0,
        "kl": 0.02,
        "truncated": 0.25,
        "components": {"format": 1.0, "distance": None},
        "dead_groups": 0.5,
        "entropy": 0.7,
    } | changes


def test_the_table_has_the_watched_columns_and_one_for_each_component() -> None:
    names = list(table_row(row(1)))
    assert names[:6] == ["step", "reward", "std", "length", "kl", "trunc"]
    assert names[6:8] == ["format", "distance"]


def test_what_is_not_known_is_a_dash_and_never_a_zero() -> None:
    cells = table_row(row(1, kl=None, reward=float("nan")))
    assert [cells["kl"], cells["reward"], cells["distance"]] == ["-", "-", "-"]


def test_a_log_file_gets_one_heading_and_the_kept_rows() -> None:
    out = io.StringIO()
    screen = RichScreen(Console(file=out, width=40))
    screen.supervised("prime", 1, 2, 0.5)
    screen.supervised("prime", 2, 2, 0.25)
    for step in range(1, 21):
        screen.step(row(step), keep=step % 10 == 0)
    screen.close()
    lines = out.getvalue().splitlines()
    assert lines[0] == "prime: 2 steps, loss 0.250"
    assert lines[1].split()[:3] == ["step", "reward", "std"]
    assert [line.split()[0] for line in lines[2:]] == ["10", "20"]
    assert len({len(line) for line in lines[1:]}) <= 2


def test_a_terminal_keeps_the_kept_rows_and_the_last_one() -> None:
    out = io.StringIO()
    screen = RichScreen(Console(file=out, width=120, force_terminal=True))
    screen.supervised("corpus", 1, 2, 0.5)
    screen.supervised("corpus", 2, 2, 0.5)
    for step in range(1, 13):
        screen.step(row(step), keep=step % 10 == 0)
    screen.close()
    assert "corpus" in out.getvalue()
    assert " 12 " in out.getvalue().replace("\x1b", " ")
