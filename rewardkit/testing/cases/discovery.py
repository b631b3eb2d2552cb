"""Which files are cases of rewards; light, since pytest asks about every file it walks past."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

JSON_SUFFIX = ".jsonl"
YAML_SUFFIXES = (".yaml", ".yml")
CARD_FILE = "card.yaml"
NOT_SEARCHED = ("build", "dist", "node_modules", "venv", "__pycache__")


def is_case_file(path: Path) -> bool:
    """Return whether a file is named like cases: `cases.jsonl`, `x.cases.yaml` and so on.

    Example:
        >>> is_case_file(Path("math.cases.yaml")), is_case_file(Path("mycases.jsonl"))
        (True, False)
    """
    if path.suffix not in (JSON_SUFFIX, *YAML_SUFFIXES):
        return False
    return path.stem == "cases" or path.stem.endswith(".cases")


def speaks_of_rewards(path: Path) -> bool:
    """Return whether a file of that name is about rewards, and not somebody's other cases.

    It is when a verifier's card lies beside it, or when `expect` or `reward` occurs in it. A
    file of ours with broken syntax still counts: it must fail aloud.
    """
    if (path.parent / CARD_FILE).exists():
        return True
    try:
        text = path.read_bytes()
    except OSError:
        return True  # reading it again will say what is wrong
    return b"expect" in text or b"reward" in text


def find_case_files(folder: Path) -> Iterator[Path]:
    """Yield the case files under a folder in a fixed order, where pytest would look too.

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
