"""Scoring by a candidate inside the sandbox: one call of a session for each reply."""

from __future__ import annotations

import math
from collections.abc import Sequence
from contextlib import ExitStack
from time import monotonic
from typing import Any

from rewardkit.attack.honest import LABELS
from rewardkit.attack.process import OutOfTime, Scorer, Shot
from rewardkit.data.sample import Sample
from rewardkit.errors import InputError, SandboxError
from rewardkit.rewards.base import Reward
from rewardkit.testing.draft.candidate import CALL, program_of
from rewardkit_sandbox import (
    BadRequest,
    Limits,
    Outcome,
    PooledSandbox,
    RunResult,
    SandboxUnavailable,
    Session,
)

MEMORY_MB = 256
_PATIENCE = 3
_SHORTEST = 0.5


class SandboxScorer(Scorer):
    """A scorer whose reward is source text that runs in the sandbox, never in this process.

    A candidate that hangs or ends its process gets a new one for the next reply.
    """

    def __init__(
        self,
        sandbox: PooledSandbox,
        source: str,
        reward: Reward,
        timeout: float,
        deadline: float = math.inf,
    ) -> None:
        super().__init__(reward, timeout, deadline)
        self._sandbox = sandbox
        self._program = program_of(source)
        self._stack: ExitStack | None = None
        self._session: Session | None = None

    def stop(self) -> None:
        """End the candidate's process; the next call starts a fresh one."""
        stack, self._stack, self._session = self._stack, None, None
        if stack is not None:
            stack.close()
        super().stop()

    def load(self) -> str:
        """Load the candidate; return the reason why it cannot be loaded, or an empty text.

        Raises:
            SandboxError: The sandbox failed, twice.
        """
        for _ in range(2):
            failed = self._opened().failed
            if failed is None:
                return ""
            self.stop()
            if failed.outcome is not Outcome.SANDBOX_ERROR:
                return f"{failed.outcome.value}: {failed.detail}"
        raise SandboxError(f"the sandbox failed: {failed.detail if failed else ''}")

    def _some(self, samples: Sequence[Sample], together: bool, traced: bool) -> list[Shot]:
        """Score every sample by a call of its own: a candidate has no batches."""
        found = []
        for sample in samples:
            if self.answered == 0 and self.hangs >= _PATIENCE:
                raise OutOfTime(f"no result for any of {self.hangs} replies")
            if monotonic() >= self.deadline:
                raise OutOfTime("no time is left")
            found.append(self._one(sample))
        return found

    def _one(self, sample: Sample) -> Shot:
        row = row_of(sample)
        for _ in range(2):
            try:
                run = self._opened().call(CALL, row)
            except BadRequest as error:
                raise InputError(
                    f"row {sample.id}: cannot be sent to a candidate: {error}"
                ) from None
            if run.outcome is Outcome.SANDBOX_ERROR:
                # Once may be the machine's bad moment; of no number of them is a verdict made.
                self.stop()
                continue
            if run.outcome is Outcome.TIMEOUT:
                self.hangs += 1
                self.hung = self.hung or sample
            else:
                self.answered += 1
            if not run.ok and (run.exit_code is not None or run.signal is not None):
                self.stop()
            return shot_of(run)
        raise SandboxError(f"the sandbox failed: {run.detail}")

    def _opened(self) -> Session:
        if self._session is None:
            wall = max(_SHORTEST, self.timeout / (1 + 2 * self.hangs))
            # One process answers all calls, so its processor time grows with their number.
            limits = Limits(wall_s=wall, cpu_s=3600.0, memory_mb=MEMORY_MB, waiting_s=wall)
            stack = ExitStack()
            try:
                self._session = stack.enter_context(self._sandbox.session(self._program, limits))
            except SandboxUnavailable as error:
                raise SandboxError(str(error)) from None
            self._stack = stack
        return self._session


def row_of(sample: Sample) -> dict[str, Any]:
    """Return the arguments of a candidate: texts, reference and columns, without any label."""
    columns = {name: value for name, value in sample.columns.items() if name not in LABELS}
    return {
        **columns,
        "completion": sample.text,
        "prompt": sample.prompt_text,
        "answer": sample.answer,
    }


def shot_of(run: RunResult) -> Shot:
    """Return the result of one call; only a finite number from 0 to 1 is a value."""
    seconds = run.usage.cpu_s
    if run.outcome is Outcome.TIMEOUT:
        return Shot(None, "hung", "hung", run.detail, seconds=seconds)
    if run.outcome is Outcome.RUNTIME_ERROR and run.exit_code is None and run.signal is None:
        return Shot(None, "error", "exception", run.detail[:300], seconds=seconds)
    if not run.ok or not run.answered:
        text = f"{run.outcome.value}: {run.detail}"[:300]
        return Shot(None, "died", "died", text, seconds=seconds)
    value = run.value
    if value is None:
        return Shot(None, "abstain", "returned_none", "returned None", seconds=seconds)
    if not isinstance(value, (bool, int, float)):
        text = f"returned a {type(value).__name__}, not a number"
        return Shot(None, "error", "bad_return", text, seconds=seconds)
    if isinstance(value, float) and not math.isfinite(value):
        return Shot(None, "error", "not_finite", f"returned {value}", seconds=seconds)
    if not 0 <= value <= 1:
        text = "returned a number outside [0, 1]"
        return Shot(None, "error", "out_of_range", text, seconds=seconds)
    return Shot(float(value), seconds=seconds)
