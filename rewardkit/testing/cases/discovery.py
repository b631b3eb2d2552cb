"""Discovery of case files; imports little, since pytest calls it for every file."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

JSON_SUFFIX = ".jsonl"
YAML_SUFFIXES = (".yaml", ".yml")
CARD_FILE = "card.yaml"
# Cases name their reward, or what they expect, near the beginning.
_HEAD_BYTES = 1 << 16
_BEGINS = re.compile(r"""\s*\{\s*"(?:reward"\s*:\s*"|expect"\s*:)""")
_YAML_MARK = re.compile(r"(?m)^reward:|\bexpect:")
_YAML_CASES = re.compile(r"(?m)^cases:")
_YAML_LIST = re.compile(r"(?m)^- ")
NOT_SEARCHED = ("build", "dist", "node_modules", "venv", "__pycache__")


def is_case_file(path: Path) -> bool:
    """Return True if a file has the name of a case file, such as `x.cases.yaml`.

    Example:
        >>> is_case_file(Path("math.cases.yaml")), is_case_file(Path("mycases.jsonl"))
        (True, False)
    """
    if path.suffix not in (JSON_SUFFIX, *YAML_SUFFIXES):
        return False
    return path.stem == "cases" or path.stem.endswith(".cases")


def speaks_of_rewards(path: Path) -> bool:
    """Tell case files of rewards from other files of the same name; return True for the former.

    It does when a verifier's card lies beside it, or when it begins as cases do: a JSON line with
    the name of a `reward`, or with a `completion` and what to `expect` of it; a YAML file with
    `reward:` or `expect:` and `cases:`. Such a file with broken syntax still counts: it must fail
    aloud. Any other file is left alone, whatever words occur in it.
    """
    if (path.parent / CARD_FILE).exists():
        return True
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except OSError:
        return False  # nothing says that it is ours, and others may know what it is
    text = head.decode("utf-8-sig", "replace")
    if path.suffix in YAML_SUFFIXES:
        if _YAML_CASES.search(text):
            return _YAML_MARK.search(text) is not None
        return bool(_YAML_LIST.search(text)) and "completion:" in text and "expect:" in text
    first = next((line for line in text.split("\n") if line.strip()), "")
    return _first_line_is_ours(first)


def _first_line_is_ours(line: str) -> bool:
    import json

    if _BEGINS.match(line):
        return True
    try:
        data = json.loads(line)
    except (ValueError, RecursionError):
        return False
    if not isinstance(data, dict):
        return False
    return isinstance(data.get("expect"), dict) and bool({"completion", "sample"} & set(data))


def find_case_files(folder: Path) -> Iterator[Path]:
    """Yield the case files under a folder in a fixed order, as pytest would find them.

    Hidden folders, virtual environments and build results are left out.
    """
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not _left_out(Path(here) / name))
        for name in sorted(names):
            path = Path(here) / name
            if is_case_file(path) and speaks_of_rewards(path):
                yield path


def _left_out(folder: Path) -> bool:
    return (
        folder.name.startswith(".")
        or folder.name in NOT_SEARCHED
        or ((folder / "pyvenv.cfg").exists())
    )
