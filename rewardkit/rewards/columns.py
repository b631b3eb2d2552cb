"""Columns of a reward: the paths in a row at which it reads its fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from typing import Any, TypeVar

from rewardkit.data.paths import look_up
from rewardkit.data.sample import FIELDS, Sample
from rewardkit.errors import DefinitionError, closest
from rewardkit.rewards.running_states import state_of, with_own_states

Columns = Mapping[str, str]
R = TypeVar("R")
_FIXED = {
    "completion": "it is what is judged; the trainer or the file of samples says which it is",
    "messages": "it is made of prompt and completion",
    "sample": "it is the whole row",
    "group": "the data says which rows are compared, not the reward",
}


def with_columns(reward: R, **columns: str) -> R:
    """Return the same reward for rows whose fields lie at other paths.

    Args:
        reward: The reward.
        **columns: The path of each field, through mappings and lists.

    Raises:
        DefinitionError: No part of the reward reads the field, or no path can give it.

    Example:
        >>> from rewardkit import reward
        >>> @reward
        ... def exact(completion: str, answer: str) -> bool:
        ...     return completion == answer
        >>> there = exact.with_columns(answer="reward_model.ground_truth")
        >>> there.score(completion="4", reward_model={"ground_truth": "4"}).value
        1.0
    """
    tree: Any = reward
    read = {name for part in tree.walk() for name in part.fields_read()}
    check_columns(tree.name, columns, read)
    twin = tree.reading(columns)
    own: R = with_own_states(twin) if any(map(state_of, twin.walk())) else twin
    return own


def check_columns(name: str, columns: Mapping[str, Any], read: Set[str]) -> None:
    """Raise DefinitionError for a field that no path can give, or a path that is no text.

    Args:
        name: The name of the reward.
        columns: The path of each field.
        read: The names of the fields that the reward reads.

    Raises:
        DefinitionError: One of them cannot be.
    """
    for field in columns:
        if field not in _FIXED and not {field, "sample"} & read:
            raise DefinitionError(
                f"reward {name!r} reads no {field!r}, so a column for it does nothing."
                f"{closest(field, read - set(_FIXED))}"
            )
    for field, path in columns.items():
        if field in _FIXED:
            raise DefinitionError(f"reward {name!r}: no column for {field!r}: {_FIXED[field]}")
        if not isinstance(path, str) or not path:
            raise DefinitionError(
                f"reward {name!r}: the column of {field!r} must be text such as "
                f"'reward_model.ground_truth', not {path!r}"
            )


def value_at(sample: Sample, path: str) -> Any:
    """Return the value at a path into the columns of a sample, or into a field of its data.

    What the policy wrote is never read: a reference found there would be right by itself.

    Raises:
        KeyError: There is nothing.

    Example:
        >>> value_at(Sample("4", columns={"spec": {"gold": "4"}}), "spec.gold")
        '4'
    """
    try:
        return look_up(sample.columns, path)
    except KeyError:
        first = path.partition(".")[0]
        given = first in FIELDS and first != "completion"
        if given and getattr(sample, first) is not None:
            return look_up({first: getattr(sample, first)}, path)
        raise


def sample_with(sample: Sample, columns: Columns) -> Sample:
    """Return a sample whose fields hold the values at their paths; without one they are absent.

    Raises:
        InputError: The value at the path of `prompt` is neither text nor messages.

    Example:
        >>> sample_with(Sample("4", columns={"gold": ["4"]}), {"answer": "gold.0"}).answer
        '4'
    """
    row = {name: value for name in FIELDS if (value := getattr(sample, name)) is not None}
    row = {**sample.columns, **row}
    found = {}
    for name, path in columns.items():
        try:
            found[name] = value_at(sample, path)
        except KeyError:
            row.pop(name, None)
    return Sample.from_row({**row, **found})


def by_name(reward: R, samples: Sequence[Sample]) -> tuple[R, list[Sample]]:
    """Return a reward without columns, and samples whose fields lie where it then reads them.

    For who looks at the reference of a sample himself, as an attack does. A field that the parts
    of the reward read at different places is left as it is.

    Raises:
        InputError: The value at the path of `prompt` is neither text nor messages.

    Example:
        >>> from rewardkit import get
        >>> there = get("math/number").with_columns(answer="spec.gold")
        >>> bare, (one,) = by_name(there, [Sample("4", columns={"spec": {"gold": "4"}})])
        >>> bare == get("math/number"), one.answer
        (True, '4')
    """
    tree: Any = reward
    read: dict[str, set[str]] = {}
    for leaf in tree.walk():
        if (signature := getattr(leaf, "signature", None)) is not None:
            paths = dict(signature.columns)
            for name in {*leaf.fields_read(), *paths}:
                read.setdefault(name, set()).add(paths.get(name, name))
    shared = {name: next(iter(at)) for name, at in read.items() if len(at) == 1 and at != {name}}
    if not shared:
        return reward, list(samples)
    return _without(tree, shared), [sample_with(sample, shared) for sample in samples]


def _without(node: Any, names: Columns) -> Any:
    twin = object.__new__(type(node))
    twin.__dict__.update(node.__dict__)
    twin.__dict__.pop("_fingerprint", None)
    if signature := twin.__dict__.get("signature"):
        left = {name: at for name, at in signature.columns.items() if name not in names}
        twin.signature = replace(signature, columns=left)
    if node.children:
        twin.children = tuple(_without(child, names) for child in node.children)
    return twin


def composed(outer: Columns, inner: Columns) -> dict[str, str]:
    """Return the paths of a reward that has columns already, inside one that renames its rows.

    A path of the inner reward that begins at a field which the outer one gives is led on from
    there.

    Example:
        >>> composed({"spec": "data.spec", "answer": "gold"}, {"answer": "spec.answer"})
        {'spec': 'data.spec', 'answer': 'data.spec.answer'}
    """
    led = {}
    for name, path in inner.items():
        first, dot, rest = path.partition(".")
        led[name] = outer.get(path) or (f"{outer[first]}{dot}{rest}" if first in outer else path)
    return {**outer, **led}
