"""Rows of a user's own: problems from a file, a folder of `datasets` or the Hub, and traces."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from rewardkit.data.sample_files import SUFFIXES, read_rows
from rewardkit.errors import InputError, MissingExtra, SpecError, closest
from rewardkit.tasks.config import TaskConfig
from rewardkit.tasks.problem import Problem, Task, split

ANSWER = "answer"
"""The column of the reference, which keeps its type (a number, a list) beside its text."""
# The tiny policy has a token for each character; more than this is no task for it.
_LARGEST_ALPHABET = 500
# Of the rows of a file, unless the config says how many.
_VALIDATION_SHARE, _HELDOUT_SHARE = 0.1, 0.2
_KEYS = ("prompt", "completion")


def task_of_rows(config: TaskConfig, judge: Callable[[str, Problem], bool]) -> Task:
    """Return the task of the rows that a config names as `data`.

    Args:
        config: The task settings.
        judge: Decides whether a completion is right.

    Raises:
        SpecError: The rows cannot be read, or are no problems.
    """
    assert config.data is not None
    problems = list(_problems(config, config.data))
    if not problems:
        raise SpecError(f"task.data: {config.data} has no rows")
    sizes = config.model_fields_set
    validation = (
        config.validation if "validation" in sizes else 1 + int(len(problems) * _VALIDATION_SHARE)
    )
    heldout = config.heldout if "heldout" in sizes else 1 + int(len(problems) * _HELDOUT_SHARE)
    try:
        parts = split(problems, validation, heldout, random.Random(config.split_seed))
    except ValueError as error:
        raise SpecError(f"task: {error}") from None
    texts = (text for one in problems for text in (one.prompt, one.right, one.answer))
    alphabet = "".join(sorted(set("".join(texts))))[:_LARGEST_ALPHABET]
    return Task(Path(config.data).stem, *parts, alphabet, judge, config.template, tagged=False)


def _problems(config: TaskConfig, source: str) -> Iterator[Problem]:
    for name, data in _rows(source):
        missing = [one for one in (config.prompt, config.answer) if one not in data]
        if missing:
            near = closest(missing[0], data)
            raise SpecError(
                f"task.data: row {name} of {source} has no column {missing[0]!r}.{near} "
                "Name the columns as task.prompt and task.answer."
            )
        prompt, answer = data[config.prompt], data[config.answer]
        if not isinstance(prompt, str):
            raise SpecError(
                f"task.data: row {name} of {source}: {config.prompt!r} is "
                f"{type(prompt).__name__}, not text. A chat needs its last question as a column."
            )
        shown = data.get(config.completion) if config.completion else None
        if config.completion and not isinstance(shown, str):
            raise SpecError(
                f"task.completion: row {name} of {source} has no text {config.completion!r}"
            )
        rest = {key: value for key, value in data.items() if key not in ("id", config.prompt)}
        yield Problem(prompt, str(answer), shown or "", "", {**rest, ANSWER: answer})


def _rows(source: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    path = Path(source)
    if path.is_file() or path.suffix in SUFFIXES:
        try:
            for row in read_rows(source):
                if row.fault:
                    raise SpecError(f"task.data: {source}: {row.fault}")
                yield row.id, row.data
        except InputError as error:
            raise SpecError(f"task.data: {error}") from None
        return
    # A folder that `save_to_disk` wrote, or a name on the Hub, which the user then asked for.
    try:
        import datasets
    except ImportError:
        raise MissingExtra(f"task.data: {source} as a dataset", "datasets") from None
    try:
        found = datasets.load_from_disk(source) if path.is_dir() else datasets.load_dataset(source)
    except Exception as error:  # noqa: BLE001 - a library with a dozen errors of its own
        raise SpecError(f"task.data: {source} cannot be read: {error}") from None
    if isinstance(found, dict):
        if "train" not in found:
            raise SpecError(f"task.data: {source} has no split 'train': {', '.join(found)}")
        found = found["train"]
    for at, data in enumerate(found):
        yield str(at), data


def read_traces(path: Path) -> dict[str, list[str]]:
    """Read JSON lines with `prompt` and `completion`; returns the completions of each prompt.

    Raises:
        SpecError: There is no such file, or a line is no trace; names the line.
    """
    try:
        # Not splitlines: U+2028 and other Unicode line breaks are valid inside a JSON string.
        lines = path.read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise SpecError(f"grpo.traces.file: {path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise SpecError(f"grpo.traces.file: {path}: is not UTF-8 (byte {error.start})") from None
    found: dict[str, list[str]] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        prompt, completion = _trace(line, f"{path}:{number}")
        found.setdefault(prompt, []).append(completion)
    return found


def _trace(line: str, where: str) -> tuple[str, str]:
    try:
        row: Any = json.loads(line)
    except (ValueError, RecursionError):
        row = None
    if not isinstance(row, dict):
        raise SpecError(f"{where}: a trace is a JSON object with prompt and completion")
    for key in _KEYS:
        if not isinstance(row.get(key), str):
            raise SpecError(f"{where}: {key!r} must be text.{closest(key, map(str, row))}")
    return row["prompt"], row["completion"]
