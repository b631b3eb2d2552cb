"""The differences of two rewards in words: parts, weights, settings, ranges, code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rewardkit.explain.tree import Node, explain
from rewardkit.rewards.base import Reward


@dataclass(frozen=True, slots=True)
class Change:
    """One difference.

    Attributes:
        code: `range`, `word`, `added`, `removed`, `order`, `weight`, `setting`, `option` or `code`.
        path: The place in the tree, names from the root, dotted.
        message: The difference as a sentence.
    """

    code: str
    path: str
    message: str


def differences(old: Reward, new: Reward) -> list[Change]:
    """Return the differences of a new reward from an old one, from the root down.

    Example:
        >>> from rewardkit import get
        >>> old, new = get("text/exact"), get("text/exact", ignore_case=True)
        >>> [one.message for one in differences(old, new)]
        ['setting ignore_case: its default -> True']
    """
    before, after = explain(old).tree, explain(new).tree
    found = list(_between(before, after))
    if before.fingerprint != after.fingerprint and not found:
        found.append(Change("code", after.path, "names and settings are equal; code differs"))
    return found


def _between(old: Node, new: Node) -> Iterator[Change]:
    if old.word != new.word:
        yield Change("word", new.path, f"is {new.word} now, was {old.word}")
        return
    if old.range != new.range:
        yield Change("range", new.path, f"range {old.range} -> {new.range}")
    if old.weight != new.weight:
        yield Change("weight", new.path, f"weight {_weight(old)} -> {_weight(new)}")
    kind = "option" if new.children else "setting"
    for name in sorted({*old.options, *new.options}):
        before, after = _option(old, name), _option(new, name)
        if before != after:
            yield Change(kind, new.path, f"{kind} {name}: {before} -> {after}")
    if not new.children and not old.children:
        if old.fingerprint != new.fingerprint and old.options == new.options:
            yield Change("code", new.path, f"its code, or the version of {new.word}, differs")
        return
    yield from _children(old, new)


def _children(old: Node, new: Node) -> Iterator[Change]:
    before, after = _by_name(old), _by_name(new)
    for name, node in before.items():
        if name not in after:
            yield Change("removed", node.path, f"{node.word} is no longer part of {new.name}")
    for name, node in after.items():
        if name in before:
            yield from _between(before[name], node)
        else:
            share = "" if node.share is None else f", up to {node.share:.0%} of the total"
            yield Change("added", node.path, f"{node.word} is a new part of {new.name}{share}")
    both = [name for name in before if name in after]
    if both != [name for name in after if name in before]:
        yield Change("order", new.path, f"its parts stand in another order: {', '.join(after)}")


def _by_name(node: Node) -> dict[str, Node]:
    found: dict[str, Node] = {}
    for child in node.children:
        name, turn = child.name, 2
        while name in found:
            name, turn = f"{child.name}#{turn}", turn + 1
        found[name] = child
    return found


def _weight(node: Node) -> str:
    if node.weight is None:
        return "none"
    share = "" if node.share is None else f" ({node.share:.0%} of the total)"
    return f"{node.weight:g}{share}"


def _option(node: Node, name: str) -> str:
    return repr(node.options[name]) if name in node.options else "its default"
