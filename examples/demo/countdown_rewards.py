"""A reward of one's own for the countdown task: reach the target with exactly the numbers."""

from __future__ import annotations

from collections.abc import Sequence

from rewardkit import Score, reward
from rewardkit.tasks.countdown import evaluate_expression, numbers_used
from rewardkit.tasks.problem import read_answer


@reward(range=(0, 1))
def reached(completion: str, numbers: Sequence[int], target: int) -> Score:
    """Pay 1 for the target, 0.2 for a miss that used the right numbers, 0 otherwise.

    Example:
        >>> reached.score(completion="<a>3*5+7</a>", numbers=(3, 5, 7), target=22).value
        1.0
        >>> print(reached.score(completion="<a>22</a>", numbers=(3, 5, 7), target=22))
        reached  0  in [0, 1]  (other_numbers)
    """
    text = read_answer(completion)
    if text is None:
        return Score.unparsed("no_answer")
    used = numbers_used(text)
    if used is None:
        return Score.unparsed("no_expression")
    if sorted(used) != sorted(numbers):
        return Score.ok(0.0, "other_numbers")
    return Score.ok(1.0) if evaluate_expression(text) == target else Score.ok(0.2, "missed")
