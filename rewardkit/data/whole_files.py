"""Atomic writes: a file is replaced as a whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """Open a temporary file beside a path, and rename it to the path when all is written.

    The old content stays until then, also when the process is killed in between.

    Args:
        path: The file to replace.

    Raises:
        OSError: The folder cannot be written, or the disk is full.
    """
    beside = path.with_name(f"{path.name}.part")
    with beside.open("wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, path)


def write_whole(path: Path, text: str | bytes) -> None:
    """Replace the content of a file atomically; text is written as UTF-8."""
    with whole_file(path) as file:
        file.write(text.encode() if isinstance(text, str) else text)
