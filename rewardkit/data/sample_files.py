"""Readers of sample files: rows in order, where an unreadable row is a value with a fault."""

from __future__ import annotations

import csv
import gzip
import json
import sys
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rewardkit.data.sample import Sample
from rewardkit.data.strict_json import NotStrict, once
from rewardkit.errors import InputError, MissingExtra, closest

SUFFIXES = (".jsonl", ".ndjson", ".json", ".parquet", ".csv", ".gz")
_BATCH = 1024


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file.

    Attributes:
        index: Its position in the file, counted from 0.
        id: Its own `id`, else its index as text.
        data: Its fields; empty where they cannot be read.
        fault: The reason it cannot be read, with its line; empty when it was read.
        where: Its place for a person: `line 3` of a file of lines, counted from 1 as editors do,
            else `row 2`, counted from 0 as its index is.
    """

    index: int
    id: str
    data: Mapping[str, Any]
    fault: str = ""
    where: str = ""

    def located(self, message: str) -> str:
        """Return a message about this row with its place in front; a fault has it already."""
        return message if self.fault or not self.where else f"{self.where}: {message}"


def read_rows(path: str, limit: int | None = None) -> Iterator[Row]:
    """Read the rows of a file of samples, or JSON lines from stdin (`-`).

    The suffix decides: `.jsonl`, `.ndjson`, `.jsonl.gz`, `.json`, `.csv` (all cells are text) or
    `.parquet`. Lines and parquet are read lazily; blank lines are skipped.

    Args:
        path: The file, or `-`.
        limit: Stop after this many rows.

    Raises:
        InputError: The file does not exist, its suffix is unknown, or its content does not match
        the suffix.
        MissingExtra: A parquet file without pyarrow.
    """
    for row in _rows(path):
        if limit is not None and row.index >= limit:
            return
        yield row


def to_sample(row: Row, columns: Mapping[str, str]) -> Sample | str:
    """Return the sample of a row, or a message that says why it is none.

    Args:
        row: The row.
        columns: New names for its keys, such as `{"gold": "answer"}`.
    """
    if row.fault:
        return row.fault
    field = next((old for old, new in columns.items() if new == "completion"), "completion")
    if field in row.data and row.data[field] is None:
        return f"{field!r} is null"
    try:
        return Sample.from_row(row.data, columns)
    except InputError as error:
        return error.on_command_line


def split_chat(row: Row, split: str) -> Row:
    """Return a row whose chat in `messages` is divided into prompt and completion.

    A row that has a completion, or no chat, is returned as it is.

    Args:
        row: The row.
        split: The start of the completion; see `Sample.from_messages`.
    """
    if row.fault or "completion" in row.data or "messages" not in row.data:
        return row
    data = dict(row.data)
    try:
        sample = Sample.from_messages(_list(data.pop("messages")), split)
    except InputError as error:
        return replace(row, data={}, fault=row.located(str(error)))
    return replace(row, data={**data, "prompt": sample.prompt, "completion": sample.completion})


def _list(value: Any) -> Any:
    value = value.tolist() if hasattr(value, "tolist") else value
    if isinstance(value, list) and all(isinstance(one, Mapping) for one in value):
        return value
    raise InputError(f"'messages' must be a list of chat messages, not {str(value)[:60]!r}")


def _rows(path: str) -> Iterator[Row]:
    if path == "-":
        yield from _lines(sys.stdin.buffer)
        return
    if Path(path).is_dir():
        raise InputError(f"{path}: is a folder, not a file of samples")
    suffix = Path(path).suffix.lower()
    if not Path(path).exists():
        raise InputError(f"{path}: there is no such file.{_nearby(path)}")
    if suffix not in SUFFIXES:
        raise InputError(
            f"{path}: samples are read from {', '.join(SUFFIXES)} files or from - (stdin), not "
            f"from {suffix or 'a file without a suffix'}."
        )
    try:
        if suffix == ".parquet":
            yield from _parquet(path)
        elif suffix == ".json":
            yield from _array(path)
        elif suffix == ".csv":
            yield from _table(path)
        elif suffix == ".gz":
            with gzip.open(path, "rb") as packed:
                yield from _lines(packed)
        else:
            with open(path, "rb") as file:
                yield from _lines(file)
    except FileNotFoundError:
        raise InputError(f"{path}: there is no such file.{_nearby(path)}") from None
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise InputError(f"{path}: not whole gzip data: {error}") from None


def count_rows(path: str, limit: int | None = None) -> int | None:
    """Return the number of rows of a file of lines, for a progress bar; None if not known."""
    file = Path(path)
    if file.suffix.lower() not in (".jsonl", ".ndjson") or not file.is_file():
        return limit
    with file.open("rb") as lines:
        count = sum(bool(line.strip()) for line in lines)
    return count if limit is None else min(count, limit)


def _table(path: str) -> Iterator[Row]:
    """Yield the rows of a CSV file with a line of heads; every cell is text."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        try:
            for index, data in enumerate(csv.DictReader(file, strict=True)):
                where = f"row {index}"
                if None in data or None in data.values():
                    fault = f"{where}: it has another number of cells than the line of heads"
                    yield Row(index, str(index), {}, fault)
                else:
                    yield _row(index, where, data)
        except UnicodeDecodeError as error:
            raise InputError(
                f"{path}: not UTF-8 text (byte {error.start}). Save it as UTF-8."
            ) from None
        except csv.Error as error:
            raise InputError(f"{path}: not CSV: {error}") from None


