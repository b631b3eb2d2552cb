"""The ms-swift adapter: a Reward as an outcome reward model (`orms[name] = ...`).

ms-swift calls it with the completions by position, and takes None for NaN. It has no mask for a row
without any reward (4.6 pins TRL below 1.0): NaN would be summed to 0. So such a row gets the mean
of its group by default.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, Unpack

from rewardkit.rewards.base import Reward
from rewardkit.rewards.ports import BridgeOptions
from rewardkit.trainers.bridge import Bridge
from rewardkit.trainers.contract import Contract
from rewardkit.trainers.histories import with_answer

MS_SWIFT = Contract("ms-swift", groups=True, whole_columns=True, default="group_mean")


def adapt(reward: Reward, **options: Unpack[BridgeOptions]) -> type[Any]:
    """Return a reward as a class for ms-swift's `orms`, for `reward.for_ms_swift()`.

    The reward sees every column, `solution` as `answer` where there is no other, the messages
    before the reply as the prompt, and `response_token_ids` as `completion_ids`. Rows of
    one `prompt_id` are a group.

    Args:
        reward: The reward.
        **options: Those of `rewardkit.trainers.bridge.Bridge`; `missing` is `"group_mean"` by
            default.
    """
    bridge = Bridge(reward, MS_SWIFT, **options)

    class RewardOrm:
        """An outcome reward model of ms-swift."""

        def __init__(self, args: Any = None, **_: Any) -> None:
            self.args = args

        def __call__(self, completions: Sequence[str], **columns: Any) -> list[float | None]:
            """Score a batch."""
            rows, groups = _read(bridge, completions, columns)
            return bridge.lower(bridge.outcomes(rows, groups), groups)

    class AsyncRewardOrm(RewardOrm):
        """An outcome reward model that ms-swift awaits."""

        async def __call__(  # type: ignore[override]
            self, completions: Sequence[str], **columns: Any
        ) -> list[float | None]:
            """Score a batch without blocking the event loop."""
            rows, groups = _read(bridge, completions, columns)
            return bridge.lower(await bridge.aoutcomes(rows, groups), groups)

    return AsyncRewardOrm if bridge.waits else RewardOrm


def _read(
    bridge: Bridge, completions: Sequence[str], columns: Mapping[str, Any]
) -> tuple[list[dict[str, Any]], list[Hashable] | None]:
    count = len(completions)
    lists = {
        name: values
        for name, values in columns.items()
        if isinstance(values, (list, tuple)) and len(values) == count
    }
    shared = {} if "trainer_state" not in columns else {"trainer_state": columns["trainer_state"]}
    rows = [
        _row({**shared, **{name: values[at] for name, values in lists.items()}}, completion)
        for at, completion in enumerate(completions)
    ]
    groups = bridge.groups(rows)
    if groups is None and all(row.get("prompt_id") for row in rows):
        groups = [row["prompt_id"] for row in rows]  # ms-swift says it itself
    if groups is None and not bridge.reward.needs_groups:
        groups = [repr(row.get("prompt")) for row in rows]
    return rows, groups


def _row(row: dict[str, Any], completion: str) -> dict[str, Any]:
    messages = row.pop("messages", None)
    if messages:
        # The last message is the reply, and ms-swift hands over its text.
        last = messages[-1].get("role") == "assistant"
        row["prompt"] = list(messages[:-1] if last else messages)
    turns = row.get("response_token_ids")
    if turns:
        row["completion_ids"] = [token for turn in turns for token in turn]
    return with_answer({**row, "completion": completion}, "solution", "ground_truth")
