"""The report of a failed case: expectation, score, breakdown and completion."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from rewardkit.data.sample import Sample
from rewardkit.data.score import Breakdown
from rewardkit.data.terminal import harmless
from rewardkit.testing.cases.compare import Mismatch
from rewardkit.testing.cases.runner import Outcome

EXCERPT = 400
LONG_VALUE = 200


def explain(outcome: Outcome) -> str:
    """Return the report of a case: expectation, score, breakdown and completion."""
    case = outcome.case
    lines = [f"case {case.id!r}  ({short_path(outcome.path)}:{case.line})"]
    if case.note:
        lines.append(f"  note: {case.note}")
    if outcome.trouble:
        lines += ["", f"  could not be scored: {outcome.trouble}"]
    return "\n".join([*lines, *described(outcome.mismatches, outcome.breakdown, case.sample)])


def described(
    mismatches: Sequence[Mismatch], found: Breakdown | None, sample: Sample
) -> Iterator[str]:
    """Yield the lines that explain an unexpected score."""
    if mismatches:
        yield ""
        rows = [("", "expected", "got"), *((m.what, m.expected, m.got) for m in mismatches)]
        wide = [max(len(row[column]) for row in rows) for column in (0, 1)]
        for what, expected, got in rows:
            yield f"  {what:<{wide[0]}}  {expected:<{wide[1]}}  {got}".rstrip()
    if found is not None:
        yield ""
        yield from (f"  {line}" for line in str(found).splitlines())
        for name, leaf in found.leaves().items():
            for key, value in leaf.score.extra.items():
                yield f"  {name}: {key} = {_short(value)}"
    yield ""
    text = sample.text
    plural = "" if len(text) == 1 else "s"
    yield f"  completion, {len(text):,} character{plural}:" if text else "  completion: empty"
    yield from (f"    {line}" for line in excerpt(text).splitlines())
    if not isinstance(sample.completion, str):
        yield "  messages of the completion:"
        yield from (f"    {line}" for message in sample.completion for line in told(message))
    if sample.answer is not None:
        yield f"  answer: {_short(sample.answer)}"
    yield from (f"  {name}: {_short(value)}" for name, value in sample.columns.items())


def told(message: Mapping[str, Any]) -> Iterator[str]:
    """Yield the lines of one chat message: its role, its text and its tool calls.

    Example:
        >>> call = {"function": {"name": "add", "arguments": '{"a": 1}'}}
        >>> list(told({"role": "assistant", "content": None, "tool_calls": [call]}))
        ['assistant: (no text)', '  calls add {"a": 1}']
    """
    content = message.get("content")
    said = content if isinstance(content, str) else "" if content is None else _short(content)
    yield f"{message.get('role', '(no role)')}: {excerpt(said) or '(no text)'}"
    calls = message.get("tool_calls")
    for call in calls if isinstance(calls, Sequence) and not isinstance(calls, str) else ():
        made = call.get("function", call) if isinstance(call, Mapping) else call
        if not isinstance(made, Mapping):
            yield f"  calls {excerpt(repr(made), LONG_VALUE)}"
            continue
        given = made.get("arguments", "")
        text = given if isinstance(given, str) else repr(given)
        yield f"  calls {made.get('name', '(no name)')} {excerpt(text, LONG_VALUE)}".rstrip()


def excerpt(text: str, limit: int = EXCERPT) -> str:
    """Return a text with control characters visible, with the middle left out if it is long.

    Example:
        >>> excerpt("abc" * 100, limit=10)
        'abcab ... 290 characters ... bcabc'
    """
    if len(text) > limit:
        half = limit // 2
        left_out = len(text) - 2 * half
        text = f"{text[:half]} ... {left_out:,} characters ... {text[-half:]}"
    return harmless(text)


def _short(value: Any) -> str:
    text = ascii(value) if isinstance(value, bytes) else repr(value)
    return text if len(text) <= LONG_VALUE else f"{text[:LONG_VALUE]}..."


def short_path(path: Path) -> str:
    """Return a path relative to the current folder where it lies below it."""
    try:
        shown = os.path.relpath(path)
    except ValueError:  # another drive
        return str(path)
    return str(path) if shown.startswith("..") else shown
