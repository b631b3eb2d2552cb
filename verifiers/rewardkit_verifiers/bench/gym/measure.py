"""The answers of reasoning-gym's own tasks, and replies that must not be paid, scored."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rewardkit.errors import MissingExtra
from rewardkit_verifiers.bench.gym.attacks import attacks
from rewardkit_verifiers.puzzle.lib.gym import MANY_ANSWERS, same_answer
from rewardkit_verifiers.puzzle.reasoning_gym import reasoning_gym

# The composite task has no entry of its own; these two give neither an answer nor a solution.
WITHOUT_ANSWER = frozenset({"composite", "boxnet", "rush_hour"})
# In tasks with several right answers these may be another one of them.
SEVERAL_RIGHT = MANY_ANSWERS | {"countdown", "n_queens", "puzzle24"}
MAY_BE_RIGHT = frozenset({"another answer", "backwards"})
_SOLUTIONS = ("example_answer", "example_correct_answer", "possible_answer")


@dataclass
class Measured:
    """The counts of one kind of task.

    Attributes:
        name: The kind of task.
        tasks: How many there were.
        paid: How many of them paid their own answer.
        tried: How many replies were tried that must not be paid.
        holes: Those that were paid: kind, reply, answer.
        statuses: How often each status came for them.
    """

    name: str
    tasks: int = 0
    paid: int = 0
    tried: int = 0
    holes: list[tuple[str, str, str]] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)


def kinds() -> list[str]:
    """Return the kinds of task that pose one question and give its answer or a solution.

    Raises:
        MissingExtra: reasoning-gym is not installed.
    """
    try:
        from reasoning_gym.factory import DATASETS
    except ModuleNotFoundError:
        raise MissingExtra("The measure of reasoning-gym", "gym") from None
    return sorted(set(DATASETS) - WITHOUT_ANSWER)


def measure(name: str, size: int, seed: int) -> Measured:
    """Return the counts of one kind of task.

    Args:
        name: The kind.
        size: How many tasks.
        seed: The seed of the data set.
    """
    import reasoning_gym as gym

    entries = [dict(entry) for entry in gym.create_dataset(name, size=size, seed=seed)]
    golds = [solution(entry) for entry in entries]
    found = Measured(name)
    for at, (entry, gold) in enumerate(zip(entries, golds, strict=True)):
        row = {key: entry.get(key) for key in ("answer", "metadata", "question")}
        found.tasks += 1
        found.paid += _score(f"<answer>{gold}</answer>", row).value == 1.0
        others = [one for one in golds[at + 1 :] + golds[:at] if not same_answer(gold, one)]
        for kind, reply in attacks(gold, others[:1], str(entry["question"])):
            if same_answer(gold, reply) or (name in SEVERAL_RIGHT and kind in MAY_BE_RIGHT):
                continue
            score = _score(f"<answer>{reply}</answer>", row)
            found.tried += 1
            found.statuses[score.status] += 1
            if score.value:
                found.holes.append((kind, reply, gold))
    return found


def solution(entry: Mapping[str, Any]) -> str:
    """Return the answer of a task, or the solution that its metadata give where it has none."""
    if entry.get("answer") is not None:
        return str(entry["answer"])
    given = next(entry["metadata"][key] for key in _SOLUTIONS if key in entry["metadata"])
    return given if isinstance(given, str) else json.dumps(given)


def _score(reply: str, row: Mapping[str, Any]) -> Any:
    return reasoning_gym.fn(reply, **row)


def table(measured: Sequence[Measured]) -> Iterator[str]:
    """Yield the lines of a table: the kinds with a loss or a hole, and the sum of all."""
    for one in measured:
        if one.paid < one.tasks or one.holes:
            yield f"{one.name}: paid {one.paid} of {one.tasks}, {len(one.holes)} of {one.tried}"
            yield from (
                f"  {kind}: {reply[:60]!r} for {gold[:60]!r}" for kind, reply, gold in one.holes
            )
    tasks, paid = sum(one.tasks for one in measured), sum(one.paid for one in measured)
    tried, holes = sum(one.tried for one in measured), sum(len(one.holes) for one in measured)
    kinds = f"{len(measured)} kinds of task"
    yield f"{kinds}: {paid} of {tasks} answers paid, {holes} of {tried} attacks"
    yield f"not measured, without an answer: {', '.join(sorted(WITHOUT_ANSWER))}"


def main(argv: Sequence[str] | None = None) -> int:
    """Measure all kinds, or those that are named.

    Args:
        argv: The arguments; those of the command line by default.

    Returns:
        1 where an answer is not paid or an attack is, else 0; the process exits with 2 without
        reasoning-gym.
    """
    parser = argparse.ArgumentParser(prog="python -m rewardkit_verifiers.bench.gym")
    parser.add_argument("--size", type=int, default=5, help="tasks of each kind")
    parser.add_argument("--seed", type=int, default=11, help="seed of the data sets")
    parser.add_argument("--only", action="append", help="one kind of task (repeatable)")
    args = parser.parse_args(argv)
    try:
        import reasoning_gym  # noqa: F401 - said before the work, in one line
    except ImportError:
        parser.error(str(MissingExtra("the measure of puzzle/reasoning_gym", "gym")))
    measured = [measure(name, args.size, args.seed) for name in args.only or kinds()]
    print("\n".join(table(measured)))
    return int(any(one.paid < one.tasks or one.holes for one in measured))
