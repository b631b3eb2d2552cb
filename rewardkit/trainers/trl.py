"""The TRL adapter: a Reward is itself a TRL reward function, and `for_trl` gives it options.

TRL calls its reward functions by keyword with one list for each column of the dataset, and takes
a list of floats back in which None means *unknown*. Since TRL 1.6 a row for which every reward
function returns None is left out of its group. In a list of rewards TRL adds those that
have a number, so the rewards of a list are scored together: see `rewardkit.trainers.trl_list`.

Unsloth and axolotl call the reward functions of the TRL that is installed with them.
"""

from __future__ import annotations

import inspect
import logging
import warnings
import weakref
from collections.abc import Hashable, Mapping, Sequence
from typing import Any, Unpack

from rewardkit.errors import DefinitionError
from rewardkit.rewards.base import Composite, Reward
from rewardkit.rewards.for_trainers import CALL_SIGNATURE
from rewardkit.rewards.ports import BridgeOptions
from rewardkit.trainers.bridge import Bridge
from rewardkit.trainers.contract import Contract
from rewardkit.trainers.lowering import lowered
from rewardkit.trainers.outcome import Outcome
from rewardkit.trainers.trl_call import Call, read_call, trl_has_unknown
from rewardkit.trainers.trl_list import Together
from rewardkit.trainers.trl_log import log_columns, log_means, log_watch
from rewardkit.trainers.trl_state import keep_state, state_callback

log = logging.getLogger("rewardkit.trainers")
TRL = Contract("TRL", unknown="None", groups=True, whole_columns=True, default="unknown")


class DoubleNormalisationWarning(UserWarning):
    """The reward normalises inside each group, and the trainer will do so again."""


class TrlReward:
    """A reward as a TRL reward function.

    Args:
        bridge: The bridge of the reward.
        together: The list of rewards that it belongs to; by default that of the trainer.
    """

    def __init__(self, bridge: Bridge, together: Together | None = None) -> None:
        self.bridge = bridge
        self.__name__ = bridge.reward.__name__
        self.__signature__ = CALL_SIGNATURE
        self.together = together
        self._alone = Together([bridge])
        self._told: set[str] = set()
        self._trainer: weakref.ref[Any] | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.bridge, self.together)

    def __call__(self, **arguments: Any) -> list[float | None]:
        """Score a batch by TRL's calling convention; None where there is no number."""
        call = read_call(self.__name__, arguments)
        groups = self._prepare(call)
        every = self._list(call).outcomes(self.bridge, call, groups)
        return self._finish(call, every, groups)

    def callback(self) -> Any:
        """Return a TrainerCallback that keeps running normalisers with each checkpoint."""
        return state_callback(self.bridge)

    # --- before scoring ------------------------------------------------------------------
    def _prepare(self, call: Call) -> list[Hashable] | None:
        bridge, reward = self.bridge, self.bridge.reward
        if call.trainer is not None and (
            self._trainer is None or self._trainer() is not call.trainer
        ):
            bridge.begin()
            self._trainer = weakref.ref(call.trainer)
        self._warn_of_double_normalisation(call)
        if call.processes > 1 and bridge.state_dict():
            raise DefinitionError(
                f"reward {reward.name!r} has a running normaliser, and {call.processes} processes "
                "train: each would keep statistics of its own. Use scale='static' or 'group'."
            )
        keep_state(call.trainer, bridge)
        if bridge.grouping.said and not call.evaluating:
            return bridge.groups(call.rows)
        return call.groups(reward.name, reward.needs_groups)

    def _list(self, call: Call) -> Together:
        if self.together is not None:
            return self.together
        functions = getattr(call.trainer, "reward_funcs", None)
        if not isinstance(functions, Sequence) or len(functions) < 2:
            return self._alone
        return _list_of(call.trainer, functions, self)

    def _warn_of_double_normalisation(self, call: Call) -> None:
        if "twice" in self._told or getattr(call.trainer, "scale_rewards", True) in ("none", False):
            return
        by = next(filter(None, map(_normalises_by, self.bridge.reward.walk())), None)
        self._told.add("twice")
        if by is not None:
            warnings.warn(
                f"reward {self.__name__!r} normalises by {by} inside each prompt's group, and TRL "
                "normalises the total in each group again. Keep one: scale='static' in the "
                "reward, or GRPOConfig(scale_rewards='none').",
                DoubleNormalisationWarning,
                stacklevel=_outside(),
            )

    # --- after scoring -------------------------------------------------------------------
    def _finish(
        self, call: Call, every: Sequence[Sequence[Outcome]], groups: Sequence[Hashable] | None
    ) -> list[float | None]:
        bridge = self.bridge
        if bridge.missing == "unknown" and not trl_has_unknown():
            values = self._by_group_mean(every[0], groups)
        else:
            values = bridge.lower(every[0], groups)
            if bridge.missing == "unknown":
                rows = zip(values, zip(*every, strict=True), strict=True)
                values = [None if any(map(_failed, row)) else value for value, row in rows]
        if call.log_extra is not None:
            log_columns(bridge, every[0], call.log_extra)
        if call.log_metric is not None:
            log_means(bridge, every[0], values, call.log_metric)
            log_watch(bridge, call.log_metric)
        return values

    def _by_group_mean(
        self, found: Sequence[Outcome], groups: Sequence[Hashable] | None
    ) -> list[float | None]:
        if "old" not in self._told and any(one.value is None for one in found):
            self._told.add("old")
            log.warning(
                "reward %r: this TRL takes a row without a reward for 0 (1.6.0 is the first that "
                "leaves it out), so it gets the mean of its group instead",
                self.__name__,
            )
        reward = self.bridge.reward
        return lowered(reward.name, reward.range, found, "group_mean", TRL, groups)


