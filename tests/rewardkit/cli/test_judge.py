"""`rewardkit judge`: what is printed of one judge and of two."""

from __future__ import annotations

from typing import Any

Run = Any
Write = Any
ROWS = [
    {"id": str(n), "completion": str(n % 3), "answer": "1", "prompt": str(n), "label": n % 3 == 1}
    for n in range(12)
]


def test_compare_says_which_way_its_differences_go(cli: Run, rows: Write) -> None:
    path = rows(*ROWS)
    words = ("--reward", "control/inverted", "--reward", "text/exact", "--draws", 20)
    said = cli("judge", "compare", path, *words).out
    assert said.startswith("value: text/exact minus control/inverted")
    assert "only by control/inverted: 0, only by text/exact: " in " ".join(said.split())


def test_a_row_that_is_no_sample_is_named_with_its_place(cli: Run, rows: Write) -> None:
    found = cli("judge", "calibrate", rows(*ROWS, {"label": True}), "--reward", "text/exact")
    assert (found.code, "line 13: the row has no 'completion'" in found.err) == (2, True)


def test_a_judge_reads_the_columns_that_it_is_told(cli: Run, rows: Write) -> None:
    renamed = [{**one, "completion": None, "said": one["completion"]} for one in ROWS]
    words = ("--reward", "text/exact", "--draws", 20, "--column", "completion=said", "--json")
    found = cli("judge", "calibrate", rows(*renamed), *words)
    assert found.json["estimates"]["agreement"]["value"] == 1
    both = cli("judge", "compare", rows(*renamed), *words, "--reward", "control/inverted")
    assert both.json["both"] == 12
