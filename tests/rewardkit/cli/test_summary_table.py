"""The summary of `rewardkit score` is readable at any width, and says why rows failed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit import Score, reward, weighted
from rewardkit.cli.summary_table import Column, in_blocks

Run = Any
Write = Callable[..., str]
HERE = __name__


@reward
def broken(completion: str) -> Any:
    """Raise with a text that a terminal library would read as markup."""
    raise ValueError("[bold]gone[/bold] [/red] pip install 'x[judge]' :smile:")


@reward
def mixed(completion: str) -> Any:
    """Judge, give up, or find nothing to read."""
    if completion == "down":
        return Score.error("down", "the server [1] is down")
    if completion == "odd":
        return Score.unparsed("no_answer", "no <answer> block")
    return Score(0.0, "ok", "wrong", "3 is not 4")


@reward
def undecided(completion: str) -> None:
    """Abstain from everything."""


parts: dict[str, Any] = {"[red]a_part_with_a_long_name": mixed, "b": mixed}
named = weighted(**parts)


def test_every_row_an_error_is_exit_code_three_and_says_why(cli: Run, rows: Write) -> None:
    found = cli("score", f"{HERE}:broken", rows({"completion": "a"}, {"completion": "b"}))
    assert found.code == 3
    said = "exception: ValueError: [bold]gone[/bold] [/red] pip install 'x[judge]' :smile:"
    assert said in " ".join(found.out.split())
    assert "no row has a value; exception: ValueError" in found.err


def test_every_row_an_error_is_exit_code_three_with_json_and_out_too(cli: Run, rows: Write) -> None:
    found = cli("score", f"{HERE}:broken", rows({"completion": "a"}), "--json", "-o", "out.jsonl")
    assert found.code == 3
    total = found.json["total"]
    assert total["reasons"] == {"exception": 1}
    assert total["details"]["exception"].startswith("ValueError: [bold]gone[/bold]")
    assert found.json["components"]["broken"]["details"] == total["details"]


@pytest.mark.parametrize("completions", [("down", "x"), ("odd",), ("x",)])
def test_one_row_with_a_value_is_exit_code_zero(
    cli: Run, rows: Write, completions: tuple[str, ...]
) -> None:
    given_rows = [{"completion": one} for one in completions]
    assert cli("score", f"{HERE}:mixed", rows(*given_rows)).code == 0


def test_a_reward_that_abstains_from_every_row_has_not_failed(cli: Run, rows: Write) -> None:
    assert cli("score", f"{HERE}:undecided", rows({"completion": "a"})).code == 0


def test_each_reason_shows_its_first_detail_once(cli: Run, rows: Write) -> None:
    given_rows = [{"completion": one} for one in ("down", "odd", "x", "down")]
    found = cli("score", f"{HERE}:mixed", rows(*given_rows))
    for detail in ("the server [1] is down", "no <answer> block", "3 is not 4"):
        assert found.out.count(detail) == 1
    as_json = cli("score", f"{HERE}:mixed", rows(*given_rows), "--json").json
    assert as_json["total"]["details"] == {
        "down": "the server [1] is down",
        "no_answer": "no <answer> block",
        "wrong": "3 is not 4",
    }


@pytest.mark.parametrize("width", [40, 60, 80, 100, 200])
def test_the_table_is_whole_at_any_width(
    cli: Run, rows: Write, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    given_rows = [{"completion": one} for one in ("down", "odd", "x", "down")]
    found = cli("score", f"{HERE}:named", rows(*given_rows))
    assert "…" not in found.out
    assert max(map(len, found.out.splitlines())) <= width
    words = found.out.split()
    for head in ("range", "mean", "std", "min", "p50", "max", "ok", "unparsed", "error", "total"):
        assert head in words
    assert words.count("50.0%") >= 3


@given(st.lists(st.integers(1, 30), min_size=1, max_size=20), st.integers(5, 200))
def test_blocks_keep_every_column_in_order_and_fit(widths: list[int], width: int) -> None:
    columns = [Column(str(n).zfill(1), ("x" * size,)) for n, size in enumerate(widths)]
    blocks = list(in_blocks(columns, width))
    assert [one for block in blocks for one in block] == columns
    for block in blocks:
        assert len(block) == 1 or sum(one.width + 2 for one in block) - 2 <= width
