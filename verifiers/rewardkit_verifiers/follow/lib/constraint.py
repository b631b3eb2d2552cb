"""Constraints: an id, the sentence that asks for it, its parameters, and its check."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Literal

from rewardkit.errors import closest
from rewardkit_verifiers.follow.lib.reply import Reply

Check = Callable[..., bool]
# A `word` may stand in a list of one; a `hidden` relation stands in no sentence and may be missing.
Kind = Literal["count", "text", "texts", "word", "relation", "hidden"]
RELATIONS = ("less than", "at least")
_LONGEST_ID, _CLOSE = 80, 0.7


class BadInstruction(ValueError):
    """A constraint of a row is unknown, or its parameters are missing or broken."""

    def __init__(self, message: str, *, unknown: bool = False) -> None:
        super().__init__(message)
        self.unknown = unknown


@dataclass(slots=True)
class Constraint:
    """One published constraint.

    Attributes:
        id: Its published id, such as `count:numbers`.
        ask: The sentence that asks for it; `{name}` stands for a parameter.
        parameters: The kind of each parameter by name.
        check: Whether a reply keeps to it, by the words of its sentence.
        published: Whether a reply keeps to it by the published checker, where that differs.
        fault: Why no reply can keep to it with some parameters; None where one can.
    """

    id: str
    ask: str
    parameters: Mapping[str, Kind]
    check: Check
    published: Check | None = field(default=None)
    fault: Callable[..., str | None] | None = field(default=None)

    def holds(self, reply: Reply, given: Mapping[str, Any], published: bool = False) -> bool:
        """Return True if a reply keeps to the constraint with these parameters."""
        check = self.published if published and self.published is not None else self.check
        return bool(check(reply, **given))

    def read(self, given: Mapping[str, Any] | None) -> dict[str, Any]:
        """Return the parameters of a row, of the right types.

        Null is left out: Arrow gives each row the parameters of all constraints.

        Raises:
            BadInstruction: One is missing, unknown or broken.
        """
        shown = {name: value for name, value in (given or {}).items() if value is not None}
        for name in shown:
            if name not in self.parameters:
                hint = closest(name, self.parameters)
                raise BadInstruction(f"{self.id} has no parameter {name!r}.{hint}")
        needed = [name for name, kind in self.parameters.items() if kind != "hidden"]
        missing = [name for name in needed if name not in shown]
        if missing:
            raise BadInstruction(f"{self.id} lacks the parameter {missing[0]!r}")
        read = {name: _typed(self, name, value) for name, value in shown.items()}
        why = self.fault(**read) if self.fault is not None else None
        if why is not None:
            raise BadInstruction(f"{self.id}: {why}")
        return read

    def asks(self, given: Mapping[str, Any]) -> str:
        """Return the sentence that asks for the constraint with these parameters.

        Example:
            >>> find("count:numbers").asks({"N": 3})
            'Include exactly 3 numbers in the response.'
        """
        shown = {
            name: ", ".join(map(str, value)) if isinstance(value, list | tuple) else value
            for name, value in given.items()
        }
        return self.ask.format(**shown)


def _typed(constraint: Constraint, name: str, value: Any) -> Any:
    kind = constraint.parameters[name]
    if hasattr(value, "tolist"):
        value = value.tolist()
    if kind == "count":
        whole = isinstance(value, int | float) and not isinstance(value, bool)
        if whole and value >= 0 and value == int(value):
            return int(value)
    elif kind in ("relation", "hidden"):
        if value in RELATIONS:
            return value
    elif kind == "texts":
        if isinstance(value, list | tuple) and value and all(isinstance(o, str) for o in value):
            return list(value)
    else:
        if kind == "word" and isinstance(value, list | tuple) and len(value) == 1:
            value = value[0]
        if isinstance(value, str) and value.strip():
            return value
    raise BadInstruction(f"{constraint.id}: {name}={str(value)[:60]!r} is no {kind}")


_KNOWN: dict[str, Constraint] = {}


def constraint(id: str, ask: str, **parameters: Kind) -> Callable[[Check], Check]:
    """Return a decorator that declares a check as a constraint."""

    def declare(check: Check) -> Check:
        _KNOWN[id] = Constraint(id, ask, parameters, check)
        return check

    return declare


def published(id: str) -> Callable[[Check], Check]:
    """Return a decorator that declares how the published checker decides a constraint."""

    def declare(check: Check) -> Check:
        _KNOWN[id].published = check
        return check

    return declare


def fault(id: str) -> Callable[[Callable[..., str | None]], Callable[..., str | None]]:
    """Return a decorator that declares with which parameters no reply can keep to a constraint."""

    def declare(why: Callable[..., str | None]) -> Callable[..., str | None]:
        _KNOWN[id].fault = why
        return why

    return declare


def find(id: str) -> Constraint:
    """Return a constraint by its published id.

    Raises:
        BadInstruction: There is none.
    """
    found = _KNOWN.get(id)
    if found is None:
        raise BadInstruction(f"there is no constraint {id[:80]!r}.{_hint(id)}", unknown=True)
    return found


def _hint(id: str) -> str:
    """Return the closest id, by its second half alone where no whole one is close, or the list.

    Example:
        >>> _hint("nope:nope")
        ' `known_ids()` of `rewardkit_verifiers.follow.lib.catalogue` lists them all.'
    """
    group, _, name = id[:_LONGEST_ID].rpartition(":")
    kin = [one for one in _KNOWN if one.partition(":")[0] == group]
    hint = closest(id[:_LONGEST_ID], _KNOWN)
    if hint:
        return hint
    halves = {one.partition(":")[2]: one for one in _KNOWN}
    near = get_close_matches(name, halves, n=1, cutoff=_CLOSE)
    if near:
        return f" Did you mean {halves[near[0]]!r}?"
    place = " `known_ids()` of `rewardkit_verifiers.follow.lib.catalogue` lists them all."
    return (closest("", kin) if kin else "") + place


def known_ids() -> list[str]:
    """Return the ids of all constraints, in order."""
    return sorted(_KNOWN)


def related(count: int, relation: str, wanted: int) -> bool:
    """Return True if a count is less than, or at least, the wanted one.

    Example:
        >>> related(3, "at least", 3), related(3, "less than", 3)
        (True, False)
    """
    return count < wanted if relation == RELATIONS[0] else count >= wanted
