"""Policies: functions from a row to hostile replies, each with a card, offered by plugins."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from rewardkit.attack.replies import AttackRow, Reply, plain_words
from rewardkit.catalogue.catalogue import registry
from rewardkit.errors import InputError, PluginError, closest

BUILTIN = "rewardkit.attack.policies"
Respond = Callable[[AttackRow], Iterable[Reply]]


class PolicyCard(BaseModel):
    """The description of a policy, written as `<name>.yaml` beside its code."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^policy/[a-z][a-z0-9_]*$")
    summary: str = Field(min_length=10)
    wrong: str = Field(min_length=10)
    """The reason none of its replies deserves full pay."""
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy with its card."""

    card: PolicyCard
    respond: Respond

    @property
    def name(self) -> str:
        """The part of the id after the slash."""
        return self.card.id.partition("/")[2]

    def replies(self, row: AttackRow) -> Iterator[Reply]:
        """Yield the replies to a row, without those that happen to state its reference."""
        answer = plain_words(row.answer)
        for reply in self.respond(row):
            if reply.proof in ("vacuous", "filler") and answer and _states(reply.text, answer):
                continue
            if reply.text.strip() and reply.text.strip() == row.answer.strip():
                continue
            yield reply


def _states(text: str, answer: str) -> bool:
    return f" {answer} " in f" {plain_words(text)} "


def policies(names: Sequence[str] | None = None) -> list[Policy]:
    """Return policies by name, or all: those that are built in, then those of plugins.

    Raises:
        InputError: There is no policy of a name.
        PluginError: A policy's card or code is broken, or two share a name.
    """
    found: dict[str, Policy] = {}
    for package in dict.fromkeys([BUILTIN, *registry().policy_folders]):
        for policy in _of_package(package):
            if policy.name in found:
                raise PluginError(f"the policy {policy.name!r} is there twice; rename one")
            found[policy.name] = policy
    if names is None:
        return list(found.values())
    for name in names:
        if name.removeprefix("policy/") not in found:
            known = closest(name, found) or f" Known: {', '.join(sorted(found))}."
            raise InputError(f"there is no policy {name!r}.{known}")
    return [found[name.removeprefix("policy/")] for name in names]


def _of_package(package: str) -> Iterator[Policy]:
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise PluginError(f"{package!r} is offered as a folder of policies and is no package")
    for path in sorted(Path(next(iter(spec.submodule_search_locations))).glob("*.yaml")):
        module = importlib.import_module(f"{package}.{path.stem}")
        respond = getattr(module, "replies", None)
        if not callable(respond):
            raise PluginError(f"{package}.{path.stem} has a card and no function `replies`")
        yield Policy(_card(path), respond)


def _card(path: Path) -> PolicyCard:
    try:
        card = PolicyCard.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise PluginError(f"{path}: not the card of a policy: {error}") from None
    if card.id != f"policy/{path.stem}":
        raise PluginError(f"{path}: id {card.id!r} must be 'policy/{path.stem}'")
    return card
