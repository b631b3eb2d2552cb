"""Rubrics of verifiers (Prime Intellect) where they are data: named functions with weights."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rewardkit.graders.imported import Data, Import


def rubric_of(data: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the table `[env.taskset.task.rewards]` of a TOML, None where there is none."""
    found: Any = data
    for key in ("env", "taskset", "task", "rewards"):
        if isinstance(found, list):
            found = found[0] if found else None
        found = found.get(key) if isinstance(found, Mapping) else None
    return found if isinstance(found, Mapping) else None


def read_rubric(data: Mapping[str, Any], to: Import) -> Data:
    """Return the spec of a rubric as plain data; each function must become a reward.

    Raises:
        InputError: An entry names no function.
    """
    parts = {}
    for name, one in (rubric_of(data) or {}).items():
        with to.inside(name):
            entry = {"fn": one} if isinstance(one, str) else one
            if not isinstance(entry, Mapping):
                raise to.error(f"a reward is a table with fn, not {one!r:.60}")
            function, weight = to.text(entry, "fn"), entry.get("weight", 1.0)
            if isinstance(weight, bool) or not isinstance(weight, int | float):
                raise to.error(f"weight must be a number, not {weight!r:.60}")
            if ":" not in function:
                module, _, attribute = function.rpartition(".")
                function = f"{module}:{attribute}"
            to.note(
                "needed",
                f"{function} takes the trace of verifiers: write it as a @reward of `completion` "
                "and columns, at the same place",
            )
            parts[name] = {"weight": float(weight), "of": {"use": function}}
    to.note("differs", "their sum is weighted as it is: `scale: none`")
    return {"weighted": {"scale": "none", "parts": parts}}
