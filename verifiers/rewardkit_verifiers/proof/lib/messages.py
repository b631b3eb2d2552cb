"""The messages of `lean --json`, one object a line, and what they say of a proof."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

STANDARD = ("propext", "Classical.choice", "Quot.sound")


@dataclass(frozen=True, slots=True)
class Message:
    """One message: `error`, `warning` or `information`, and its text."""

    severity: str
    text: str


def read_messages(output: str) -> list[Message]:
    r"""Return the messages of Lean; lines that are none, such as a stack overflow, are left out.

    Example:
        >>> read_messages('{"severity":"error","data":"unsolved goals"}\nStack overflow')
        [Message(severity='error', text='unsolved goals')]
    """
    found = []
    for line in output.split("\n"):
        try:
            one = json.loads(line) if line.startswith("{") else None
        except (ValueError, RecursionError):
            continue
        if isinstance(one, dict) and isinstance(one.get("data"), str):
            found.append(Message(str(one.get("severity", "")), one["data"]))
    return found


def first_error(messages: Sequence[Message]) -> str:
    """Return the text of the first error, or an empty one."""
    return next((one.text for one in messages if one.severity == "error"), "")


def axioms_of(name: str, messages: Sequence[Message]) -> list[str] | None:
    """Return the axioms that a theorem rests on by `#print axioms`; None without such a message.

    Example:
        >>> axioms_of("t", [Message("information", "'t' depends on axioms: [propext, Quot.sound]")])
        ['propext', 'Quot.sound']
        >>> axioms_of("t", [Message("information", "'t' does not depend on any axioms")])
        []
    """
    quoted = re.escape(f"'{name}'")
    for one in messages:
        if re.fullmatch(rf"{quoted} does not depend on any axioms\s*", one.text):
            return []
        listed = re.fullmatch(rf"{quoted} depends on axioms:\s*\[([^\[\]]*)\]\s*", one.text)
        if listed is not None:
            return [part.strip() for part in listed[1].split(",") if part.strip()]
    return None
