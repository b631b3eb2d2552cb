"""Families of corpus rows, and the plugin function that judges each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib import import_module
from typing import Any, cast

from rewardkit.catalogue import catalogue
from rewardkit.certify.trial import Trial
from rewardkit.errors import PluginError, describe

MakeTrial = Callable[[Mapping[str, Any], bool], Trial]


def family_names() -> list[str]:
    """Return the names of all families that a plugin offers, in order."""
    return sorted(catalogue.registry().corpus_families)


def is_family(name: str) -> bool:
    """Return True if a plugin offers the family.

    Raises:
        PluginError: It is unknown, and the shipped plugin was refused: nothing is certified by
        verifiers that did not load.
    """
    known = catalogue.registry()
    if name in known.corpus_families:
        return True
    for owner, why in known.refused.items():
        if owner.startswith(catalogue.BUILTIN) and ": " not in owner:
            raise PluginError(f"corpus family {name!r} is unknown, and {owner} was refused: {why}")
    return False


def trial_for(data: Mapping[str, Any], strict: bool) -> Trial:
    """Return the verifier and the sample of one row of a corpus.

    Args:
        data: The row; its `family` is one of `family_names()`.
        strict: Whether the strict policy of the verifier is asked for.

    Raises:
        Skip: The family, or this gold of it, has no verifier here.
        DefinitionError: The gold gives settings that the verifier refuses.
        PluginError: The code of the family is broken.
    """
    family = catalogue.registry().corpus_families[str(data["family"])]
    found = _function(family.trial)(data, strict)
    if not isinstance(found, Trial):
        raise PluginError(
            f"{family.trial} must return a rewardkit.certify.trial.Trial, not "
            f"{type(found).__name__}"
        )
    return found


def layout_function(target: str) -> Callable[[Mapping[str, Any]], Any]:
    """Return the function that reads a row of a layout.

    Raises:
        PluginError: It cannot be imported.
    """
    return cast("Callable[[Mapping[str, Any]], Any]", _function(target))


@lru_cache(maxsize=256)
def _function(target: str) -> MakeTrial:
    module, _, name = target.partition(":")
    try:
        return cast("MakeTrial", getattr(import_module(module), name))
    except Exception as error:
        raise PluginError(f"{target} cannot be imported: {describe(error)}") from error
