"""Reading of a file with a grader of another system, whichever it is."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from rewardkit.data.strict_json import NotStrict, strict_json
from rewardkit.errors import InputError
from rewardkit.graders.harbor import looks_like_harbor, read_harbor
from rewardkit.graders.imported import Data, Import, Note
from rewardkit.graders.openai import looks_like_openai, read_openai, why_not_openai
from rewardkit.graders.verifiers_rubric import read_rubric, rubric_of
from rewardkit.graders.verifyit import looks_like_verifyit, read_verifyit

_MOST_BYTES = 4 * 2**20


def import_grader(path: Path, judge: Data | None = None) -> tuple[Data, list[Note]]:
    """Return the spec of a foreign grader as plain data, and notes on what changes.

    Args:
        path: A `.json` or `.toml` file.
        judge: The setting of the judges of the spec; by default a note says what is needed.

    Raises:
        InputError: It cannot be read, or holds no grader that is known.
    """
    data = _data(path)
    to = Import(judge)
    if path.suffix.lower() == ".json":
        if not looks_like_openai(data):
            raise InputError(f"{path}: no grader of OpenAI: {why_not_openai(data)}")
        node = read_openai(data, to)
    elif rubric_of(data) is not None:
        node = read_rubric(data, to)
    elif looks_like_verifyit(data):
        node = read_verifyit(data, to)
    elif looks_like_harbor(data):
        node = read_harbor(data, to)
    else:
        raise InputError(f"{path}: no [[criterion]], no `mode`, no [env.taskset.task.rewards]")
    return {"version": 1, "reward": node}, to.notes


def _data(path: Path) -> Any:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise InputError(f"{path}: a grader has at most {_MOST_BYTES} bytes")
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise InputError(f"{path}: not UTF-8 text") from None
    kind = path.suffix.lower()
    try:
        if kind == ".json":
            return strict_json(text)
        if kind == ".toml":
            return tomllib.loads(text)
    except NotStrict as error:
        raise InputError(f"{path}: not JSON: {error} (line {error.line})") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise InputError(f"{path}: not TOML: {error}") from None
    raise InputError(f"{path}: graders are read from .json and .toml files")
