"""Files of results are what their name says, and can be read again."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

import pytest

from rewardkit.data.sample_files import read_rows
from rewardkit.errors import InputError
from rewardkit.score_files.formats import convert, staging_of

ROWS = [
    {"id": "a", "value": 1.0, "status": "ok", "components": {"x": 1.0, "y": None}, "seconds": 0.5},
    {"id": "b", "value": None, "status": "error", "reason": "bad_answer", "components": {"x": 0.0}},
]


@pytest.mark.parametrize("name", ["out.jsonl.gz", "out.csv", "out.parquet"])
def test_results_are_read_back_from_the_format_of_their_name(tmp_path: Path, name: str) -> None:
    out = tmp_path / name
    staging = staging_of(out)
    staging.write_text("".join(json.dumps(row) + "\n" for row in ROWS))
    convert(staging, out)
    assert not staging.exists()
    found = list(read_rows(str(out)))
    assert [row.id for row in found] == ["a", "b"]
    assert [str(row.data["status"]) for row in found] == ["ok", "error"]
    if name.endswith("gz"):
        with gzip.open(out, "rt") as packed:
            assert json.loads(packed.readline()) == ROWS[0]
    else:
        assert float(found[0].data["components.x"]) == 1.0
        assert found[1].data["reason"] == "bad_answer"


def test_lines_are_written_where_they_stay(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("{}\n")
    assert staging_of(out) == out
    convert(out, out)
    assert out.read_text() == "{}\n"


@pytest.mark.parametrize("name", ["out.xlsx", "out.json", "out.txt.gz"])
def test_a_name_that_promises_another_format_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="results are written as .jsonl, .jsonl.gz, .csv or"):
        staging_of(tmp_path / name)


def test_cells_are_text_and_odd_rows_are_faults(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows(
            [["completion", "answer"], ["a,b\nc", "4"], ["x"], ["y", "1", "2"]]
        )
    rows = list(read_rows(str(path)))
    assert dict(rows[0].data) == {"completion": "a,b\nc", "answer": "4"}
    assert [bool(row.fault) for row in rows] == [False, True, True]
    assert "another number of cells" in rows[1].fault


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("rows.csv", b"\xff\xfe", "not UTF-8 text"),
        ("rows.csv", b'a,b\n"x', "not CSV"),
        ("rows.jsonl.gz", b"no gzip", "not whole gzip data"),
        (
            "rows.jsonl.gz",
            gzip.compress(b'{"completion": "a"}\n' * 99, mtime=0)[:-9],
            "not whole gzip data",
        ),
    ],
)
def test_broken_files_are_named(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError, match=message):
        list(read_rows(str(path)))
