"""What all runs of one job may take and bring back together."""

from __future__ import annotations

import time
from typing import Any

Run = dict[str, Any]
# A frame has limits of its own, and a program that could break one would turn a wrong answer
# into trouble of ours.
MOST_OUTPUT = 192 << 20
MOST_ANSWERS = 20 << 20


class Budget:
    """What is left of it.

    Args:
        total_s: Seconds of real time for all runs; None for no limit.
        wall_s: Seconds for each of them.
    """

    def __init__(self, total_s: float | None, wall_s: float) -> None:
        self._total_s = total_s or float("inf")
        self._deadline = time.monotonic() + self._total_s
        self._wall_s = wall_s
        self._output, self._answers = MOST_OUTPUT, MOST_ANSWERS

    def end_of(self, began: float) -> float:
        """When a run that begins now has to be over."""
        return min(began + self._wall_s, self._deadline)

    def late(self) -> Run | None:
        """The run that stands for all for which no time is left, or None if there is some."""
        if time.monotonic() < self._deadline:
            return None
        return {
            "outcome": "timeout", "detail": f"more than {self._total_s:g} s for all runs together",
            "stdout": b"", "stderr": b"", "stdout_cut": False, "stderr_cut": False,
            "exit": None, "signal": None, "wall_s": 0.0, "cpu_s": 0.0, "memory_kb": 0,
        }  # fmt: skip

    def with_output(self, run: Run) -> Run:
        """The run, without what it wrote if that is too much beside what came before it."""
        self._output -= len(run["stdout"]) + len(run["stderr"])
        if self._output >= 0:
            return run
        detail = f"more than {MOST_OUTPUT} bytes of output in all runs together"
        nothing = {"stdout": b"", "stderr": b"", "stdout_cut": True, "stderr_cut": True}
        return {**run, **nothing, "outcome": "output_limit", "detail": detail}

    def too_long(self, answer: int) -> str:
        """Why an answer of this many bytes is too much beside the others, or ""."""
        self._answers -= answer
        return f"more than {MOST_ANSWERS} bytes of answers" if self._answers < 0 else ""
