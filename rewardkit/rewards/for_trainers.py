"""The methods `for_<trainer>` of a reward; the adapters are in `rewardkit.trainers`.

All take the options of `rewardkit.trainers.bridge.Bridge`: `columns`, `missing`, `group_size`,
`group_by`, `breaker_share`, `breaker_after`, `cache`, `workers`, `concurrency`. They are functions
here, and methods in `rewardkit.rewards.base`.
"""

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


def called(self: Any, *args: Any, **kwargs: Any) -> Any:
    """Score a batch for TRL: keyword lists in, a list of floats or None out."""
    if "completions" not in kwargs or args:
        raise TypeError(
            f"reward {self.name!r} was called directly. Use .score(completion=..., ...) for "
            "one completion; trainers call it with completions=[...] by keyword."
        )
    return ports().trl(self, kwargs)


def for_trl(
    self: Any, *, asynchronous: bool | None = None, **options: Unpack[BridgeOptions]
) -> Any:
    """Return a reward function for TRL, Unsloth and axolotl; a reward is one as it stands."""
    return ports().trainer(self, "trl", {"asynchronous": asynchronous, **options})


def for_verl(
    self: Any,
    missing: str | float | None = None,
    *,
    manager: str = "naive",
    asynchronous: bool | None = None,
    **options: Unpack[RunOptions],
) -> Callable[..., Any]:
    """Return `compute_score` for verl's custom_reward_function.

    Args:
        self: The reward.
        missing: The number for a sample without one: `"raise"`, `"low"` (the low end
            of the range) or a number. verl has no value for "unknown".
        manager: The reward manager that will call it.
        asynchronous: Whether to return a coroutine function; by default where a leaf is async.
        **options: The options of a bridge.
    """
    chosen = {"missing": missing, "manager": manager, "asynchronous": asynchronous}
    found: Callable[..., Any] = ports().trainer(self, "verl", {**options, **chosen})
    return found


def for_openrlhf(self: Any, **options: Unpack[BridgeOptions]) -> Callable[..., dict[str, Any]]:
    """Return `reward_func` for the file that OpenRLHF's `--reward.remote_url` names."""
    found: Callable[..., dict[str, Any]] = ports().trainer(self, "openrlhf", options)
    return found


def for_skyrl(self: Any, **options: Unpack[BridgeOptions]) -> type[Any]:
    """Return an environment class for `skyrl_gym.register`."""
    found: type[Any] = ports().trainer(self, "skyrl", options)
    return found


def for_slime(
    self: Any, *, as_dict: bool = False, **options: Unpack[BridgeOptions]
) -> Callable[..., Any]:
    """Return the coroutine function that slime's `--custom-rm-path` names."""
    chosen = {"as_dict": as_dict, **options}
    found: Callable[..., Any] = ports().trainer(self, "slime", chosen)
    return found


def for_nemo_rl(
    self: Any,
    *,
    split: str | int = "first_assistant",
    as_components: bool = False,
    **options: Unpack[BridgeOptions],
) -> Any:
    """Return an environment of NeMo-RL, to be wrapped with `ray.remote`."""
    chosen = {"split": split, "as_components": as_components, **options}
    return ports().trainer(self, "nemo_rl", chosen)


def for_nemo_gym(self: Any, **options: Unpack[BridgeOptions]) -> Any:
    """Return an object with `verify` of NeMo-Gym, and `server_class` for a server of it."""
    return ports().trainer(self, "nemo_gym", options)


def for_verifiers(
    self: Any, *, components: bool = False, **options: Unpack[BridgeOptions]
) -> Callable[..., Any]:
    """Return a reward function for verifiers 0.4 and prime-rl."""
    chosen = {"components": components, **options}
    found: Callable[..., Any] = ports().trainer(self, "verifiers", chosen)
    return found


def for_art(
    self: Any, *, split: str | int = "first_assistant", **options: Unpack[BridgeOptions]
) -> Any:
    """Return an object with `after_each` for ART's `gather_trajectory_groups`."""
    return ports().trainer(self, "art", {"split": split, **options})


def for_rllm(
    self: Any,
    *,
    split: str | int = "first_assistant",
    correct_at: float | None = None,
    **options: Unpack[BridgeOptions],
) -> Any:
    """Return an evaluator of rLLM."""
    chosen = {"split": split, "correct_at": correct_at, **options}
    return ports().trainer(self, "rllm", chosen)


def for_tinker(
    self: Any, *, split: str | int = "first_assistant", **options: Unpack[BridgeOptions]
) -> Any:
    """Return a function from the fields of a row to a `reward_fn` of the Tinker cookbook."""
    return ports().trainer(self, "tinker", {"split": split, **options})


def for_ms_swift(self: Any, **options: Unpack[BridgeOptions]) -> type[Any]:
    """Return a class for `orms` of ms-swift."""
    found: type[Any] = ports().trainer(self, "ms_swift", options)
    return found


def for_areal(self: Any, **options: Unpack[BridgeOptions]) -> Callable[..., float]:
    """Return `reward_fn` of a workflow of AReaL."""
    found: Callable[..., float] = ports().trainer(self, "areal", options)
    return found


def for_openenv(
    self: Any, *, completion: str | None = None, **options: Unpack[BridgeOptions]
) -> Any:
    """Return a rubric of OpenEnv."""
    return ports().trainer(self, "openenv", {"completion": completion, **options})


def for_atropos(
    self: Any, *, split: str | int = "first_assistant", **options: Unpack[BridgeOptions]
) -> Any:
    """Return an object with `scores` and `score_group` for environments of Atropos."""
    return ports().trainer(self, "atropos", {"split": split, **options})
