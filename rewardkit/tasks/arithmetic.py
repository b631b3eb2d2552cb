"""The arithmetic task: sums of two numbers, written with a fixed count of digits.

The wrong text adds each column but forgets to carry (27+35=052): a mistake that is common in the
corpus, that supervised training keeps, and that training against a reward removes.
"""

from __future__ import annotations

import random

from rewardkit.tasks.config import TaskConfig
from rewardkit.tasks.problem import Problem, Task, split


def make_sum(left: int, right: int, digits: int) -> Problem:
    """Return one sum as a problem.

    Example:
        >>> make_sum(27, 35, digits=2).right, make_sum(27, 35, digits=2).wrong
        ('062', '052')
    """
    return Problem(
        prompt=f"{left:0{digits}d}+{right:0{digits}d}=",
        answer=str(left + right),
        right=f"{left + right:0{digits + 1}d}",
        wrong=f"{add_without_carrying(left, right):0{digits + 1}d}",
        columns={"left": left, "right": right},
    )


def add_without_carrying(left: int, right: int) -> int:
    """Add two numbers column by column, dropping each carry.

    Example:
        >>> add_without_carrying(27, 35), add_without_carrying(12, 34), add_without_carrying(99, 1)
        (52, 46, 90)
    """
    total, place = 0, 1
    while left or right:
        total += (left + right) % 10 * place
        left, right, place = left // 10, right // 10, place * 10
    return total


def judge_sum(answer: str, problem: Problem) -> bool:
    """Return True if an answer consists of ASCII digits and is the sum."""
    return sum_vote(answer) == int(problem.answer)


def sum_vote(answer: str) -> int | str:
    """Return the number that an answer votes for, or its text when it is none.

    Example:
        >>> sum_vote("062") == sum_vote("62"), sum_vote("62?")
        (True, '62?')
    """
    digits = answer.isascii() and answer.isdigit() and len(answer) <= 32
    return int(answer) if digits else answer


def make_arithmetic(config: TaskConfig) -> Task:
    """Make the task: every sum of that many digits, or `problems` of them drawn at random."""
    rng = random.Random(config.split_seed)
    base = 10**config.digits
    every = base * base
    count = min(config.problems, every)
    chosen = range(every) if count == every else rng.sample(range(every), count)
    problems = [make_sum(pair // base, pair % base, config.digits) for pair in chosen]
    train, validation, heldout = split(problems, config.validation, config.heldout, rng)
    return Task(
        name="arithmetic",
        train=train,
        validation=validation,
        heldout=heldout,
        alphabet="0123456789+=",
        judge=judge_sum,
        template=config.template,
        vote=sum_vote,
    )
