"""Rows of a user's own: problems from a file, a folder of `datasets` or the Hub, and traces."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from rewardkit.data.paths import look_up
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
        where = f"task.data: row {name} of {source}"
        prompt = _question(_at(data, config.prompt, where), config.prompt, where)
        answer = _at(data, config.answer, where)
        shown = _completion(data, config.completion)
        if config.completion and not isinstance(shown, str):
            raise SpecError(
                f"task.completion: row {name} of {source} has no text {config.completion!r}"
            )
        # A chat that holds the question is not the prompt that a reward asks for.
        read = {"id", config.prompt} | (
            {"prompt"} if config.prompt.startswith("prompt.") else set()
        )
        rest = {key: value for key, value in data.items() if key not in read}
        yield Problem(prompt, str(answer), shown or "", "", {**rest, ANSWER: answer})


def _at(data: Mapping[str, Any], path: str, where: str) -> Any:
    try:
        return look_up(data, path)
    except KeyError:
        near = closest(path.partition(".")[0], data) if path.partition(".")[0] not in data else ""
        raise SpecError(
            f"{where} has no column {path!r}.{near} Name the columns as task.prompt and "
            "task.answer; a path such as reward_model.ground_truth leads into one."
        ) from None


def _completion(data: Mapping[str, Any], path: str | None) -> Any:
    try:
        return look_up(data, path) if path else None
    except KeyError:
        return None


def _question(value: Any, path: str, where: str) -> str:
    """Return a prompt as text; a chat of one message of the user is what it says."""
    if isinstance(value, str):
        return value
    chat = value.tolist() if hasattr(value, "tolist") else value
    if not isinstance(chat, Sequence) or not all(isinstance(one, Mapping) for one in chat):
        kind = type(value).__name__
        raise SpecError(f"{where}: {path!r} is {kind}, neither text nor a chat")
    said = [(one.get("role"), one.get("content")) for one in chat]
    if len(said) == 1 and said[0][0] == "user" and isinstance(said[0][1], str):
        return said[0][1]
    roles = ", ".join(str(role) for role, _ in said) or "none"
    raise SpecError(
        f"{where}: {path!r} is a chat with the messages {roles}; the loop takes one message of the "
        f"user, with text. `task.prompt: {path}.-1.content` reads the last message alone, and "
        "task.template can say what stands before it."
    )


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
