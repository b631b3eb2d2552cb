"""Discovery of case files; imports little, since pytest calls it for every file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

JSON_SUFFIX = ".jsonl"
YAML_SUFFIXES = (".yaml", ".yml")
CARD_FILE = "card.yaml"
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
    """Return True if a file of that name holds cases of rewards and not other cases.

    It does when a verifier's card is beside it, or when `expect` or `reward` occurs in it. A case
    file with broken syntax counts too: it must fail visibly.
    """
    if (path.parent / CARD_FILE).exists():
        return True
    try:
        text = path.read_bytes()
    except OSError:
        return True  # reading it again reports the error
    return b"expect" in text or b"reward" in text


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
