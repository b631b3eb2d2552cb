"""The description of a verifier: card, settings, cases and instruction."""

from __future__ import annotations

import importlib
import inspect
import math
import re
from dataclasses import asdict
from typing import Any

from rewardkit.catalogue import catalogue
from rewardkit.registry import verifiers
from rewardkit.registry.facts import facts_of
from rewardkit.registry.reasons import reasons_of
from rewardkit.rewards.function import FunctionReward
from rewardkit.rewards.setting_types import type_name

_ARGUMENT = re.compile(r"^ {4,8}(\w+): (.*)$")


def description(name: str) -> dict[str, Any]:
    """Return the description of a verifier as plain data.

    Args:
        name: `family/name` or `family/name@major`.

    Raises:
        RegistryError: No verifier has this id.
        PluginError: Its code cannot be imported.

    Example:
        >>> description("math/number")["settings"][0]["name"]
        'where'
    """
    entry = catalogue.find(name)
    reward = verifiers.get(name)
    cases = 0
    if entry.cases.exists():
        text = entry.cases.read_text(encoding="utf-8")
        cases = sum(bool(line.strip()) for line in text.splitlines())
    facts = asdict(facts_of(entry.card, reward))
    helps = _help_of(reward)
    # A reward that takes the whole sample reads its completion.
    helps.setdefault("completion", helps.get("sample", ""))
    return {
        **entry.card.model_dump(),
        **facts,
        "columns": [{"name": name, "help": helps.get(name, "")} for name in facts["inputs"]],
        "id": entry.id,
        "owner": entry.owner,
        "default_range": None
        if reward.missing_settings
        else [end if math.isfinite(end) else None for end in reward.range],
        "settings": settings_of(reward),
        "cases": cases,
        "reasons": reasons_of(f"{entry.package}.verifier"),
        "instruction": instruction(reward) if entry.card.system_prompt else "",
    }


def settings_of(reward: FunctionReward) -> list[dict[str, Any]]:
    """Return name, type, default and help of each setting of a reward."""
    helps = _help_of(reward)
    found = []
    for name, default in reward.signature.settings.items():
        required = default is inspect.Parameter.empty
        found.append(
            {
                "name": name,
                "type": type_name(reward.signature.hints.get(name)),
                "required": required,
                "default": None if required else _as_plain(default),
                "help": helps.get(name, ""),
            }
        )
    return found


def instruction(reward: FunctionReward) -> str:
    """Return the sentence for the system prompt that asks for what the reward accepts.

    A verifier offers it as a function `instruction(settings)` beside the reward; a verifier
    without one, or one that still needs a setting, gives an empty text.
    """
    if reward.missing_settings:
        return ""
    make = getattr(importlib.import_module(reward.__module__), "instruction", None)
    return str(make(reward.settings)) if callable(make) else ""


def _help_of(reward: FunctionReward) -> dict[str, str]:
    """Read the `Args:` of a Google-style docstring."""
    text = inspect.cleandoc(reward.__doc__ or "")
    _, _, rest = text.partition("\nArgs:\n")
    helps: dict[str, str] = {}
    last = ""
    for line in rest.splitlines():
        if line and not line.startswith(" "):
            break
        match = _ARGUMENT.match(line)
        if match and not line.startswith("     "):
            last, helps[match[1]] = match[1], match[2].strip()
        elif last and line.strip():
            helps[last] += f" {line.strip()}"
    return helps


def _as_plain(value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, (str, int, float, bool, type(None))):
        return value
    if isinstance(value, (list, tuple)):
        return [_as_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _as_plain(item) for key, item in value.items()}
    return str(value)
