"""A final answer as it is written, or why there is none."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

NOWHERE = (-1, -1)


@dataclass(frozen=True, slots=True)
class Found:
    """A final answer as it is written.

    Attributes:
        text: The answer, outer spaces removed.
        where: The convention that found it.
        others: Other answers of the same standing, such as a second box; in order.
        times: How often the answer was marked so.
        around: What stands before and after a last number on its line; empty for the rest.
        clear: Whether the text that holds it states one value; False for a sentence of several.
        at: Where the only box of a text begins and ends; -1 for both where that was not kept.
    """

    text: str
    where: str
    others: tuple[str, ...] = ()
    times: int = field(default=1, repr=False, compare=False)
    around: tuple[str, str] = field(default=("", ""), repr=False, compare=False)
    clear: bool = field(default=True, repr=False, compare=False)
    at: tuple[int, int] = field(default=NOWHERE, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Missing:
    """Why there is no final answer.

    Attributes:
        reason: `empty`, `copied_prompt`, `unfinished_reasoning`, `no_answer`, `unclosed` or
            `placeholder`.
        detail: A sentence.
    """

    reason: str
    detail: str


def finish(name: str, raw: list[str], at: tuple[int, int] = NOWHERE) -> Found | Missing | None:
    """Return the last of the pieces that a convention found, unless it is only a form to fill in.

    Args:
        name: The convention.
        raw: What it found, in order; None comes back when that is nothing.
        at: Where the only piece begins and ends, with its marks.
    """
    if len(raw) == 1 and (only := raw[0].strip()).isalnum() and only[-1].isdecimal():
        return Found(only, name, at=at)  # neither a blank nor a placeholder ends in a digit
    kept = [piece for piece in map(_unmarked, raw) if not _BLANK.fullmatch(piece)]
    if not kept:
        return Missing("placeholder", f"{name} holds a blank") if raw else None
    real = [piece for piece in kept if piece and not _PLACEHOLDER.fullmatch(piece)]
    last = kept[-1]
    if not real or last is not real[-1]:
        # A form to fill in, after whatever came before, is where the answer should have been.
        return Missing("placeholder", f"{last[:40]!r} in {name} is a placeholder, not an answer")
    others = tuple(dict.fromkeys(piece for piece in real[:-1] if piece != last))
    return Found(last, name, others, kept.count(last), at=at)


def _unmarked(piece: str) -> str:
    """Remove spaces and Markdown's bold marks around a piece."""
    piece = piece.strip()
    if piece.startswith("**") or piece.endswith("**"):
        piece = piece.removeprefix("**").removesuffix("**").strip()
    return piece


# A blank to fill in that the task itself prints.
_BLANK = re.compile(r"\\[hv]?phantom\s*\{[^{}]*\}|\\square|\\underline\s*\{\s*\}")
_PLACEHOLDER = re.compile(
    r"[.…_?]+|\{+\s*(?:answer|final_answer|ground_truth|solution|gold|result|value|x)\s*\}+"
    r"|<[a-z_ ]*>|\[?(?:your |the )?(?:final )?answer(?: here)?\]?|(?:final_)?answer|ground_truth",
    re.IGNORECASE,
)
