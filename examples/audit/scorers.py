"""The public scorers that the audit attacks: for each package their names, and one by its name.

A package is imported only when it is audited. Each scorer comes with tasks of its own and is called
as its package's documentation calls it; no setting is changed.
"""

from __future__ import annotations

import asyncio
import importlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

ROWS = 16
SUMS = [
    {"prompt": f"What is {n} + {2 * n + 5}?", "answer": str(3 * n + 5)}
    for n in (12, 17, 23, 31, 44, 58, 66, 71)
]
FORMULAS = [
    {"prompt": prompt, "answer": answer}
    for prompt, answer in (
        ("Simplify 4/12.", r"\frac{1}{3}"),
        ("What is 25 divided by 2?", "12.5"),
        ("Simplify the square root of 12.", r"2\sqrt{3}"),
        ("Solve 2x = -14 for x.", "-7"),
        ("Where does y = 2x - 4 cross the x axis, as a point?", "(2,0)"),
        ("Write all numbers from 1 to 3, both included, as an interval.", "[1,3]"),
        ("Expand (x+1)^2.", "x^2+2x+1"),
        ("What are the divisors of 4, as a set?", r"\{1,2,4\}"),
    )
]


@dataclass(frozen=True, slots=True)
class Task:
    """One scorer with its tasks.

    Attributes:
        score: A function of a completion and the columns of its row.
        rows: The tasks, each with a prompt and an answer.
        bare: Whether the package's own code extracts the answer before it calls the scorer, so that
            text around the answer never reaches it.
        form: Whether the scorer is documented to judge the form alone, so that a wrong answer in
            the right form is no false pass.
    """

    score: Callable[..., float | None]
    rows: Sequence[dict[str, Any]]
    bare: bool = False
    form: bool = False


@dataclass(frozen=True, slots=True)
class Package:
    """A package: its distribution, the names of its scorers, and one scorer by its name."""

    distribution: str
    names: Callable[[], list[str]]
    task: Callable[[str], Task]
    settings: str


# Where a task has several right answers reasoning-gym keeps one of them beside the task.
EXAMPLES = ("possible_answer", "example_answer", "example_correct_answer")

SET_ASIDE = {
    ("n_queens", "other_answers"): "another placement that the rules allow",
    ("quantum_lock", "corrupted"): "another sequence that reaches the target",
    ("intermediate_integration", "corrupted"): "another constant of integration",
    ("simple_integration", "corrupted"): "another constant of integration",
    ("graph_color", "wrong_fields"): "another colouring that the graph allows",
    ("propositional_logic", "other_answers"): "another conclusion that follows",
    ("propositional_logic", "swap"): "another conclusion that follows",
    ("polynomial_equations", "special_numbers"): "1e-400 is read as 0, which is a root",
    ("sokoban", "corrupted"): "letters that are no moves are skipped; the moves solve the task",
    ("sokoban", "dropped_marks"): "letters that are no moves are skipped; the moves solve the task",
    ("time_intervals", "corrupted"): "the number without the unit that the question names",
}
"""Findings that were read and are no false passes: the scorer, the policy, and the reason."""


def reasoning_gym_names() -> list[str]:
    """Return the data sets of reasoning-gym; `composite` only mixes the others."""
    importlib.import_module("reasoning_gym")
    sets = importlib.import_module("reasoning_gym.factory").DATASETS
    return sorted(set(sets) - {"composite"})


def reasoning_gym_task(name: str) -> Task:
    """Return a data set's `score_answer` with tasks of that data set."""
    data = importlib.import_module("reasoning_gym").create_dataset(name, size=ROWS, seed=1)
    entries = [data[index] for index in range(ROWS)]

    def score(completion: str, entry: Any) -> float:
        return float(data.score_answer(answer=completion, entry=entry))

    rows = [
        {"prompt": one["question"], "answer": answer, "entry": one}
        for one in entries
        if (answer := _reference(one)) is not None
    ]
    return Task(score, rows, bare=True)


def _reference(entry: dict[str, Any]) -> str | None:
    """Return the reference of a task as the text that its scorer pays."""
    kept = [entry["metadata"].get(key) for key in EXAMPLES]
    found = next((one for one in (entry["answer"], *kept) if one is not None), None)
    return found if found is None or isinstance(found, str) else json.dumps(found)


def trl_names() -> list[str]:
    """Return TRL's reward functions that judge a completion by its text."""
    rewards = importlib.import_module("trl.rewards")
    names = ("accuracy_reward", "reasoning_accuracy_reward", "think_format_reward")
    return [name for name in names if hasattr(rewards, name)]


def trl_task(name: str) -> Task:
    """Return one of TRL's reward functions, called with one conversation."""
    function = getattr(importlib.import_module("trl.rewards"), name)

    def score(completion: str, answer: str) -> float | None:
        talk = [{"role": "assistant", "content": completion}]
        paid: float | None = function(completions=[talk], solution=[f"${answer}$"])[0]
        return paid

    return Task(score, SUMS + FORMULAS, form="format" in name)


def math_verify_task(name: str) -> Task:
    """Return Math-Verify's verdict with its defaults."""
    package = importlib.import_module("math_verify")

    def score(completion: str, answer: str) -> float:
        return float(package.verify(package.parse(f"${answer}$"), package.parse(completion)))

    return Task(score, SUMS + FORMULAS)


def math_verify_names() -> list[str]:
    """Return the one verdict of Math-Verify."""
    importlib.import_module("math_verify")
    return ["verify(parse, parse)"]


def verifiers_names() -> list[str]:
    """Return the rubrics of verifiers that judge a reply without a model."""
    package = importlib.import_module("verifiers")
    return [name for name in ("MathRubric",) if hasattr(package, name)]


def verifiers_task(name: str) -> Task:
    """Return the first reward function of a rubric, with the rubric's own parser."""
    rubric = getattr(importlib.import_module("verifiers"), name)()
    function = rubric.funcs[0]

    def score(completion: str, answer: str) -> float:
        talk = [{"role": "assistant", "content": completion}]
        given = {"completion": talk, "answer": answer, "state": {}, "prompt": []}
        paid = function(parser=rubric.parser, **given)
        return float(asyncio.run(paid) if asyncio.iscoroutine(paid) else paid)

    return Task(score, SUMS + FORMULAS)


def openenv_names() -> list[str]:
    """Return no name: the rubrics of openenv combine the user's scorers or ask a model."""
    importlib.import_module("openenv.core.rubrics")
    return []


def _none(name: str) -> Task:
    raise KeyError(name)


_MATHS = f"{len(SUMS)} sums and {len(FORMULAS)} questions about other forms, each with its answer"
PACKAGES = {
    "reasoning-gym": Package(
        "reasoning-gym",
        reasoning_gym_names,
        reasoning_gym_task,
        f"{ROWS} tasks of each data set (seed 1), default settings; the reply is what"
        " `score_answer` gets, after any extraction",
    ),
    "trl": Package("trl", trl_names, trl_task, f"{_MATHS}; a solution is written `$…$`"),
    "math-verify": Package(
        "math-verify", math_verify_names, math_verify_task, f"{_MATHS}; parsed by the defaults"
    ),
    "verifiers": Package("verifiers", verifiers_names, verifiers_task, f"{_MATHS}; default parser"),
    "openenv": Package("openenv-core", openenv_names, _none, "no task"),
}
