"""The reward that a config names: a spec file, an attribute, a registry id, or a spec."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rewardkit import Reward
from rewardkit.errors import SpecError


def resolve_reward(named: str | Mapping[str, Any]) -> Reward:
    """Return the reward that a config names."""
    if isinstance(named, Mapping):
        from rewardkit import load

        return load(dict(named))
    if Path(named).suffix in (".yaml", ".yml", ".json"):
        from rewardkit import load

        return load(Path(named))
    module, colon, attribute = named.partition(":")
    if colon:
        found = getattr(importlib.import_module(module), attribute)
        if isinstance(found, Reward):
            return found
        raise SpecError(f"reward: {named} is a {type(found).__name__}, not a Reward")
    from rewardkit import get

    return get(named)
