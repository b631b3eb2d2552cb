"""The OpenEnv adapter: a Reward as a rubric of an environment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Unpack

from rewardkit.data.paths import look_up
from rewardkit.errors import InputError
from rewardkit.rewards.base import Reward
from rewardkit.rewards.ports import BridgeOptions
from rewardkit.trainers.bridge import Bridge
from rewardkit.trainers.contract import Contract
from rewardkit.trainers.histories import plain_fields, with_answer

# `Observation.reward` may be None. Inside OpenEnv's own WeightedSum it may not.
OPENENV = Contract("OpenEnv", unknown="None", default="unknown")
TEXTS = ("message", "text", "content", "response", "answer", "action")


def adapt(
    reward: Reward, *, completion: str | None = None, **options: Unpack[BridgeOptions]
) -> Any:
    """Return a reward as a rubric of OpenEnv, for `reward.for_openenv()`.

    The reward sees the fields of the observation and its metadata as fields, and those of the
    action as `action`. The completion is the text of the action.

    Args:
        reward: The reward.
        completion: The path of the text inside the action; by default the first text among
            `message`, `text`, `content`, `response`, `answer` and `action`.
        **options: Those of `rewardkit.trainers.bridge.Bridge`; `missing` is `"unknown"` by
            default, which gives None: OpenEnv's Sequential, Gate and WeightedSum need a number.
    """
    bridge = Bridge(reward, OPENENV, **options)

    class RewardRubric(_base()):  # type: ignore[misc]
        """A rubric that asks the reward."""

        def forward(self, action: Any, observation: Any) -> float | None:
            """Score one action."""
            found = bridge.outcomes([_row(action, observation, completion)])[0]
            self.last_outcome = found
            return bridge.lower([found])[0]

    class AsyncRewardRubric(RewardRubric):
        """A rubric that OpenEnv awaits."""

        async def forward(  # type: ignore[override]
            self, action: Any, observation: Any
        ) -> float | None:
            """Score one action without blocking the event loop."""
            found = await bridge.aoutcome(_row(action, observation, completion))
            self.last_outcome = found
            return bridge.lower([found])[0]

    return AsyncRewardRubric() if bridge.waits else RewardRubric()


class _Rubric:
    """The part of OpenEnv's `Rubric` that a call needs, where OpenEnv is not installed."""

    def __call__(self, action: Any, observation: Any) -> Any:
        return self.forward(action, observation)

    def forward(self, action: Any, observation: Any) -> Any:
        raise NotImplementedError


def _base() -> type[Any]:
    try:
        from openenv.core.rubrics.base import Rubric
    except ImportError:
        return _Rubric
    found: type[Any] = Rubric
    return found


def _row(action: Any, observation: Any, path: str | None) -> dict[str, Any]:
    said = {} if isinstance(action, str) else plain_fields(action)
    seen = plain_fields(observation)
    row = {**seen, **plain_fields(seen.get("metadata")), **plain_fields(said.get("metadata"))}
    row["action"] = said or action
    row["completion"] = action if isinstance(action, str) else _text(said, path)
    return with_answer(row, "ground_truth")


def _text(said: Mapping[str, Any], path: str | None) -> Any:
    if path is not None:
        try:
            return look_up(said, path)
        except KeyError:
            raise InputError(f"the action has nothing at {path!r}") from None
    for name in TEXTS:
        if isinstance(said.get(name), str):
            return said[name]
    raise InputError(
        f"the action has no text (fields: {', '.join(sorted(said))}). Name its path: "
        "for_openenv(completion='...')."
    )
