"""1 when every equation between plain numbers that a solution states holds, else 0 or a share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from rewardkit import Score, reward
from rewardkit_verifiers.math.lib.working.equations import Equation, equations


def _check(settings: Mapping[str, Any]) -> None:
    if settings["least"] < 1:
        raise ValueError(f"least={settings['least']!r} must be at least 1")


@reward(range=(0.0, 1.0), check=_check)
def steps(
    completion: str, *, credit: Literal["all", "until_wrong"] = "all", least: int = 1
) -> Score:
    """Pay 1 when no equation of a solution is wrong, and give each equation a value of its own.

    An equation has two neighbouring sides between plain numbers, of which at least one is an
    operation, such as `3 * 4 = 12` or `20 apples / 5 = 4`. Each is computed exactly. Equations with
    letters, roots or functions are passed over; so are those that exact arithmetic cannot decide,
    such as one that a rounded decimal explains.

    Args:
        completion: The solution, its reasoning included.
        credit: `all` pays 0 for any wrong equation; `until_wrong` pays the share of the different
            equations that stand before the first wrong one.
        least: How many different equations must be decided; with fewer there is nothing to pay.

    Returns:
        1, 0 or a share, with a step of value 1 or 0 for each equation that was decided.

    Example:
        >>> found = steps.score(completion="3 * 4 = 12 eggs. Then 12 + 5 = 18.")
        >>> found.value, found.reason, found.steps
        (0.0, 'wrong_step', ((15, 1.0), (33, 0.0)))
    """
    decided = [one for one in equations(completion) if one.holds is not None]
    first_of = {_key(one): one for one in reversed(decided)}
    if not decided:
        return Score.unparsed("no_steps", "no equation between plain numbers can be decided")
    if len(first_of) < least:
        detail = f"{len(first_of)} different equations were decided, {least} are needed"
        return Score.unparsed("no_steps", detail)
    seen: dict[str, Any] = {"equations": len(decided)}
    wrong = [one for one in decided if not one.holds]
    pairs = tuple({one.end: 1.0 if one.holds else 0.0 for one in decided}.items())
    if not wrong:
        return Score.ok(1.0, "steps_hold", extra=seen, steps=pairs)
    seen |= {"wrong": len(wrong), "first_wrong": wrong[0].text[:200]}
    value = 0.0
    if credit == "until_wrong":
        before = {_key(one) for one in decided if one.end < wrong[0].end}
        value = len(before) / len(first_of)
    return Score.ok(value, "wrong_step", wrong[0].text[:120], seen, pairs)


def _key(one: Equation) -> str:
    return "".join(one.text.split())
