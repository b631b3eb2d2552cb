"""Files of samples: each kind is read as a stream, and a broken row is a value with its line."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from rewardkit import Sample
from rewardkit.data.sample_files import Row, read_rows, to_sample
from rewardkit.errors import InputError, MissingExtra


def written(folder: Path, content: bytes | str, name: str = "rows.jsonl") -> str:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return str(path)


def test_json_lines_are_rows_with_their_id_or_their_place(tmp_path: Path) -> None:
    path = written(tmp_path, '{"completion": "a", "id": 7}\n\n  \r\n{"completion": "b"}\r\n')
    rows = list(read_rows(path))
    assert [(row.index, row.id, row.data["completion"], row.fault) for row in rows] == [
        (0, "7", "a", ""),
        (1, "1", "b", ""),
    ]


def test_a_last_line_without_an_end_and_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    path = written(tmp_path, b'\xef\xbb\xbf{"completion": "\xe2\x80\xa8a"}')
    (row,) = read_rows(path)
    assert row.data == {"completion": "\u2028a"}


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (b'{"completion": "a"\r', r"line 2: not JSON: .* \(column 19\)"),
        (b"nonsense", r"line 2: not JSON: Expecting value \(column 1\)"),
        (b'{"completion": "\xff"}', r"line 2: not UTF-8 text \(byte 16\)\. Save the file as UTF-8"),
        (b'{"completion": "a", "completion": "b"}', r"line 2: the key 'completion' is given twice"),
        (b'["a"]', r"line 2: a row is an object with the key 'completion', not \"\['a'\]\""),
        (b"3", r"line 2: a row is an object"),
        (b'{"n": ' + b"9" * 5000 + b"}", r"line 2: not readable as JSON: Exceeds the limit"),
        (b"[" * 100_000, r"line 2: not readable as JSON: maximum recursion"),
    ],
)
def test_a_broken_line_is_a_row_with_a_fault(tmp_path: Path, line: bytes, fault: str) -> None:
    path = written(tmp_path, b'{"completion": "a"}\n' + line + b'\n{"completion": "b"}\n')
    rows = list(read_rows(path))
    assert [row.id for row in rows] == ["0", "1", "2"]
    assert [bool(row.fault) for row in rows] == [False, True, False]
    with pytest.raises(AssertionError, match=fault):
        raise AssertionError(to_sample(rows[1], {}))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32"])
def test_a_file_in_another_encoding_is_said_to_be_so_and_no_row_of_it_is_read(
    tmp_path: Path, encoding: str
) -> None:
    text = '{"completion": "a", "answer": "ä"}\n{"completion": "b"}\n'
    rows = list(read_rows(written(tmp_path, text.encode(encoding))))
    assert rows
    assert all(row.fault for row in rows)


@pytest.mark.parametrize(
    ("content", "fault"),
    [(b'[{"a": 1, "a": 2}]', "given twice"), ("[]".encode("utf-16"), "not UTF-8")],
)
def test_a_json_file_is_read_as_strictly(tmp_path: Path, content: bytes, fault: str) -> None:
    path = tmp_path / "rows.json"
    path.write_bytes(content)
    with pytest.raises(InputError, match=fault):
        list(read_rows(str(path)))


def test_lines_are_read_as_they_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    class Endless(io.RawIOBase):
        def readline(self, size: int | None = -1, /) -> bytes:
            return b'{"completion": "x"}\n'

        def __next__(self) -> bytes:
            return self.readline()

    class Stdin:
        buffer = Endless()

    monkeypatch.setattr(sys, "stdin", Stdin())
    assert [row.id for row in read_rows("-", limit=3)] == ["0", "1", "2"]


def test_a_json_file_holds_a_list_of_rows(tmp_path: Path) -> None:
    path = written(tmp_path, json.dumps([{"completion": "a"}, 3]), "rows.json")
    rows = list(read_rows(path))
    assert rows[0].data == {"completion": "a"}
    assert rows[1].fault.startswith("row 1: a row is an object")
    with pytest.raises(InputError, match=r"holds a list of rows, not an object"):
        list(read_rows(written(tmp_path, "{}", "one.json")))
    with pytest.raises(InputError, match=r"not valid JSON: .* One object a line is \.jsonl"):
        list(read_rows(written(tmp_path, '{"a": 1}\n{"a": 2}\n', "lines.json")))


def test_a_parquet_file_is_read_with_its_chats(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    rows: list[dict[str, Any]] = [
        {"completion": [{"role": "assistant", "content": "4"}], "answer": "4", "level": 3}
    ] * 3000
    path = str(tmp_path / "rows.parquet")
    parquet.write_table(pyarrow.Table.from_pylist(rows), path)
    found = list(read_rows(path))
    assert len(found) == 3000
    sample = to_sample(found[-1], {})
    assert isinstance(sample, Sample)
    assert (sample.text, sample.answer, sample.columns["level"]) == ("4", "4", 3)
    with pytest.raises(InputError, match="not a parquet file"):
        list(read_rows(written(tmp_path, "nonsense", "bad.parquet")))


def test_parquet_without_pyarrow_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtra, match=r"pip install 'rewardkit\[parquet\]'"):
        list(read_rows(written(tmp_path, "", "rows.parquet")))


def test_a_file_that_is_not_there_names_the_closest_one(tmp_path: Path) -> None:
    written(tmp_path, "", "samples.jsonl")
    with pytest.raises(InputError, match=r"there is no such file\. Did you mean 'samples\.jsonl'"):
        list(read_rows(str(tmp_path / "sample.jsonl")))
    with pytest.raises(InputError, match=r"read from \.jsonl, .* not from \.tsv"):
        list(read_rows(written(tmp_path, "", "rows.tsv")))
    with pytest.raises(InputError, match="not from a file without a suffix"):
        list(read_rows(written(tmp_path, "", "rows")))
    with pytest.raises(InputError, match="there is no such file"):
        list(read_rows(str(tmp_path / "others")))
    (tmp_path / "folder.jsonl").mkdir()
    with pytest.raises(InputError, match="is a folder"):
        list(read_rows(str(tmp_path / "folder.jsonl")))


@pytest.mark.parametrize(
    ("data", "columns", "fault"),
    [
        ({"response": "a"}, {}, "the row has no 'completion'"),
        ({"completion": None}, {}, "'completion' is null"),
        ({"reply": None}, {"reply": "completion"}, "'reply' is null"),
        ({"completion": 3}, {}, "completion must be text or a list of chat messages, not int"),
        ({"completion": "a"}, {"gold": "answer"}, "the row has no column 'gold' to read as"),
    ],
)
def test_a_row_that_is_no_sample_says_why(
    data: dict[str, Any], columns: dict[str, str], fault: str
) -> None:
    found = to_sample(Row(0, "0", data), columns)
    assert isinstance(found, str)
    assert fault in found


def test_columns_are_renamed() -> None:
    found = to_sample(
        Row(0, "0", {"reply": "a", "gold": 1}), {"reply": "completion", "gold": "answer"}
    )
    assert isinstance(found, Sample)
    assert (found.text, found.answer) == ("a", 1)
