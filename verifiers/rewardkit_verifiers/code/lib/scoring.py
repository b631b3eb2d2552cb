"""From tests that passed to a score: all or nothing, a fraction, or by stages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from rewardkit import Score

Mode = Literal["all", "fraction", "staged"]
Stages = tuple[float, float]
STAGES: Stages = (0.1, 0.2)


@dataclass(frozen=True, slots=True)
class Result:
    """What came of the tests of one program.

    Attributes:
        passed: Whether each test was passed by its own answer.
        parses: Whether the program compiles.
        runs: Whether it ran to its end on every test, right or wrong.
        reason: Why the first test that failed did: `wrong_answer`, or how the run ended.
        detail: A sentence on that.
        timeout: Whether it was stopped for taking too long.
        extra: What each test came to, for whoever wants to look.
        undecided: Whether every test that failed did so only by what its task leaves open.
    """

    passed: Sequence[bool]
    parses: bool = True
    runs: bool = True
    reason: str = ""
    detail: str = ""
    timeout: bool = False
    extra: Mapping[str, Any] = field(default_factory=dict)
    undecided: bool = False


def score_of(result: Result, mode: Mode, stages: Stages = STAGES) -> Score:
    """Return the score of a program.

    | mode | value |
    | --- | --- |
    | `all` | 1 if every test passed, else 0 |
    | `fraction` | the fraction of tests that passed |
    | `staged` | what is paid for parsing, then for running; the rest by the fraction that passed |

    Args:
        result: What came of its tests.
        mode: One of the above.
        stages: What `staged` pays a program that compiles, and one that also runs without an
            error; both between 0 and 1, the second not below the first.

    Returns:
        A score between 0 and 1; with status `timeout` where nothing but the low end is earned
        and the program took too long.

    Example:
        >>> score_of(Result([True, False], reason="wrong_answer"), "fraction").value
        0.5
        >>> round(score_of(Result([True, False]), "staged").value, 3)
        0.6
    """
    share = sum(result.passed) / len(result.passed) if result.passed else 0.0
    if mode == "all":
        value = float(share == 1.0)
    elif mode == "fraction":
        value = share
    else:
        value = _staged(result, share, stages)
    detail = result.detail
    if share < 1.0 and result.passed:
        # Where the first failure settles it, nothing is known of the tests after it.
        known = len(result.passed) - list(result.extra.get("passed", ())).count(None)
        asked = (
            "tests"
            if known == len(result.passed)
            else f"tests that were run, of {len(result.passed)},"
        )
        counted = f"{sum(result.passed)} of {known} {asked} passed"
        detail = f"{counted}; {detail}" if detail else counted
    if result.timeout and value == 0.0:
        return replace(Score.timeout("time_limit", detail, value=0.0), extra=result.extra)
    told = (result.reason, detail) if share < 1.0 else ("", "")
    return Score.ok(value, *told, extra=result.extra)


def _staged(result: Result, share: float, stages: Stages) -> float:
    parsing, running = stages
    if share == 1.0:
        return 1.0
    if not result.parses:
        return 0.0
    # What passes has run, so the fraction counts in either case and never pays less than it.
    floor = running if result.runs else parsing
    return floor + (1.0 - running) * share


def check_stages(settings: Mapping[str, Any]) -> None:
    """Refuse stages that do not rise from 0 to 1; for the `check` of a verifier."""
    parsing, running = settings["stages"]
    if not 0.0 <= parsing <= running <= 1.0:
        raise ValueError(f"stages={(parsing, running)} must rise from 0 to 1, such as {STAGES}")
