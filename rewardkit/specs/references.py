"""The `use` key: a verifier of the registry, a reward in a Python module, another spec."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from importlib import import_module
from inspect import signature
from types import ModuleType

from rewardkit.errors import DefinitionError, SpecError, closest, describe
from rewardkit.rewards.base import Reward
from rewardkit.rewards.function import FunctionReward
from rewardkit.specs.text import SUFFIXES

_MODULE = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*")


def kind_of(use: str) -> str:
    """Return the kind of a `use`: `file`, `module` or `registry`."""
    if use.lower().endswith(SUFFIXES):
        return "file"
    return "module" if ":" in use else "registry"


def find(use: str) -> Reward:
    """Return the reward of a registry id or of a `module:attribute`.

    Raises:
        SpecError: The module or attribute does not exist, or is no reward.
        RegistryError: No verifier has this id.
    """
    if kind_of(use) == "module":
        return _attribute(use)
    from rewardkit.registry import verifiers

    return verifiers.get(use)


def _attribute(use: str) -> Reward:
    name, _, attribute = use.partition(":")
    if not (_MODULE.fullmatch(name) and _MODULE.fullmatch(attribute)):
        raise SpecError(
            f"{use!r} does not name a reward. Write module:attribute, such as my_rewards:short."
        )
    found: object = _module(name)
    for part in attribute.split("."):
        if not hasattr(found, part):
            known = [word for word, value in vars(found).items() if isinstance(value, Reward)]
            none = "" if known else f" {name} has no rewards."
            raise SpecError(f"{name!r} has no {part!r}.{closest(part, known) or none}")
        found = getattr(found, part)
    if isinstance(found, Reward):
        return found
    advice = _advice(found, use) if callable(found) and not isinstance(found, type) else ""
    raise SpecError(f"{use!r} is a {type(found).__name__}, not a reward.{advice}")


def _advice(function: Callable[..., object], use: str) -> str:
    """Return how a function becomes a reward; those of trainers are told by their parameters."""
    try:
        names = set(signature(function).parameters)
    except (TypeError, ValueError):
        names = set()
    module, _, name = use.partition(":")
    if "solution_str" in names:
        trainer, maker = "verl", "from_verl"
    elif "completions" in names:
        trainer, maker = "TRL", "from_trl"
    elif {"queries", "labels"} <= names:
        return (
            " It is a function of OpenRLHF: call it in one of (prompts, completions, **columns), "
            "and give that to rewardkit.trainers.from_trl(FUNCTION, range=(0, 1))."
        )
    else:
        return " Put @reward above it."
    return (
        f" It is a function of {trainer}: in {module}, write `wrapped = {maker}({name}, "
        f"range=(0, 1))`, with {maker} from rewardkit.trainers, and name {module}:wrapped."
    )


def _module(name: str) -> ModuleType:
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        missing = error.name or name
        if name == missing or name.startswith(f"{missing}."):
            raise SpecError(
                f"there is no module {missing!r}. Run from the folder that holds {missing}.py, "
                "or put that folder on PYTHONPATH."
            ) from None
        raise SpecError(
            f"{name!r} imports {missing!r}, which is not installed: {describe(error)}"
        ) from error
    except Exception as error:
        raise SpecError(f"importing {name!r} failed: {describe(error)}") from error


def configured(reward: Reward, use: str, settings: dict[str, object]) -> Reward:
    """Return the reward with settings from a spec; only a function's reward has any."""
    if not settings:
        return reward
    if isinstance(reward, FunctionReward):
        return reward.configured(**settings)
    raise DefinitionError(
        f"{use!r} is composed of other rewards and has no settings. Remove `with`, or set it "
        "on the rewards inside."
    )


def ready(reward: Reward, use: str) -> Reward:
    """Return the reward; raise SpecError if a required setting is missing."""
    if isinstance(reward, FunctionReward) and reward.missing_settings:
        word = reward.missing_settings[0]
        raise SpecError(
            f"{use!r} still needs the setting {word!r}. In a spec: "
            f"{{use: {use!r}, with: {{{word}: ...}}}}"
        )
    return reward


def reference_of(leaf: FunctionReward) -> str:
    """Return the `use` of a leaf.

    Raises:
        SpecError: It has none, since it is defined in a function or in a script.
    """
    if leaf.id is not None:
        return leaf.id
    module = leaf.__module__
    if module == "__main__":
        raise SpecError(
            f"reward {leaf.name!r} is defined in the script that is running, which a spec cannot "
            "name. Move it into a module and import it from there."
        )
    if _same(sys.modules.get(module), leaf.__qualname__, leaf):
        return f"{module}:{leaf.__qualname__}"
    for word, value in vars(sys.modules.get(module, object)).items():
        if isinstance(value, FunctionReward) and value.fn is leaf.fn:
            return f"{module}:{word}"
    raise SpecError(
        f"reward {leaf.name!r} is not at the top level of module {module!r} "
        f"({leaf.__qualname__}), so a spec cannot name it. Move it there."
    )


def _same(module: ModuleType | None, qualname: str, leaf: FunctionReward) -> bool:
    found: object = module
    for part in qualname.split("."):
        found = getattr(found, part, None)
    return isinstance(found, FunctionReward) and found.fn is leaf.fn
