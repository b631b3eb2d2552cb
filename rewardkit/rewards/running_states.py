"""States of the running normalisers in a tree: separated, collected and restored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from rewardkit.errors import SpecError
from rewardkit.rewards.normalisers import RunningState
from rewardkit.rewards.tree import Tree

AnyTree = TypeVar("AnyTree", bound=Tree)


def state_of(node: Any) -> RunningState | None:
    """Return the state of a running normaliser, None for any other reward."""
    state: RunningState | None = getattr(node, "options", {}).get("state")
    return state


def with_own_states(node: AnyTree) -> AnyTree:
    """Return a copy of a tree in which every running normaliser has a state of its own."""
    twin = object.__new__(type(node))
    twin.__dict__.update(node.__dict__)
    twin.children = tuple(with_own_states(child) for child in node.children)
    if (state := state_of(node)) is not None:
        twin.__dict__["options"] = {**twin.__dict__["options"], "state": state.copy()}
    return twin


def with_distinct_states(children: Sequence[Any]) -> list[Any]:
    """Return children, no two of which share a running state: it would count values twice."""
    taken: set[int] = set()
    out = []
    for child in children:
        states = {id(state) for part in child.walk() if (state := state_of(part)) is not None}
        out.append(with_own_states(child) if states & taken else child)
        taken |= states
    return out


def collect_state(reward: Tree) -> dict[str, Any]:
    """Return the state of every running normaliser, to be saved with a checkpoint."""
    return {place: state.state_dict() for place, state in _states(reward) if state is not None}


def restore_state(reward: Tree, saved: Mapping[str, Any]) -> None:
    """Restore what `state_dict` returned; the reward must have the same structure."""
    states = dict(_states(reward))
    if set(states) != set(saved):
        odd = sorted(set(states) ^ set(saved))
        raise SpecError(
            f"this state is of another reward: {odd[0]!r} is only on one side. "
            "Load it into the reward that it was saved from."
        )
    for place, state in states.items():
        state.load_state_dict(saved[place])


def running_states(reward: Tree) -> list[RunningState]:
    """Return the state of every running normaliser in a tree."""
    return [state for _, state in _states(reward)]


def _states(reward: Tree, place: str = "") -> Iterable[tuple[str, RunningState]]:
    state = getattr(reward, "options", {}).get("state")
    here = f"{place}/{reward.name}"
    if state is not None:
        yield here, state
    for index, child in enumerate(reward.children):
        yield from _states(child, f"{here}.{index}")
