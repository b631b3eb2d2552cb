"""Facts of a verifier that its code says already: inputs, range, determinism.

A card may leave them out; where it repeats them, they are checked against the code.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rewardkit.catalogue.card import Card
from rewardkit.data.score import Range
from rewardkit.rewards.function import FunctionReward

_INTERVAL = re.compile(r"\[([^\[\],]+),([^\[\],]+)\]")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?(?:e[+-]?[0-9]+)?|inf)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Facts:
    """Inputs, range and determinism of a verifier, in the words of its card or else of its code."""

    inputs: tuple[str, ...]
    range: str
    deterministic: bool


def facts_of(card: Card, reward: FunctionReward) -> Facts:
    """Return the facts of a verifier: those on its card, and the rest read from its code."""
    return Facts(
        inputs=_bound(reward) if card.inputs is None else card.inputs,
        range=_range_text(reward) if card.range is None else card.range,
        deterministic=(reward.deterministic if card.deterministic is None else card.deterministic),
    )


def card_faults(path: Path, card: Card, reward: FunctionReward) -> list[str]:
    """Return one message for each field of a card that contradicts the code.

    Args:
        path: Where the card is, for the messages.
        card: The card.
        reward: The code of the verifier, with default settings.
    """
    found = []
    told = (_inputs_fault(card, reward), _range_fault(card, reward), _luck_fault(card, reward))
    for name, fault in zip(("inputs", "range", "deterministic"), told, strict=True):
        if fault:
            value, code = fault
            found.append(
                f"{path}: {name} = {value}, but the code says {code}. "
                f"Correct the card or the code, or drop {name!r} from the card: it is then read "
                "from the code."
            )
    return found


def _bound(reward: FunctionReward) -> tuple[str, ...]:
    return tuple(parameter.name for parameter in reward.signature.bound)


def _inputs_fault(card: Card, reward: FunctionReward) -> tuple[str, str] | None:
    if card.inputs is None:
        return None
    asked, said = set(_bound(reward)), set(card.inputs)
    # Code that takes whole samples may read more of them than a signature can say, and only
    # the card can name it.
    agrees = asked - {"sample"} <= said if "sample" in asked else asked == said
    return None if agrees else (_listed(card.inputs), _listed(_bound(reward)))


def _luck_fault(card: Card, reward: FunctionReward) -> tuple[str, str] | None:
    if card.deterministic is None or card.deterministic == reward.deterministic:
        return None
    return str(card.deterministic).lower(), str(reward.deterministic).lower()


def _range_fault(card: Card, reward: FunctionReward) -> tuple[str, str] | None:
    """Compare the first interval on a card with the range that the code declares."""
    if card.range is None:
        return None
    value, code = repr(card.range), _range_text(reward)
    interval = _INTERVAL.match(card.range.strip())
    if interval is None:
        return value, f"{code}; a range on a card begins with [low, high]"
    declared, _ = _default_range(reward)
    for index, text in enumerate(interval.groups()):
        word = text.strip()
        end = None if declared is None else declared[index]
        if _NUMBER.fullmatch(word):
            agrees = end is None or _same(float(word), end)
        elif word in reward.settings:
            given = reward.settings[word]
            # A setting without a number of its own stands for whatever the code makes of it.
            agrees = end is None or not _is_number(given) or _same(given, end)
        else:
            return value, f"{code}; {word!r} is neither a number nor a setting of it"
        if not agrees:
            return value, code
    return None


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _same(value: Any, end: float) -> bool:
    return _is_number(value) and (value == end or math.isclose(value, end, rel_tol=1e-9))


class _Reads(dict[str, Any]):
    """Settings that note which of them a range is made of."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        super().__init__(settings)
        self.names: dict[str, None] = {}

    def __getitem__(self, name: str) -> Any:
        self.names[name] = None
        return super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:
        """Return a setting or the default, and note the name."""
        self.names[name] = None
        return super().get(name, default)


def _default_range(reward: FunctionReward) -> tuple[Range | None, list[str]]:
    """Return the range at default settings, None where it is unknown, and the settings it reads."""
    if not callable(reward.declared):
        return Range(*(float(end) for end in reward.declared)), []
    if not reward.missing_settings:
        settings = _Reads(reward.settings)
        reward.declared(settings)
        return reward.range, list(settings.names)
    settings = _Reads(reward.settings)
    try:
        low, high = reward.declared(settings)
        found = Range(float(low), float(high))
    except Exception:  # noqa: BLE001 - an author's function may raise anything on a missing setting
        return None, list(settings.names)
    unknown = set(settings.names) & set(reward.missing_settings)
    return None if unknown else found, list(settings.names)


def _range_text(reward: FunctionReward) -> str:
    declared, names = _default_range(reward)
    depends = f"depends on {', '.join(names)}" if names else ""
    if declared is None:
        return depends or "depends on settings"
    interval = f"[{declared.low:g}, {declared.high:g}]"
    return f"{interval} by default; {depends}" if depends else interval


def _listed(names: Any) -> str:
    return f"[{', '.join(names)}]"
