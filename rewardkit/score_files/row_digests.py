"""Marks: digests of the rows of a file of results, kept beside it until the run completes.

Results hold an id and a fingerprint but not the text, so a row whose text has changed could not be
detected without marks. The first line holds the renamed columns; then follows one line of 16
hexadecimal digits for every result.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import IO

from rewardkit.data.sample import Sample
from rewardkit.data.sample_files import Row, to_sample
from rewardkit.data.whole_files import write_whole
from rewardkit.errors import InputError

_DIGITS = 16
MARK_BYTES = _DIGITS + 1
"""The length of a mark, its end of line included."""


def marks_of(out: Path) -> Path:
    """Return the path of the marks of a file of results."""
    return out.with_name(f"{out.name}.resume")


def mark_of(row: Row, columns: Mapping[str, str]) -> bytes:
    """Return the mark of a row: a digest of everything a reward can see of it.

    Args:
        row: The row.
        columns: New names for its keys, such as `{"gold": "answer"}`.
    """
    sample = to_sample(row, columns)
    if isinstance(sample, Sample):
        digest = sample.key()
    else:
        text = f"{sample} {dict(row.data)!r}"
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{digest[:_DIGITS]}\n".encode()


def open_marks(out: Path, columns: Mapping[str, str], *, fresh: bool) -> IO[bytes] | None:
    """Open the marks for appending; None if the results go to no regular file, such as a pipe.

    Args:
        out: The file of results.
        columns: New names for keys of the rows.
        fresh: Whether to truncate existing marks.
    """
    if not out.is_file():
        return None
    path = marks_of(out)
    if fresh or not path.exists():
        write_marks(out, columns, b"")
    return open(path, "ab", buffering=0)


def read_marks(out: Path, columns: Mapping[str, str]) -> bytes | None:
    """Return the complete marks of a file of results, in order; None if there are none.

    Raises:
        InputError: The results were made with other columns.
    """
    path = marks_of(out)
    if not path.is_file():
        return None
    head, _, marks = path.read_bytes().partition(b"\n")
    try:
        before = json.loads(head)["columns"]
    except (ValueError, TypeError, KeyError):
        raise InputError(
            f"{path}: is not what `rewardkit score` writes beside its results. Move it away to "
            "compare only ids and fingerprints."
        ) from None
    if before != dict(columns):
        raise InputError(
            f"{out}: was made with {_options(before)}, this run has {_options(columns)}. Use the "
            "same, or score into another file."
        )
    return marks[: len(marks) // MARK_BYTES * MARK_BYTES]


def write_marks(out: Path, columns: Mapping[str, str], marks: bytes) -> None:
    """Replace the marks of a file of results atomically."""
    head = json.dumps({"columns": dict(columns)}).encode() + b"\n"
    write_whole(marks_of(out), head + marks)


def _options(columns: Mapping[str, str]) -> str:
    listed = [f"--column {new}={old}" for old, new in columns.items()]
    return " ".join(listed) or "no --column"
