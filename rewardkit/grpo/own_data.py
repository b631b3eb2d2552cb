"""A task made of a user's own rows: prompts with references, judged by a reward of their choice."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from rewardkit.data.sample import Sample
from rewardkit.data.sample_files import SUFFIXES, read_rows
from rewardkit.errors import InputError, MissingExtra, ScoringError, SpecError, closest
from rewardkit.grpo.rollout.scoring import Scorer
from rewardkit.specs.files import load, resolve
from rewardkit.tasks.config import TaskConfig
from rewardkit.tasks.problem import Problem, Task, split
from rewardkit.tasks.tasks import make_task

# The tiny policy has a token for each character; more than this is no task for it.
_LARGEST_ALPHABET = 500
# Of the rows of a file, unless the config says how many.
_VALIDATION_SHARE, _HELDOUT_SHARE = 0.1, 0.2


def task_of(config: TaskConfig, reward: Scorer) -> Task:
    """Return the task of a config: one that is named, or the rows of a file.

    Args:
        config: The task settings.
        reward: The reward that trains; it also judges held-out answers where `judge` names none.

    Raises:
        SpecError: The task, its file or its judge cannot be used.
    """
    if config.data is None:
        return make_task(config)
    problems = list(_problems(config))
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
    judge = _judge(config, reward)
    texts = (text for one in problems for text in (one.prompt, one.right, one.answer))
    alphabet = "".join(sorted(set("".join(texts))))[:_LARGEST_ALPHABET]

    def correct(text: str, problem: Problem) -> bool:
        sample = Sample(text, problem.prompt, problem.columns[_ANSWER], columns=problem.columns)
        found = judge.score_many([sample])[0]
        if found.value is None:
            why = ": ".join(part for part in (found.reason, found.detail) if part)
            raise ScoringError(f"the judge of the task gave no value: {found.status}: {why}")
        middle = (found.range.low + found.range.high) / 2
        return found.value >= middle

    return Task(
        name=Path(config.data).stem,
        train=parts[0],
        validation=parts[1],
        heldout=parts[2],
        alphabet=alphabet,
        judge=correct,
        template=config.template,
        tagged=False,
    )


# The reference keeps its type (a number, a list) beside its text.
_ANSWER = "answer"


def _problems(config: TaskConfig) -> Iterator[Problem]:
    assert config.data is not None
    for name, data in _rows(config.data):
        missing = [one for one in (config.prompt, config.answer) if one not in data]
        if missing:
            near = closest(missing[0], data)
            raise SpecError(
                f"task.data: row {name} of {config.data} has no column {missing[0]!r}.{near} "
                "Name the columns as task.prompt and task.answer."
            )
        prompt, answer = data[config.prompt], data[config.answer]
        if not isinstance(prompt, str):
            raise SpecError(
                f"task.data: row {name} of {config.data}: {config.prompt!r} is "
                f"{type(prompt).__name__}, not text. A chat needs its last question as a column."
            )
        shown = data.get(config.completion) if config.completion else None
        if config.completion and not isinstance(shown, str):
            raise SpecError(
                f"task.completion: row {name} of {config.data} has no text {config.completion!r}"
            )
        rest = {key: value for key, value in data.items() if key not in ("id", config.prompt)}
        yield Problem(prompt, str(answer), shown or "", "", {**rest, _ANSWER: answer})


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


def _judge(config: TaskConfig, reward: Scorer) -> Scorer:
    if config.judge is None:
        return reward
    judge = config.judge
    if isinstance(judge, str):
        return resolve(judge)
    return load(judge if "reward" in judge else {"reward": judge})
