"""Test rewards: cases in files, assertions, and checks that any reward should pass."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rewardkit.testing.assertions import assert_prefers, assert_score
    from rewardkit.testing.cases.model import Case, CaseFile, Expect, read_cases
    from rewardkit.testing.cases.runner import FileResult, Outcome, run_cases
    from rewardkit.testing.checks.check_reward import (
        CHECKS,
        CheckReport,
        Failure,
        assert_reward,
        check_reward,
    )

__all__ = [
    "CHECKS",
    "Case",
    "CaseFile",
    "CheckReport",
    "Expect",
    "Failure",
    "FileResult",
    "Outcome",
    "assert_prefers",
    "assert_reward",
    "assert_score",
    "check_reward",
    "read_cases",
    "run_cases",
]

# The pytest plugin is in this package and is loaded by every run of pytest: nothing here may import
# pydantic before it is needed.
_LATE = {
    "CHECKS": "checks.check_reward",
    "Case": "cases.model",
    "CaseFile": "cases.model",
    "CheckReport": "checks.check_reward",
    "Expect": "cases.model",
    "Failure": "checks.check_reward",
    "FileResult": "cases.runner",
    "Outcome": "cases.runner",
    "assert_prefers": "assertions",
    "assert_reward": "checks.check_reward",
    "assert_score": "assertions",
    "check_reward": "checks.check_reward",
    "read_cases": "cases.model",
    "run_cases": "cases.runner",
}


def __getattr__(name: str) -> Any:
    if name not in _LATE:
        raise AttributeError(f"module 'rewardkit.testing' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"rewardkit.testing.{_LATE[name]}"), name)
    globals()[name] = value
    return value
