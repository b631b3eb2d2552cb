"""A strict reader of JSON Lines: one object on each line, line numbers in every message."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rewardkit.data.strict_json import NotStrict, strict_json
from rewardkit.errors import RewardkitError


def read_lines(path: Path, error: type[RewardkitError]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the line number, counted from 1, and the object of every line that is not blank.

    Args:
        path: The file, in UTF-8.
        error: The type of the exception to raise.

    Raises:
        RewardkitError: Of the given type, when the file cannot be read, or a line of it is no
            JSON object, or gives a key twice.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as cause:
        raise error(f"{path}: cannot be read: {cause.strerror}") from None
    except UnicodeDecodeError as cause:
        raise error(f"{path}: not UTF-8 text (byte {cause.start}). Save it as UTF-8.") from None
    # Not splitlines(): U+2028 and other Unicode line breaks are valid inside a JSON string.
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, _object(line, f"{path}:{number}", error)


def _object(line: str, where: str, error: type[RewardkitError]) -> dict[str, Any]:
    try:
        data = strict_json(line)
    except NotStrict as cause:
        if cause.kind == "twice":
            raise error(f"{where}: the key {cause.what!r} is given twice") from None
        if cause.kind == "constant":
            raise error(f"{where}: {cause.what} is not JSON; write it as text") from None
        if cause.kind == "deep":
            raise error(f"{where}: nested too deeply") from None
        raise error(f"{where}: not JSON: {cause.what} (column {cause.column})") from None
    if not isinstance(data, dict):
        raise error(f"{where}: a line is an object such as {{...}}, not {line.strip()[:40]}")
    return data
