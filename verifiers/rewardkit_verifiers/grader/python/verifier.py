"""Python that grades, as OpenAI's `python` grader: `grade(sample, item)`, run in the sandbox."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from rewardkit import Sample, Score, reward
from rewardkit_verifiers.code.lib.sandboxes import (
    REFUSED,
    Backend,
    SandboxFailed,
    do_jobs,
    shared_sandbox,
)
from rewardkit_verifiers.grader.lib.templates import item_of, reply_of

# What OpenAI allows a grader: 256 kB of source, two minutes, two GB.
_SOURCE_BYTES = 256 * 1024


def _check(settings: Mapping[str, Any]) -> None:
    source = settings["source"]
    if len(source.encode("utf-8", "replace")) > _SOURCE_BYTES:
        raise ValueError("source has more than 256 kB")
    if "grade" not in source:
        raise ValueError("source defines no function grade(sample, item)")


@reward(
    batched=True,
    check=_check,
    range=lambda settings: (float(settings["low"]), float(settings["high"])),
)
def python(
    sample: list[Sample],
    *,
    source: str,
    low: float = 0.0,
    high: float = 1.0,
    time_s: float = 120.0,
    memory_mb: int = 2048,
    packages: tuple[str, ...] = (),
    backend: Backend = "auto",
) -> list[Score]:
    """Pay what the function `grade(sample, item)` of a source returns.

    The source is run in a sandbox without network, a process for each reply. `sample` has
    `output_text`, `output_json` (None where the reply is no JSON) and `output_tools`; `item` is the
    row.

    Args:
        sample: The samples.
        source: Python that defines `grade`.
        low: The lowest value it may return.
        high: The highest.
        time_s: Seconds for one reply.
        memory_mb: MiB for one reply.
        packages: Installed distributions that the source may import.
        backend: `docker`, `local`, or `auto`: Docker where an engine answers.

    Returns:
        The number. What raises, takes too long or returns no number in the range is an error and
        never a zero, since it says nothing of the reply.

    Example:
        >>> source = "def grade(sample, item): return len(sample['output_text']) / item['most']"
        >>> python(source=source).score(completion="4", most=2).value  # doctest: +SKIP
        0.5
    """
    from rewardkit_sandbox import Call, Job, Limits, Program

    limits = Limits(wall_s=time_s, cpu_s=time_s, memory_mb=memory_mb)
    jobs = [
        Job(
            Program(source),
            calls=(Call("grade", (reply_of(one), dict(item_of(one)))),),
            limits=limits,
        )
        for one in sample
    ]
    try:
        found = do_jobs(shared_sandbox(backend, packages=packages), jobs)
    except SandboxFailed as error:
        return [Score.error("sandbox_error", str(error)) for _ in sample]
    return [_score(one.runs[0], low, high) for one in found]


def _score(run: Any, low: float, high: float) -> Score:
    if run.outcome == "sandbox_error":
        if run.detail.startswith(REFUSED):
            return Score.error("grader_failed", f"the row cannot be sent: {run.detail[:300]}")
        return Score.error("sandbox_error", run.detail)
    if run.outcome != "ok":
        return Score.error("grader_failed", f"{run.outcome}: {_last(run)}")
    value = run.value
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return Score.error("grader_returned", f"grade returned {value!r:.80}, not a number")
    if not low <= value <= high:
        return Score.error("grader_returned", f"grade returned {value!r}, outside {low} to {high}")
    return Score.ok(float(value))


def _last(run: Any) -> str:
    text = run.stderr.decode("utf-8", "replace") if isinstance(run.stderr, bytes) else run.stderr
    lines = [line for line in str(text).splitlines() if line.strip()]
    return (lines[-1] if lines else run.detail)[:300]
