"""The laboratory: hostile replies against a reward, with proof of every hole that is found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rewardkit.attack.data_lint.findings import Finding, LintReport
    from rewardkit.attack.data_lint.run import lint
    from rewardkit.attack.replies import AttackRow, Form, Reply
    from rewardkit.attack.result import Attack, Conduct, FalseFail, Hole
    from rewardkit.attack.run import attack

__all__ = [
    "Attack",
    "AttackRow",
    "Conduct",
    "FalseFail",
    "Finding",
    "Form",
    "Hole",
    "LintReport",
    "Reply",
    "attack",
    "lint",
]

_LATE = {
    "Attack": "result",
    "AttackRow": "replies",
    "Conduct": "result",
    "FalseFail": "result",
    "Finding": "data_lint.findings",
    "Form": "replies",
    "Hole": "result",
    "LintReport": "data_lint.findings",
    "Reply": "replies",
    "attack": "run",
    "lint": "data_lint.run",
}


def __getattr__(name: str) -> Any:
    if name not in _LATE:
        raise AttributeError(f"module 'rewardkit.attack' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"rewardkit.attack.{_LATE[name]}"), name)
    globals()[name] = value
    return value
