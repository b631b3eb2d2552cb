"""The methods that hand a reward to a trainer; the adapters are in `rewardkit.trainers`."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, Unpack

from rewardkit.rewards.ports import BridgeOptions, RunOptions, ports

# Trainers look at the signature of a reward function; axolotl wants two parameters at least.
CALL_SIGNATURE = inspect.Signature(
    [
        inspect.Parameter("prompts", inspect.Parameter.KEYWORD_ONLY),
        inspect.Parameter("completions", inspect.Parameter.KEYWORD_ONLY),
        inspect.Parameter("columns", inspect.Parameter.VAR_KEYWORD),
    ]
)


class ForTrainers:
    """The methods `for_<trainer>` of a reward.

    All take the options of `rewardkit.trainers.bridge.Bridge`: `columns`, `missing`,
    `group_size`, `group_by`, `breaker_share`, `breaker_after`, `cache`, `workers`, `concurrency`.
    """

    def for_trl(self, *, asynchronous: bool | None = None, **options: Unpack[BridgeOptions]) -> Any:
        """Return a reward function for TRL, Unsloth and axolotl; a reward is one as it stands."""
        return ports().trainer(self, "trl", {"asynchronous": asynchronous, **options})

    def for_verl(
        self,
        missing: str | float | None = None,
        *,
        manager: str = "naive",
        asynchronous: bool | None = None,
        **options: Unpack[RunOptions],
    ) -> Callable[..., Any]:
        """Return `compute_score` for verl's custom_reward_function.

        Args:
            missing: The number for a sample without one: `"raise"`, `"low"` (the low end
                of the range) or a number. verl has no value for "unknown".
            manager: The reward manager that will call it.
            asynchronous: Whether to return a coroutine function; by default where a leaf is async.
            **options: The options of a bridge.
        """
        chosen = {"missing": missing, "manager": manager, "asynchronous": asynchronous}
        found: Callable[..., Any] = ports().trainer(self, "verl", {**options, **chosen})
        return found
