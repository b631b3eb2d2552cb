"""Numbers that solve equations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rewardkit import Score, reward
from rewardkit_verifiers.puzzle.lib.answer import answer_of
from rewardkit_verifiers.puzzle.lib.equations import (
    can_be_read,
    difference,
    read_values,
    unknowns_of,
)
from rewardkit_verifiers.puzzle.lib.expression import NoExpression


@reward
def equation(
    completion: str, equations: Any, answer: str | None = None, *, tag: str = "answer"
) -> Score:
    """Pay numbers that solve all equations of the row; any solution is right.

    Args:
        completion: The reply: `x = 3, y = -1/2` in a block, or as a whole.
        equations: The column with an equation, or a list of them, such as `3x + 2y = 16`. Unknowns
            are single letters.
        answer: A solution, if the row has one; it is not compared with, but a row whose own
            solution does not solve it is an error.
        tag: The tag of the block with the answer.

    Returns:
        1 or 0. A reply that is not one plain number for each unknown is unparsed. Nothing is
        evaluated: equations are read by hand and computed exactly.

    Example:
        >>> row = {"equations": ["x + y = 5", "x * y = 6"]}
        >>> equation.score(completion="x = 3, y = 2", **row).value
        1.0
        >>> equation.score(completion="x = 5 - y, y = 2", **row).reason
        'not_a_solution'
    """
    given = equations.tolist() if hasattr(equations, "tolist") else equations
    wanted = [given] if isinstance(given, str) else given
    if not isinstance(wanted, list | tuple) or not wanted or not all(map(_is_text, wanted)):
        return Score.error("bad_puzzle", f"equations={str(equations)[:60]!r}")
    names = unknowns_of(list(wanted))
    if not names or not all(can_be_read(one, names) for one in wanted):
        return Score.error("bad_puzzle", f"no equations with unknowns: {str(wanted)[:80]!r}")
    if answer is not None and _solves(read_values(answer), list(wanted), names) is not True:
        return Score.error("bad_puzzle", f"answer={answer[:60]!r} does not solve the equations")
    text = answer_of(completion, tag)
    if isinstance(text, Score):
        return text
    solved = _solves(read_values(text), list(wanted), names)
    if solved is None:
        form = ", ".join(f"{name} = number" for name in sorted(names))
        return Score.unparsed("not_a_solution", f"the answer has not the form {form}")
    return Score.ok(1.0) if solved else Score.ok(0.0, "unsolved")


def instruction(settings: Mapping[str, Any]) -> str:
    """Return the sentence for the system prompt that asks for what these settings accept.

    Example:
        >>> instruction(equation(tag="").settings)
        'Write only one number for each unknown, as in x = 3, y = -1/2.'
    """
    tag = settings["tag"]
    where = f" between <{tag}> and </{tag}>" if tag else ""
    only = "" if where else "only "
    return f"Write {only}one number for each unknown, as in x = 3, y = -1/2{where}."


def _is_text(one: object) -> bool:
    return isinstance(one, str)


def _solves(values: Any, equations: list[str], names: set[str]) -> bool | None:
    """Return whether numbers solve the equations; None where they are not those of the unknowns."""
    if values is None or set(values) != names:
        return None
    try:
        return all(difference(one, values) == 0 for one in equations)
    except NoExpression:
        # A division by zero: the equation is not defined there.
        return False