class AsyncTrlReward(TrlReward):
    """A reward as an async TRL reward function, which TRL awaits together with others."""

    async def __call__(self, **arguments: Any) -> list[float | None]:  # type: ignore[override]
        """Score a batch without blocking TRL's event loop."""
        call = read_call(self.__name__, arguments)
        groups = self._prepare(call)
        every = await self._list(call).aoutcomes(self.bridge, call, groups)
        return self._finish(call, every, groups)


def call(reward: Reward, arguments: Mapping[str, Any]) -> list[float | None]:
    """Score a batch for a reward that is used as a TRL reward function as it stands.

    Example:
        >>> from rewardkit import reward
        >>> @reward
        ... def exact(completion: str, answer: str) -> bool:
        ...     return completion == answer
        >>> exact(prompts=["1+1?", "2+2?"], completions=["2", "5"], answer=["2", "4"])
        [1.0, 0.0]
    """
    return plain(reward)(**arguments)


def plain(reward: Reward) -> TrlReward:
    """Return the adapter of a reward that stands in a trainer's list as it is; one for each."""
    found: TrlReward | None = reward.__dict__.get("_trl")
    # A renamed or reconfigured reward is a copy that still holds the adapter of the original.
    if found is None or found.bridge.reward is not reward:
        found = reward.__dict__["_trl"] = TrlReward(Bridge(reward, TRL))
    return found


def adapt(
    reward: Reward, *, asynchronous: bool | None = None, **options: Unpack[BridgeOptions]
) -> TrlReward:
    """Return a reward as a TRL reward function with options, for `reward.for_trl()`.

    Args:
        reward: The reward.
        asynchronous: Whether TRL awaits it together with others; by default where a leaf is async.
        **options: Those of `rewardkit.trainers.bridge.Bridge`.
    """
    bridge = Bridge(reward, TRL, **options)
    wanted = bridge.waits if asynchronous is None else asynchronous
    return AsyncTrlReward(bridge) if wanted else TrlReward(bridge)


def trl_rewards(rewards: Sequence[Reward | TrlReward]) -> list[TrlReward]:
    """Return the rewards of one list for TRL; a row that one cannot judge is None in all.

    GRPOTrainer and RLOOTrainer need no such call, since their rewards can see the list they are
    in. AsyncGRPOTrainer does not show it.

    Args:
        rewards: Rewards, or what `reward.for_trl(...)` returned.
    """
    adapted = [one if isinstance(one, TrlReward) else adapt(one) for one in rewards]
    together = Together([one.bridge for one in adapted])
    return [type(one)(one.bridge, together) for one in adapted]


_LISTS: weakref.WeakKeyDictionary[Any, Together] = weakref.WeakKeyDictionary()


def _list_of(trainer: Any, functions: Sequence[Any], own: TrlReward) -> Together:
    known = _LISTS.get(trainer)
    if known is not None and own.bridge in known.bridges:
        return known
    ours = [
        plain(one) if isinstance(one, Reward) else one
        for one in functions
        if isinstance(one, (Reward, TrlReward))
    ]
    names = [one.__name__ for one in ours]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise DefinitionError(
            f"two rewards of this trainer are called {twice!r}, and TRL would log them as one. "
            "Rename one with .named(...)."
        )
    if len(ours) < len(functions):
        log.warning(
            "reward %r stands in a list with functions that are not rewards of rewardkit. TRL "
            "adds the functions of a list and takes a missing reward for 0: a row that %r "
            "cannot judge is judged by the others alone. Wrap them with "
            "rewardkit.trainers.from_trl.",
            own.__name__,
            own.__name__,
        )
    made = _LISTS[trainer] = Together([one.bridge for one in ours])
    return made if own.bridge in made.bridges else own._alone


def _failed(one: Outcome) -> bool:
    # Not `abstain`: a reward that does not apply to a row leaves it to the others of the list.
    return one.value is None and one.status in ("error", "timeout")


def _normalises_by(part: Reward) -> str | None:
    if not isinstance(part, Composite) or part.op != "normalise":
        return None
    by: str = part.options["by"]
    return None if by == "running" else by


def _outside() -> int:
    """Return the stack level of the first caller outside this package."""
    level, frame = 1, inspect.currentframe()
    frame = frame.f_back if frame is not None else None
    while frame is not None and frame.f_globals.get("__name__", "").startswith("rewardkit."):
        frame, level = frame.f_back, level + 1
    return level
