"""A trial: one row of a corpus, with its verifier and sample."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeGuard

from rewardkit.catalogue import catalogue
from rewardkit.data.sample import Sample
from rewardkit.errors import PluginError, RegistryError
from rewardkit.registry import verifiers
from rewardkit.rewards.base import Reward


class Skip(Exception):
    """A row cannot be checked; the message is its reason."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One row with its verifier and sample.

    Attributes:
        reward: The verifier.
        sample: The sample to judge.
        raw: Whether the bound is on the unscaled value, not on its position in the range.
    """

    reward: Reward
    sample: Sample
    raw: bool = False


def installed(*names: str) -> Reward:
    """Return the first installed verifier of several ids.

    Raises:
        Skip: None is.
        PluginError: None is, because the shipped plugin was refused.
    """
    for name in names:
        try:
            return verifiers.get(name)
        except RegistryError:
            continue
    for owner, why in catalogue.registry().refused.items():
        part = owner.partition(": ")[2]  # empty when the whole plugin was refused
        if owner.startswith(catalogue.BUILTIN) and (not part or part in names):
            # Nothing is certified by verifiers that did not load.
            raise PluginError(f"{names[0]} is not installed, and {owner} was refused: {why}")
    raise Skip(f"{names[0]} is not installed")


def is_text(value: object) -> TypeGuard[str | list[dict[str, Any]]]:
    """Return True if a field of a row is text or chat messages."""
    if isinstance(value, list):
        return all(isinstance(item, dict) for item in value)
    return isinstance(value, str)


def sample_of(data: Mapping[str, Any], answer: Any = None) -> Sample:
    """Return the prompt and completion of a row as a sample with this reference."""
    prompt = data.get("prompt")
    return Sample(data["completion"], prompt if is_text(prompt) else "", answer)


def configured(name: str, **settings: Any) -> Reward:
    """Return a verifier with settings; one object for equal settings.

    Raises:
        Skip: It is not installed.
        DefinitionError: A setting is refused.
    """
    return _made(name, json.dumps(settings, sort_keys=True))


@lru_cache(maxsize=256)
def _made(name: str, settings: str) -> Reward:
    installed(name)
    return verifiers.get(name, **json.loads(settings))
