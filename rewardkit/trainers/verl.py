"""The verl adapter: a Reward as `compute_score` for `reward.custom_reward_function`.

verl cannot carry *unknown*, and reads the keys of the first sample for all of them. So every
sample gets the same keys, all floats, and a policy decides the number of a sample without one.

What is returned is a bound method: it can be pickled, and verl sees whether it is async.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Unpack

from rewardkit.errors import DefinitionError, closest
from rewardkit.rewards.base import Reward
from rewardkit.rewards.ports import BridgeOptions
from rewardkit.trainers.bridge import Bridge
from rewardkit.trainers.contract import Contract
from rewardkit.trainers.flat import SCORE, VALID, keyed
from rewardkit.trainers.outcome import Outcome

ONE = Contract("verl")
SWALLOWS = Contract("verl's reward manager", swallows=True, default="low")
BATCH = Contract("verl", groups=True)
MANAGERS = {
    "naive": ONE,
    "dapo": ONE,
    "gdpo": ONE,
    "remote": ONE,
    "batch": BATCH,
    "prime": SWALLOWS,
    "rate_limited": SWALLOWS,
}
"""The reward managers of verl, and the contract of each."""


class VerlReward:
    """A reward in verl's calling conventions; each is a method.

    Args:
        bridge: The bridge of the reward.
    """

    def __init__(self, bridge: Bridge) -> None:
        self.bridge = bridge
        _refuse_names(bridge.reward.name, bridge.keys)

    def compute_score(
        self,
        data_source: Any,
        solution_str: str,
        ground_truth: Any,
        extra_info: Mapping[str, Any] | None = None,
        **_: Any,
    ) -> dict[str, float]:
        """Score one sample: `score`, every component, and `_valid` beside each."""
        row = _row(data_source, solution_str, ground_truth, extra_info)
        return self._floats(self.bridge.outcomes([row])[0])

    async def acompute_score(
        self,
        data_source: Any,
        solution_str: str,
        ground_truth: Any,
        extra_info: Mapping[str, Any] | None = None,
        **_: Any,
    ) -> dict[str, float]:
        """Score one sample with the others that wait at the same time."""
        row = _row(data_source, solution_str, ground_truth, extra_info)
        return self._floats(await self.bridge.aoutcome(row))

    def compute_float(
        self,
        data_source: Any,
        solution_str: str,
        ground_truth: Any,
        extra_info: Mapping[str, Any] | None = None,
        **_: Any,
    ) -> float:
        """Score one sample to a number alone, for the `prime` manager."""
        return self.compute_score(data_source, solution_str, ground_truth, extra_info)[SCORE]

    def compute_scores(
        self,
        data_sources: Sequence[Any],
        solution_strs: Sequence[str],
        ground_truths: Sequence[Any],
        extra_infos: Sequence[Mapping[str, Any] | None],
        **_: Any,
    ) -> list[dict[str, float]]:
        """Score a batch, for the `batch` manager."""
        fields = zip(data_sources, solution_strs, ground_truths, extra_infos, strict=True)
        rows = [_row(*one) for one in fields]
        groups = self.bridge.groups(rows)
        found = self.bridge.outcomes(rows, groups)
        values = self.bridge.lower(found, groups)
        pairs = zip(found, values, strict=True)
        return [keyed(self.bridge, one, value) for one, value in pairs if value is not None]

    def _floats(self, found: Outcome) -> dict[str, float]:
        return keyed(self.bridge, found, self.bridge.number(found))


def adapt(
    reward: Reward,
    *,
    manager: str = "naive",
    asynchronous: bool | None = None,
    **options: Unpack[BridgeOptions],
) -> Callable[..., Any]:
    """Return a reward as `compute_score` of verl, for `reward.for_verl()`.

    The function returns `score` and the value of every component. Beside each stands the same name
    with `_valid`: 1.0 where the number is a score, 0.0 where it replaces a missing one. A
    component without a value is reported at the low end of its range, or 0.0 where that is
    infinite.

    The reward sees `ground_truth` as `answer`, `data_source` and every key of `extra_info` as
    columns, and `extra_info["prompt"]` as the prompt: verl passes no prompt of its own.

    Args:
        reward: The reward.
        manager: The reward manager of verl that will call it. `batch` calls it with lists, `prime`
            takes a number alone; `prime` and `rate_limited` catch exceptions and use 0.0.
        asynchronous: Whether to return a coroutine function; by default where a leaf is async
            and the manager can await it.
        **options: Those of `rewardkit.trainers.bridge.Bridge`. `missing` is the `score` of a
            sample without a number: `"raise"` (the default where the manager lets exceptions
            through) ends the run with the cause, `"low"` is the low end of the range,
            `"group_mean"` is for the `batch` manager, or give a number.

    Raises:
        DefinitionError: The policy cannot work, the reward compares completions that the manager
            shows one at a time, or a component has a name that verl's keys need.

    Example:
        >>> from rewardkit import reward
        >>> @reward
        ... def exact(completion: str, answer: str) -> bool:
        ...     return completion == answer
        >>> exact.for_verl()("gsm8k", "42", "42")
        {'score': 1.0, 'score_valid': 1.0, 'exact': 1.0, 'exact_valid': 1.0}
    """
    if manager not in MANAGERS:
        raise DefinitionError(f"manager={manager!r} is not known.{closest(manager, MANAGERS)}")
    found = VerlReward(Bridge(reward, MANAGERS[manager], **options))
    can_wait = manager not in ("batch", "prime", "remote")
    if asynchronous and not can_wait:
        raise DefinitionError(f"asynchronous=True: the manager {manager!r} of verl awaits nothing")
    if manager == "batch":
        return found.compute_scores
    if manager == "prime":
        return found.compute_float
    waits = found.bridge.waits if asynchronous is None else asynchronous
    return found.acompute_score if waits and can_wait else found.compute_score


def _refuse_names(reward: str, keys: Sequence[str]) -> None:
    taken = {SCORE, SCORE + VALID, *(name + VALID for name in keys)}
    clash = [name for name in keys if name in taken]
    if clash:
        raise DefinitionError(
            f"reward {reward!r} has a component called {clash[0]!r}, which is one of the keys "
            "that verl is given. Rename it with .named(...)."
        )


def _row(
    source: Any, solution: str, truth: Any, extra: Mapping[str, Any] | None
) -> Mapping[str, Any]:
    # A copy: verl keeps using the same dictionary for the row.
    row = {"data_source": source, **(extra or {})}
    # Without a value it is a gap of this row: verl has the column in every one.
    if truth is not None or row.get("answer") is None:
        row["answer"] = truth
    row.setdefault("ground_truth", truth)
    return {**row, "completion": solution}
