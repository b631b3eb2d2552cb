"""One constraint on a reply, by its published id."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rewardkit import Score, reward
from rewardkit_verifiers.follow.lib.catalogue import find
from rewardkit_verifiers.follow.lib.judging import Compat, judged_reply
from rewardkit_verifiers.follow.lib.verdicts import Mode


def _check(settings: Mapping[str, Any]) -> None:
    find(settings["id"]).read(settings["kwargs"])


@reward(check=_check)
def constraint(
    completion: str,
    *,
    id: str,
    kwargs: dict[str, Any] = {},  # noqa: B006
    mode: Mode = "strict",
    compat: Compat = "",
) -> Score:
    """Pay a reply that keeps to one constraint of IFEval, IFBench or its training set.

    Args:
        completion: The reply.
        id: The published id; `known_ids()` of `follow.lib.catalogue` lists them.
        kwargs: The parameters of the constraint.
        mode: `strict`, or `loose` as in `follow/instructions`.
        compat: `ifbench` for the verdict of the published checker.

    Returns:
        1 or 0.

    Raises:
        DefinitionError: The id is unknown, or a parameter is missing or broken.

    Example:
        >>> three = constraint(id="count:numbers", kwargs={"N": 3})
        >>> three.score(completion="1, 2 and 3.").value
        1.0
    """
    one = find(id)
    return judged_reply(completion, [(one, one.read(kwargs))], mode, "all", compat)


def instruction(settings: Mapping[str, Any]) -> str:
    """Return the sentence for the prompt that asks for the constraint.

    Example:
        >>> instruction(constraint(id="count:numbers", kwargs={"N": 3}).settings)
        'Include exactly 3 numbers in the response.'
    """
    one = find(settings["id"])
    return one.asks(one.read(settings["kwargs"]))