def _nearby(path: str) -> str:
    folder = Path(path).parent
    names = [one.name for one in folder.iterdir()] if folder.is_dir() else []
    return closest(Path(path).name, [name for name in names if Path(name).suffix in SUFFIXES])


def _lines(file: Iterable[bytes]) -> Iterator[Row]:
    index = 0
    for number, line in enumerate(file, 1):
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if line.strip():
            yield _parsed(index, f"line {number}", line)
            index += 1


def _parsed(index: int, where: str, line: bytes) -> Row:
    try:
        # Not bytes: of those the encoding would be guessed, line by line.
        text = line.rstrip(b"\r\n").decode()
        data = json.loads(text, object_pairs_hook=once)
    except UnicodeDecodeError as error:
        fault = f"{where}: not UTF-8 text (byte {error.start}). Save the file as UTF-8."
        return Row(index, str(index), {}, fault)
    except NotStrict as error:
        return Row(index, str(index), {}, f"{where}: the key {error.what!r} is given twice")
    except json.JSONDecodeError as error:
        return Row(index, str(index), {}, f"{where}: not JSON: {error.msg} (column {error.colno})")
    except (ValueError, RecursionError) as error:
        return Row(index, str(index), {}, f"{where}: not readable as JSON: {str(error)[:120]}")
    return _row(index, where, data)


def _row(index: int, where: str, data: Any) -> Row:
    if not isinstance(data, dict):
        fault = f"{where}: a row is an object with the key 'completion', not {str(data)[:40]!r}"
        return Row(index, str(index), {}, fault, where)
    given = data.get("id")
    return Row(index, str(index) if given is None else str(given), data, where=where)


def _array(path: str) -> Iterator[Row]:
    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
        data = json.loads(text, object_pairs_hook=once)
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path}: not UTF-8 text (byte {error.start}). Save it as UTF-8."
        ) from None
    except NotStrict as error:
        raise InputError(f"{path}: the key {error.what!r} is given twice in one object") from None
    except (ValueError, RecursionError) as error:
        raise InputError(
            f"{path}: not valid JSON: {str(error)[:120]}. One object a line is .jsonl."
        ) from None
    if not isinstance(data, list):
        raise InputError(f"{path}: a .json file of samples holds a list of rows, not {_kind(data)}")
    for index, item in enumerate(data):
        yield _row(index, f"row {index}", item)


def _kind(data: Any) -> str:
    return "an object" if isinstance(data, dict) else type(data).__name__


def _parquet(path: str) -> Iterator[Row]:
    try:
        import pyarrow
        import pyarrow.parquet as parquet
    except ImportError:
        raise MissingExtra("reading .parquet files", "parquet") from None
    try:
        index = 0
        with parquet.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=_BATCH):
                for data in batch.to_pylist():
                    yield _row(index, f"row {index}", data)
                    index += 1
    except pyarrow.ArrowInvalid as error:
        raise InputError(f"{path}: not a parquet file: {error}") from None
