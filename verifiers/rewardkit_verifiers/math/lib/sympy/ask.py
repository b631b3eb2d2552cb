"""The asking side: what of an answer is left undone, and what the worker makes of it."""

from __future__ import annotations

import json
import os
from functools import lru_cache

from rewardkit import Score
from rewardkit.engine.workers.job import Job
from rewardkit_verifiers.math.lib.grammar.values import Node, rebuilt, symbols, walk
from rewardkit_verifiers.math.lib.sympy.data import Unsendable, of_data, to_data

_KINDS = frozenset(("int", "lim", "lim-", "sum", "prod", "diff"))
_MOST_WORKERS = 4
# Operations of calculus in one answer; each may be as much work as the budget says.
_MOST_PARTS = 6
_LONGEST_QUESTION = 4_000


class NoAnswer(Exception):
    """The worker could not be asked, which says nothing about the answers."""


def undone(node: Node) -> bool:
    r"""Whether an answer holds an integral, a limit, a derivative, an infinite sum or product.

    Example:
        >>> from rewardkit_verifiers.math.lib.grammar.parse import parse
        >>> undone(parse(r"1 + \int_0^1 x^2 dx")), undone(parse(r"\frac{dy}{dx}"))
        (True, False)
    """
    return any(_is_open(part) for part in walk(node))


def _is_open(node: Node) -> bool:
    if node.op != "binder" or node.args[0] not in _KINDS:
        return False
    # dy/dx is a name, as long as it is not said what y is.
    return node.args[0] != "diff" or node.args[1] in symbols(node.args[2])


def indefinite(node: Node) -> str:
    r"""Return the variable of an integral without bounds that an answer adds up, or no text.

    Example:
        >>> from rewardkit_verifiers.math.lib.grammar.parse import parse
        >>> indefinite(parse(r"\int 2x dx + C")), indefinite(parse(r"\int_0^1 2x dx"))
        ('x', '')
    """
    expression = _right_side(node)
    for term in expression.args if expression.op == "+" else (expression,):
        term = term.args[0] if term.op == "neg" else term
        if term.op == "binder" and term.args[0] == "int" and term.args[3] is term.args[4] is None:
            return str(term.args[1])
    return ""


def _right_side(node: Node) -> Node:
    if node.op == "rel" and node.args[0] == ("=",):
        right: Node = node.args[1][1]
        return right
    return node


class Done:
    """An answer with what sympy did put in its place.

    Attributes:
        node: The answer.
        parts: How many operations were done.
        positive: Whether a letter had to be taken for a positive number.
        trouble: Why an operation was left as it was, or an empty text.
    """

    def __init__(self, node: Node) -> None:
        self.node = node
        self.parts = 0
        self.positive = False
        self.trouble = ""


def done(node: Node) -> Done:
    """Do every integral, limit, derivative, infinite sum and product of an answer.

    Raises:
        NoAnswer: No worker could be started, or it was lost on the way.
    """
    found = Done(node)
    if _too_many(node):
        found.trouble = _TOO_MANY
    else:
        found.node = _done(node, found)
    return found


_TOO_MANY = f"more than {_MOST_PARTS} operations of calculus"


def _too_many(node: Node) -> bool:
    return sum(part.op == "binder" for part in walk(node)) > _MOST_PARTS


def _done(node: Node, found: Done) -> Node:
    if not _is_open(node):
        return rebuilt(node, lambda child: _done(child, found)) if undone(node) else node
    try:
        answer = _asked(json.dumps({"do": to_data(node)}))
    except Unsendable as error:
        answer = f"sympy is not asked about {error}"
    if isinstance(answer, str):
        found.trouble = answer
        return node
    found.parts += 1
    found.positive = found.positive or answer[1] == "positive"
    return answer[0][0]


def derivatives(one: Node, other: Node, letter: str) -> tuple[Node, Node] | str:
    """Return the derivatives of two answers, or say why there are none.

    Raises:
        NoAnswer: No worker could be started, or it was lost on the way.
    """
    if _too_many(one) or _too_many(other):
        return _TOO_MANY
    try:
        sides = [to_data(_right_side(node)) for node in (one, other)]
    except Unsendable as error:
        return f"sympy is not asked about {error}"
    answer = _asked(json.dumps({"differentiate": sides, "by": letter}))
    if isinstance(answer, str):
        return answer
    first, second = answer[0]
    return first, second


@lru_cache(maxsize=4096)
def _asked(question: str) -> tuple[tuple[Node, ...], str] | str:
    """Return the trees that a worker answers and what letters stand for, or why there are none."""
    from rewardkit.engine.workers.pool import pool

    if len(question) > _LONGEST_QUESTION:
        return "too long for sympy"
    size = min(_MOST_WORKERS, os.cpu_count() or 1)
    job = _job()
    found = pool(size, "sympy").run(job, {"question": question})
    if job.troubles:
        _job.cache_clear()  # a job remembers that it could not be loaded; the next may be
    score = found if isinstance(found, Score) else found[0]
    if score.reason == "worker_died" and "SIGXCPU" in score.detail:
        return "sympy: too much CPU time"
    if score.value is None:
        raise NoAnswer(f"no worker answered: {score.reason}: {score.detail}")
    if not score.value:
        return f"sympy: {score.reason} {score.detail}".strip()
    try:
        return tuple(map(of_data, score.extra["trees"])), str(score.extra["letters"])
    except (ValueError, KeyError, ZeroDivisionError) as error:
        raise NoAnswer(f"no worker answered: bad_reply: {error}") from None


@lru_cache(maxsize=1)
def _job() -> Job:
    from rewardkit.engine.workers.job import job_for
    from rewardkit_verifiers.math.lib.sympy.worker import doing

    return job_for(doing)
