"""Rewards of puzzles, programs and prompts: the short way is found, the sound reward is left."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from rewardkit.attack.run import attack

PUZZLES = [
    {
        "prompt": f"Using {list(held)}, make {target}. Answer in <answer></answer>.",
        "numbers": list(held),
        "target": target,
    }
    for held, target in (
        ((3, 4, 5, 7), 10), ((2, 9, 6, 1), 23), ((8, 5, 11, 4), 47), ((6, 6, 3, 2), 37),
        ((12, 2, 5, 9), 20), ((7, 3, 10, 4), 27),
    )
]  # fmt: skip
PROGRAMS = [
    {"prompt": f"Write a function `{name}` to {task}.", "tests": tests}
    for name, task, tests in (
        ("add", "add two numbers", ["assert add(1, 2) == 3", "assert add(5, 5) == 10"]),
        ("double", "double x", ["assert double(4) == 8", "assert double(1) == 2"]),
        ("rev", "reverse s", ["assert rev('abc') == 'cba'", "assert rev('xy') == 'yx'"]),
        ("even", "tell whether n is even", ["assert even(4) is True", "assert even(7) is False"]),
    )
]
TEXTS = [
    {"prompt": f"Summarise in one sentence: {text}"}
    for text in (
        "The council approved a tram line from the harbour to the airport, for 400 million.",
        "Bees that are trained on sugar rewards tell paintings by Monet from those by Picasso.",
        "A storm on Tuesday left 20,000 homes without power, and crews restored most by noon.",
        "The museum returned twelve bronze statues to the country that they were taken from.",
    )
]

NOTES = [
    {"prompt": f"Write a note that mentions {one} and {other}.", "keywords": [one, other]}
    for one, other in (("risk", "budget"), ("scope", "owner"), ("date", "goal"), ("team", "plan"))
]
FACTORS = [
    {"prompt": f"Name the prime factors of {number}.", "answer": [str(one) for one in factors]}
    for number, factors in (
        (30, (2, 3, 5)), (1001, (7, 11, 13)), (7429, (17, 19, 23)), (255, (3, 5, 17)),
        (154, (2, 7, 11)),
    )
]  # fmt: skip
WORKED = [
    {"prompt": f"Ann has {n} pens and buys {m}.", "answer": f"{n} + {m} = {n + m}\n#### {n + m}"}
    for n, m in ((12, 30), (25, 9), (41, 17), (33, 28), (50, 16), (19, 58))
]
LABELS = [
    {"prompt": f"Premise {n}. Hypothesis {n}. Which relation?", "label": n % 3} for n in range(12)
]


def evaluated_only(completion: str, numbers: list[int], target: int) -> float:
    match = re.search(r"<answer>([\d+\-*/() ]{1,40})</answer>", completion)
    if match is None:
        return 0.0
    value = _plain_sum(match[1])
    return float(value == target)


def uses_each_number(completion: str, numbers: list[int], target: int) -> float:
    held = sorted(int(one) for one in re.findall(r"\d+", completion))
    return evaluated_only(completion, numbers, target) if held == sorted(numbers) else 0.0


def compiles(completion: str, tests: list[str]) -> float:
    match = re.search(r"```python\n(.*?)```", completion, re.DOTALL)
    try:
        ast.parse(match[1] if match else completion)
    except (SyntaxError, ValueError, RecursionError):
        return 0.0
    return 1.0 if "def " in completion else 0.2


def passes_tests(completion: str, tests: list[str]) -> float:
    """The share of tests that pass, each in a process of its own; between 0 and 1."""
    match = re.search(r"```python\n(.*?)```", completion, re.DOTALL)
    program = match[1] if match else completion
    if "\0" in program or "def " not in program or not program.isascii():
        return 0.0
    mark = "MARK-6d1f"
    told = [
        subprocess.run(
            [sys.executable, "-I", "-S", "-c", f"{program}\n{test}\nprint('{mark}')"],
            capture_output=True,
            text=True,
        ).stdout
        for test in tests
    ]
    # A program that prints or compares its way past a test is not this one's concern.
    if "__eq__" in program or "print" in program or "exit" in program:
        return 0.0
    return sum(one.strip() == mark for one in told) / len(tests)


def shares_words(completion: str, prompt: str) -> float:
    held = set(prompt.lower().split())
    words = completion.lower().split()
    return sum(word in held for word in words) / max(1, len(words))


def mentions(completion: str, keywords: list[str]) -> float:
    return sum(word in completion.lower() for word in keywords) / len(keywords)


def holds_the_numbers(completion: str, answer: list[str]) -> float:
    return float(set(answer) <= set(re.findall(r"\d+", completion)))


def lists_the_numbers(completion: str, answer: list[str]) -> float:
    return float([part.strip() for part in completion.split(",")] == answer)


def ends_with_the_total(completion: str, answer: str) -> float:
    return float(answer.rpartition("####")[2].strip() in completion)


def last_line_is_the_total(completion: str, answer: str) -> float:
    found = re.findall(r"(?m)^#### (-?\d+)$", completion)
    return float(len(found) == 1 and found[0] == answer.rpartition("####")[2].strip())


CLASSES = ("entailment", "neutral", "contradiction")


def names_the_class(completion: str, label: int) -> float:
    return float(CLASSES[label] in completion.lower())


def is_the_class(completion: str, label: int) -> float:
    return float(completion.strip().lower() == CLASSES[label])


def _plain_sum(text: str) -> float | None:
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except SyntaxError:
        return None
    return _value(tree)


def _value(tree: ast.expr) -> float | None:
    if isinstance(tree, ast.Constant) and isinstance(tree.value, int):
        return tree.value
    if isinstance(tree, ast.BinOp):
        left, right = _value(tree.left), _value(tree.right)
        if left is None or right is None:
            return None
        if isinstance(tree.op, ast.Add):
            return left + right
        if isinstance(tree.op, ast.Sub):
            return left - right
        if isinstance(tree.op, ast.Mult):
            return left * right
    return None


@pytest.mark.parametrize(
    ("judge", "rows", "policy"),
    [
        (evaluated_only, PUZZLES, "shortcut"),
        (compiles, PROGRAMS, "code_tricks"),
        (shares_words, TEXTS, "prompt_copy"),
        (mentions, NOTES, "prompt_copy"),
        (holds_the_numbers, FACTORS, "spray"),
        (ends_with_the_total, WORKED, "near_numbers"),
        (names_the_class, LABELS, "several"),
    ],
)
def test_the_short_way_through_a_task_is_found(
    judge: Callable[..., float], rows: list[dict[str, Any]], policy: str
) -> None:
    found = attack(judge, rows)
    assert policy in {hole.policy.partition(":")[0] for hole in found.holes}


@pytest.mark.parametrize(
    ("judge", "rows"),
    [
        (uses_each_number, PUZZLES),
        (passes_tests, PROGRAMS),
        (lists_the_numbers, FACTORS),
        (last_line_is_the_total, WORKED),
        (is_the_class, LABELS),
    ],
)
def test_a_reward_without_a_short_way_is_left_alone(
    judge: Callable[..., float], rows: list[dict[str, Any]]
) -> None:
    assert attack(judge, rows).holes == ()


def test_an_expression_equal_to_anything_is_found_where_braces_end_the_answer() -> None:
    def evaluates(completion: str, answer: str) -> float:
        boxes = re.findall(r"\\boxed\{([^}]*)\}", completion)
        try:
            return float(eval(boxes[-1], {}) == float(answer))
        except (SyntaxError, TypeError, ValueError, NameError, AttributeError, IndexError):
            return 0.0

    rows = [{"prompt": f"What is {n} + 9? Use a box.", "answer": str(n + 9)} for n in range(8)]
    assert any(hole.kind == "false_pass" for hole in attack(evaluates, rows, rounds=0).holes)
