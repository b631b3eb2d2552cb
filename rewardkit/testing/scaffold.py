"""The scaffold of a new reward: the files of a folder, with cases that pass."""

from __future__ import annotations

import importlib.util
import keyword
import re
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from string import Template

from rewardkit.errors import InputError

# The file that a template becomes; `$name` is the name of the reward.
FILES = {
    "reward.py.txt": "$name.py",
    "reward.yaml.txt": "reward.yaml",
    "cases.jsonl.txt": "cases.jsonl",
    "samples.jsonl.txt": "samples.jsonl",
    "test.py.txt": "test_$name.py",
    "README.md.txt": "README.md",
}


def scaffold(folder: str | Path, name: str = "") -> list[Path]:
    """Write the files of a new reward; they pass `rewardkit test` and pytest as they are.

    Args:
        folder: The folder to write; created if missing.
        name: The name of the reward and its module; derived from the folder's name by default.

    Returns:
        The files that were written.

    Raises:
        InputError: One of the files exists (then nothing is written), or the name
            cannot be that of a Python module.
    """
    folder = Path(folder)
    name = _checked(name) if name else _derived(folder)
    texts = {
        folder / fill(target, name=name): fill(read_template(source), name=name)
        for source, target in FILES.items()
    }
    return write_new(folder, texts)


def write_new(folder: Path, texts: Mapping[Path, str]) -> list[Path]:
    """Write files that are not there yet, and the folders that they need.

    Raises:
        InputError: One of the files is there already, or the folder is a file (then nothing is
            written); or the disk refuses.
    """
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder} is a file. Give a folder.")
    for path in texts:
        if path.exists():
            raise InputError(
                f"{path} is already there and is not overwritten. Give another folder, or move it."
            )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, text in texts.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(
            f"{error.filename or folder}: cannot be written: {error.strerror}"
        ) from None
    return list(texts)


def _derived(folder: Path) -> str:
    name = re.sub(r"\W+", "_", folder.resolve().name.lower(), flags=re.ASCII).strip("_")
    if not re.match(r"[a-z]", name):
        name = f"reward_{name}".rstrip("_")
    # A folder may well be called `math`; a module of ours may not.
    return f"{name}_reward" if keyword.iskeyword(name) or _taken(name) else name


def _checked(name: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or keyword.iskeyword(name):
        raise InputError(
            f"name {name!r} cannot be a Python module: use lower-case letters, digits and _"
        )
    if _taken(name):
        raise InputError(
            f"name {name!r} is taken: Python already has a module of that name. Choose another, "
            f"such as {name}_reward."
        )
    return name


def _taken(name: str) -> bool:
    # `brief` and `reward` are names inside the module that is written.
    return name in ("brief", "reward") or importlib.util.find_spec(name) is not None


def read_template(source: str) -> str:
    """Return the text of a template that ships with rewardkit."""
    return files("rewardkit.testing").joinpath("template", source).read_text(encoding="utf-8")


def fill(text: str, **names: str) -> str:
    """Return a template with `$name` and its like replaced; `$$` stands for a dollar."""
    return Template(text).substitute(names)
