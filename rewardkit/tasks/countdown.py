"""The countdown task: reach a target with every given number once, by +, - and *.

The wrong text is an expression of the same numbers that misses the target.
"""

from __future__ import annotations

import random
from collections import Counter
from itertools import combinations_with_replacement, permutations, product

from rewardkit.tasks.config import TaskConfig
from rewardkit.tasks.problem import Problem, Task, split

OPERATORS = "+-*"


def evaluate_expression(text: str) -> int | None:
    """Return the value of an expression such as `3*5+7`; None when the text is none.

    Only ASCII digits and the three operators are read, by hand: the text comes from a model.

    Example:
        >>> evaluate_expression("3*5+7"), evaluate_expression("7-3*5"), evaluate_expression("7-")
        (22, -8, None)
    """
    tokens = _tokens(text)
    if tokens is None:
        return None
    total, sign = 0, 1
    term = int(tokens[0])
    for operator, number in zip(tokens[1::2], tokens[2::2], strict=True):
        if operator == "*":
            term *= int(number)
        else:
            total, term = total + sign * term, int(number)
            sign = 1 if operator == "+" else -1
    return total + sign * term


def numbers_used(text: str) -> list[int] | None:
    """Return the numbers of an expression in order; None when it is not an expression.

    Example:
        >>> numbers_used("3*5+7")
        [3, 5, 7]
    """
    tokens = _tokens(text)
    return None if tokens is None else [int(token) for token in tokens[::2]]


def _tokens(text: str) -> list[str] | None:
    tokens: list[str] = [""]
    for letter in text:
        if letter in OPERATORS:
            tokens += [letter, ""]
        elif letter.isascii() and letter.isdigit() and len(tokens[-1]) < 9:
            tokens[-1] += letter
        else:
            return None
    return tokens if all(tokens) and len(tokens) <= 63 else None


def judge_expression(answer: str, problem: Problem) -> bool:
    """Return True if an expression uses exactly the given numbers and reaches the target."""
    used = numbers_used(answer)
    given = problem.columns["numbers"]
    assert isinstance(given, tuple)
    if used is None or Counter(used) != Counter(given):
        return False
    return evaluate_expression(answer) == int(problem.answer)


def expression_vote(answer: str) -> int | str:
    """Return the value that an expression votes for, or its text when it is none.

    Example:
        >>> expression_vote("2+3") == expression_vote("3+2")
        True
    """
    value = evaluate_expression(answer)
    return answer if value is None else value


def make_problems(numbers: tuple[int, ...], rng: random.Random) -> list[Problem]:
    """Return one problem for each target in 1..99 that the numbers reach.

    Example:
        >>> problems = make_problems((3, 5, 7), random.Random(1))
        >>> problems[0].prompt, all(judge_expression(p.right, p) for p in problems)
        ('3,5,7=1:', True)
    """
    values = expressions(numbers)
    problems = []
    for target in sorted({value for value in values.values() if 0 < value < 100}):
        misses = [text for text, value in values.items() if value != target]
        if not misses:
            continue
        problems.append(
            Problem(
                prompt=f"{','.join(map(str, numbers))}={target}:",
                answer=str(target),
                right=rng.choice([text for text, value in values.items() if value == target]),
                wrong=rng.choice(misses),
                columns={"numbers": numbers, "target": target},
            )
        )
    return problems


def expressions(numbers: tuple[int, ...]) -> dict[str, int]:
    """Return every expression that uses each number once, with its value.

    Example:
        >>> expressions((2, 3))["2*3"], len(expressions((2, 3)))
        (6, 6)
    """
    found: dict[str, int] = {}
    for order in permutations(numbers):
        for operators in product(OPERATORS, repeat=len(numbers) - 1):
            text = str(order[0]) + "".join(
                f"{operator}{number}" for operator, number in zip(operators, order[1:], strict=True)
            )
            value = evaluate_expression(text)
            assert value is not None
            found[text] = value
    return found


def make_countdown(config: TaskConfig) -> Task:
    """Make the task: `problems` targets, drawn from distinct sets of numbers at random."""
    rng = random.Random(config.split_seed)
    sets = list(combinations_with_replacement(range(1, config.largest + 1), config.numbers))
    rng.shuffle(sets)
    problems: list[Problem] = []
    for numbers in sets:
        if len(problems) >= 2 * config.problems:
            break
        problems += make_problems(numbers, rng)
    chosen = rng.sample(problems, min(config.problems, len(problems)))
    train, validation, heldout = split(chosen, config.validation, config.heldout, rng)
    return Task(
        name="countdown",
        train=train,
        validation=validation,
        heldout=heldout,
        alphabet="0123456789+-*=,:",
        judge=judge_expression,
        template=config.template,
        vote=expression_vote,
    )
