"""An expression of given numbers that reaches a target: Countdown and 24."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Literal

from rewardkit import Score, reward
from rewardkit_verifiers.puzzle.lib.answer import answer_of
from rewardkit_verifiers.puzzle.lib.expression import NoExpression, reaches


@reward
def countdown(
    completion: str,
    numbers: Any,
    target: Any = 24,
    *,
    use: Literal["all", "some"] = "all",
    tag: str = "answer",
) -> Score:
    """Pay an expression of the given numbers that has the target's value.

    Args:
        completion: The reply: the expression in a block, or as a whole; `= target` may follow.
        numbers: The column of given whole numbers.
        target: The column with the value to reach; 24 where there is none.
        use: Whether `all` numbers must be used, or `some`; each at most once.
        tag: The tag of the block with the answer.

    Returns:
        1 or 0. A reply that holds no expression of whole numbers, `+ - * /` and brackets is
        unparsed. Nothing is evaluated: the expression is read by hand and computed exactly.

    Example:
        >>> countdown.score(completion="<answer>(8-5)*10-6</answer>", numbers=[8, 5, 10, 6]).value
        1.0
        >>> countdown.score(completion="1*2*3*4", numbers=[8, 5, 10, 6]).reason
        'wrong_numbers'
    """
    try:
        given = [int(number) for number in numbers]
        wanted = Fraction(str(target))
    except (TypeError, ValueError, ZeroDivisionError):
        return Score.error("bad_puzzle", f"numbers={str(numbers)[:60]!r}, target={target!r}")
    text = answer_of(completion, tag)
    if isinstance(text, Score):
        return text
    try:
        reached, used = reaches(text, wanted)
    except NoExpression as why:
        return Score.unparsed("not_an_expression", str(why))
    extra = Counter(used) - Counter(given)
    if extra or (use == "all" and len(used) < len(given)):
        return Score.ok(0.0, "wrong_numbers", f"{used} of {given}")
    return Score.ok(1.0) if reached else Score.ok(0.0, "unsolved")


def instruction(settings: Mapping[str, Any]) -> str:
    """Return the sentence for the system prompt that asks for what these settings accept.

    Example:
        >>> instruction(countdown(tag="").settings)
        'Use each number once, with + - * / and brackets, and write only the expression.'
    """
    once = "each number once" if settings["use"] == "all" else "each number at most once"
    where = f" between <{settings['tag']}> and </{settings['tag']}>" if settings["tag"] else ""
    only = "" if where else "only "
    return f"Use {once}, with + - * / and brackets, and write {only}the expression{where}."
