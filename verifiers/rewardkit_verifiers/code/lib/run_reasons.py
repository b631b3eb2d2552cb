"""Why a run did not pass its test: a reason code, and a sentence for people."""

from __future__ import annotations

import re
import reprlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rewardkit_sandbox import RunResult

_LONG_INT = 1000
_SHORT = reprlib.Repr()
_SHORT.maxlist = _SHORT.maxtuple = _SHORT.maxset = _SHORT.maxdict = 12
_SHORT.maxstring = _SHORT.maxlong = _SHORT.maxother = 60
_REASONS = {"failed": "no_answer", "timeout": "time_limit"}
_LACKING = ("ModuleNotFoundError", "ZoneInfoNotFoundError", "gaierror", "URLError")
_NO_NETWORK = re.compile(r"name resolution|urlopen error|Failed to establish a new connection")


def reason_of(run: RunResult | None) -> str:
    """Return the reason code of the run that failed a test; "" where none did."""
    if run is None:
        return ""
    if run.ok:
        return "wrong_answer"
    if run.outcome.value == "runtime_error" and _lacks(run):
        return "not_in_sandbox"
    return _REASONS.get(run.outcome.value, run.outcome.value)


def _lacks(run: RunResult) -> bool:
    """Whether a program ended at something that its sandbox lacks: a module, a program, a network.

    That is its author's fault and no error of ours, or else every wrong program could ask for it.
    """
    if run.error in _LACKING or _NO_NETWORK.search(run.detail):
        return True
    if run.error == "PermissionError":  # of a file has its name; of a socket has none
        return run.detail.endswith("Permission denied")
    return run.error == "FileNotFoundError" and b"subprocess.py" in run.stderr


def detail_of(run: RunResult) -> str:
    """Return a sentence on how a run ended, or what it answered."""
    if not run.ok:
        return run.detail[:200] or run.outcome.value
    if run.answered:
        return f"got {brief(run.changed[0] if run.changed else run.value)}"
    return f"got {run.stdout[:60].decode('utf-8', 'replace')!r:.60}"


def brief(value: Any) -> str:
    """Return the beginning of a value's text, whatever the size of the value.

    Example:
        >>> brief(10 ** 5000), brief([1, "a"])
        ('an integer of 16610 bits', "[1, 'a']")
    """
    if type(value) is int and value.bit_length() > _LONG_INT:
        return f"an integer of {value.bit_length()} bits"
    try:
        return _SHORT.repr(value)[:60]
    except (ValueError, ArithmeticError, RecursionError):
        return f"a {type(value).__name__}"
