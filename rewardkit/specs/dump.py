"""Conversion of rewards to plain data, the inverse of loading."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence, Set
from typing import Any

from rewardkit.errors import RewardkitError, SpecError
from rewardkit.rewards.base import Composite, Reward
from rewardkit.rewards.function import FunctionReward
from rewardkit.specs.models import FORMS, children_of
from rewardkit.specs.references import find, reference_of

Data = dict[str, Any]


def dump(reward: Reward) -> Data:
    """Return the spec of a reward as plain data: `load` reads it back to an equal reward.

    Only settings that differ from their defaults are written.

    Raises:
        SpecError: A reward in the tree lives inside a function or in the running script, or a
            setting cannot be written as plain data.

    Example:
        >>> from rewardkit import get
        >>> dump(get("text/exact").clip(0, 0.5))["reward"]
        {'clip': {'low': 0.0, 'high': 0.5, 'of': {'use': 'text/exact@1'}}}
    """
    if not isinstance(reward, Reward):
        raise SpecError(f"dump takes a reward, not {type(reward).__name__}")
    return {"version": 1, "reward": _node(reward)}


def _node(reward: Reward, given: str = "") -> Data:
    """Write one reward; `given` is the name that its parent gives it anyway."""
    if isinstance(reward, FunctionReward):
        data, usual = _leaf(reward)
    elif isinstance(reward, Composite):
        data, usual = {reward.op: _body(reward)}, reward.op
    else:
        raise SpecError(f"a {type(reward).__name__} has no form in a spec; use @reward")
    return data if reward.name == (given or usual) else {**data, "name": reward.name}


def _leaf(leaf: FunctionReward) -> tuple[Data, str]:
    if leaf.missing_settings:
        raise SpecError(
            f"reward {leaf.name!r} still needs the setting {leaf.missing_settings[0]!r} before "
            "it can be written to a spec"
        )
    use = reference_of(leaf)
    base = find(use)
    assert isinstance(base, FunctionReward)
    wanted, usual = leaf.identity()["with"], base.identity()["with"]
    changed = {
        key: _plain(leaf, key, value)
        for key, value in leaf.settings.items()
        # Compared as text, where 1 is not 1.0 and -0.0 is not 0.0, as in the fingerprint.
        if _text(wanted[key]) != _text(usual[key])
    }
    columns = dict(leaf.signature.columns)
    if columns == dict(base.signature.columns):
        columns = {}
    beside = {"columns": columns} if columns else {}
    if not changed and not columns:
        return {"use": use}, base.name
    try:
        same = base.configured(**changed).reading(columns).identity() == leaf.identity()
    except RewardkitError:
        same = False
    if not same:
        raise SpecError(
            f"reward {leaf.name!r}: its settings {changed!r} do not read back as they are. Give "
            "these settings type annotations, or use plain numbers, text, lists and mappings."
        )
    return {"use": use, **({"with": changed} if changed else {}), **beside}, base.name


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True, default=repr)


def _plain(leaf: FunctionReward, key: str, value: Any) -> Any:
    """Return a setting as plain data."""
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError:
            raise SpecError(
                f"reward {leaf.name!r}: setting {key!r} holds text that no file can hold: "
                f"{value[:40]!a}"
            ) from None
        return str(value)
    if isinstance(value, float) and math.isnan(value):
        raise SpecError(f"reward {leaf.name!r}: setting {key!r} is not a number (NaN)")
    if isinstance(value, (bool, int, float, type(None))):
        return value
    if isinstance(value, Mapping):
        return {str(name): _plain(leaf, key, item) for name, item in value.items()}
    if isinstance(value, Set):
        return sorted((_plain(leaf, key, item) for item in value), key=repr)
    if isinstance(value, Sequence) and not isinstance(value, (bytes, bytearray)):
        return [_plain(leaf, key, item) for item in value]
    hint = leaf.signature.hints.get(key)
    if hint is not None:
        from pydantic import TypeAdapter

        try:
            plain = TypeAdapter(hint).dump_python(value, mode="json")
        except ValueError:
            plain = value
        if type(plain) is not type(value):
            return _plain(leaf, key, plain)
    raise SpecError(
        f"reward {leaf.name!r}: setting {key!r} is a {type(value).__name__}, which a spec cannot "
        "hold. Use plain numbers, text, lists and mappings."
    )


def _list(node: Composite) -> list[Data]:
    return [_node(child) for child in node.children]


def _weighted(node: Composite) -> Data:
    body: Data = {}
    if node.options["scale"] != "static":
        body["scale"] = node.options["scale"]
    if node.options["missing"] != "propagate":
        body["missing"] = node.options["missing"]
    body["parts"] = {
        child.name: {"weight": weight, "of": _node(child, child.name)}
        for child, weight in zip(node.children, node.weights, strict=True)
    }
    return body


def _where(node: Composite) -> Data:
    routes = node.options["routes"]
    body: Data = {
        "column": node.options["column"],
        "routes": {
            name: _node(child, name)
            for name, child in zip(routes, node.children[: len(routes)], strict=True)
        },
    }
    if node.options["otherwise"]:
        body["otherwise"] = _node(node.children[-1], "otherwise")
    return body


def _formula(node: Composite) -> Data:
    parts = {child.name: _node(child, child.name) for child in node.children}
    return {"expression": node.options["expression"], "parts": parts}


def _named(node: Composite) -> Data:
    """Write a composition whose form has one key for each child and option."""
    names = children_of(FORMS[node.op])
    children = {name: _node(child) for name, child in zip(names, node.children, strict=True)}
    return {**node.operator.written(node), **children}


_SPECIAL: dict[str, Callable[[Composite], Any]] = {
    "weighted": _weighted,
    "where": _where,
    "formula": _formula,
}


def _body(node: Composite) -> Any:
    if node.op in _SPECIAL:
        return _SPECIAL[node.op](node)
    named = isinstance(FORMS[node.op], type)
    return (_named if named else _list)(node)
