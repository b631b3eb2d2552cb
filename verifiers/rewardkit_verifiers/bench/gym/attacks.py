"""Replies that answer no task of reasoning-gym, of the kinds that its scorers have paid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

# What a scorer paid, or what one could be broken by, without any work on the task.
CONSTANTS = (
    "",
    "0",
    "1",
    "-1",
    "nan",
    "inf",
    "1e999",
    "1e-400",
    "True",
    "False",
    "yes",
    "no",
    "None",
    "[]",
    "{}",
    "()",
    "1*2*3*4",
    "x",
    "9**9**9**9",
    "exit()",
    "__import__('os')",
    "[your answer]",
    "The answer is in the question.",
)


def attacks(gold: str, others: Sequence[str], question: str) -> Iterator[tuple[str, str]]:
    """Yield the kind and the text of each reply that must not be paid.

    Args:
        gold: The answer of the task.
        others: Answers of other tasks of the same kind.
        question: The question.

    Example:
        >>> ("two answers", "Oslo Rome") in list(attacks("Rome", ["Oslo"], "Which?"))
        True
    """
    for constant in CONSTANTS:
        yield "constant", constant
    for other in others:
        yield "another answer", other
        for joint in (" ", "\n", " or ", ", ", "; ", " = "):
            yield "two answers", f"{other}{joint}{gold}"
            yield "two answers", f"{gold}{joint}{other}"
    yield "question", question
    yield "question and answer", f"{question}\n{gold}"
    yield "twice", f"{gold}\n{gold}"
    yield "denied", f"not {gold}"
    yield "in a sentence with another", f"It is not {gold} but something else."
    yield "code around it", f"print({gold!r})"
    yield "every digit", "0 1 2 3 4 5 6 7 8 9"
    if len(gold) > 2:
        yield "cut", gold[: len(gold) // 2]
        yield "backwards", gold[::-1]
