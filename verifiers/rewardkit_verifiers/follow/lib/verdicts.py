"""Verdicts on all constraints of a row, strict or loose."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from rewardkit_verifiers.follow.lib.reply import Reply
from rewardkit_verifiers.follow.lib.rows import Wanted

Mode = Literal["strict", "loose"]


def variants(text: str) -> list[str]:
    r"""Return the texts of which one must keep to a constraint under `loose`, the reply first.

    The first line, the last line and asterisks may be left out, as IFEval has it.

    Example:
        >>> variants("Sure:\n*a*")
        ['Sure:\n*a*', 'Sure:\na', '*a*', 'Sure:', 'a']
    """
    lines = text.split("\n")
    parts = ["\n".join(some).strip() for some in (lines[1:], lines[:-1], lines[1:-1])]
    every = [text, text.replace("*", ""), *parts, *(part.replace("*", "") for part in parts)]
    return [one for one in dict.fromkeys(every) if one.strip()]


def verdicts(text: str, wanted: Sequence[Wanted], mode: Mode, published: bool) -> list[bool]:
    """Return for each constraint whether the reply keeps to it.

    Args:
        text: The reply.
        wanted: The constraints with their parameters.
        mode: `strict` for the reply as it stands, or `loose` for any of its `variants`.
        published: Whether the published checkers decide, faults and all.
    """
    if not text.strip():
        return [False] * len(wanted)
    texts = [text] if mode == "strict" else variants(text)
    replies = [Reply(one) for one in texts]
    return [any(one.holds(reply, given, published) for reply in replies) for one, given in wanted]
