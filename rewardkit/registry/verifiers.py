"""Verifiers as rewards, found by id."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from typing import Any

from rewardkit.catalogue.catalogue import find
from rewardkit.errors import PluginError, describe
from rewardkit.rewards.function import FunctionReward


def get(name: str, /, **settings: Any) -> FunctionReward:
    """Return the verifier of an id as a reward.

    Args:
        name: `family/name` or `family/name@major`.
        **settings: The verifier's settings.

    Raises:
        RegistryError: The name is unknown.
        PluginError: The verifier's module is broken.
        DefinitionError: A setting is refused.

    Example:
        >>> get("text/exact").score(completion="4", answer="4").value
        1.0
    """
    entry = find(name)
    reward = load_verifier(entry.package, entry.card.name)
    return reward.configured(**settings) if settings else reward


@lru_cache(maxsize=1024)
def load_verifier(package: str, name: str) -> FunctionReward:
    """Return the reward that the module `verifier` of a package defines under a name.

    Raises:
        PluginError: The module cannot be imported, or defines no such reward.
    """
    target = f"{package}.verifier"
    try:
        found = getattr(import_module(target), name, None)
    except Exception as error:
        raise PluginError(f"{target} cannot be imported: {describe(error)}") from error
    if not isinstance(found, FunctionReward):
        raise PluginError(f"{target} must define a reward called {name!r} with @reward")
    return found
