"""Data sets whose rows another verifier reads, or none, told by the names of their columns."""

from __future__ import annotations

from collections.abc import Iterable

_MARKS: tuple[tuple[frozenset[str], str], ...] = (
    (
        frozenset({"code_context"}),
        "a row of DS-1000: its code_context compares in the process of the program, beside the "
        "reference, so no verifier reads it",
    ),
    (
        frozenset({"code", "input", "output"}),
        "a row of CRUXEval: its replies are values, not programs, and no verifier reads them",
    ),
    (
        frozenset({"code", "level", "name"}),
        "a row of KernelBench: its modules are compared and timed on a GPU, and no verifier does",
    ),
    (
        frozenset({"FAIL_TO_PASS", "test_patch"}),
        "a row of SWE-bench: its tests run in its repository; code/report reads their report",
    ),
)


def known_row(columns: Iterable[str]) -> str:
    """Return what is known of a row by its columns, or "".

    Example:
        >>> known_row(["code_context", "prompt"])[:16]
        'a row of DS-1000'
    """
    names = frozenset(columns)
    return next((said for marks, said in _MARKS if marks <= names), "")
