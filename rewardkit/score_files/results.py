"""A file of results: opened with the first one, and marked for a later resume."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from rewardkit.data.sample_files import Row
from rewardkit.errors import InputError
from rewardkit.score_files.row_digests import mark_of, open_marks


def check_out(out: Path, inputs: Mapping[str, str]) -> None:
    """Refuse a file that cannot be written or that would overwrite what is read.

    Args:
        out: What is to be written.
        inputs: Paths that are read, by what they are; those that do not exist are passed over.

    Raises:
        InputError: It is a folder, is in no folder, may not be written, or is one of the inputs.
    """
    if out.is_dir():
        raise InputError(f"{out}: is a folder; name a file to write")
    if not out.exists() and not out.parent.is_dir():
        raise InputError(f"{out}: there is no folder {str(out.parent)!r}. Make it first.")
    if not os.access(out if out.exists() else out.parent, os.W_OK):
        raise InputError(f"{out}: may not be written by this user. Name another file.")
    for what, path in inputs.items():
        if path != "-" and out.exists() and Path(path).exists() and os.path.samefile(out, path):
            raise InputError(f"{out}: is {what} and would be overwritten. Name another file.")


@contextmanager
def _names(path: Path) -> Iterator[None]:
    """Put the file into an error of writing: a full disk does not say what was written."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from None


class Results:
    """A file of results, opened with the first one: until then an older file stays as it is.

    Beside it, a file of marks says of which rows the results are, for `--resume`.
    """

    def __init__(self, out: Path, mode: str, columns: Mapping[str, str]) -> None:
        self.out = out
        self.mode = mode
        self.columns = columns
        self.file: IO[str] | None = None
        self.marks: IO[bytes] | None = None

    def __enter__(self) -> Results:
        return self

    def __exit__(self, *_: object) -> None:
        for file in (self.file, self.marks):
            if file is not None:
                with _names(self.out):
                    file.close()

    def write(self, row: Row, result: Mapping[str, Any]) -> None:
        """Write the result of a row, and its mark before it."""
        line = json.dumps(result, allow_nan=False) + "\n"
        with _names(self.out):
            self._write(row, line)

    def _write(self, row: Row, line: str) -> None:
        if self.file is None:
            # Line by line to the disk: what a slow judge has said is worth more than a system
            # call.
            options: dict[str, Any] = {"encoding": "utf-8", "newline": "\n", "buffering": 1}
            self.file = open(self.out, self.mode, **options)  # noqa: SIM115 - closed on leaving
            self.marks = open_marks(self.out, self.columns, fresh=self.mode == "w")
        if self.marks is not None:  # before the result: a mark too many is harmless
            self.marks.write(mark_of(row, self.columns))
        self.file.write(line)
