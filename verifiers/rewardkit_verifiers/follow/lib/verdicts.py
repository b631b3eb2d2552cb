"""Verdicts on all constraints of a row, strict or loose."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from rewardkit_verifiers.follow.lib.reply import Reply
from rewardkit_verifiers.follow.lib.rows import Wanted

Mode = Literal["strict", "loose"]


def variants(text: str) -> Iterator[Reply]:
    r"""Yield the replies of which one must keep to a constraint under `loose`, the given one first.

    The first line, the last line and asterisks may be left out, as IFEval has it.

    Example:
        >>> [one.text for one in variants("Sure:\n*a*")]
        ['Sure:\n*a*', 'Sure:\na', '*a*', 'a', 'Sure:']
    """
    reply = Reply(text)
    yield reply
    plain = reply.without_asterisks() if "*" in text else None
    if plain is not None and plain.text.strip():
        yield plain
    for start, stop in _parts(text):
        yield reply.part(start, stop)
        within = text.count("*", start, stop) if plain is not None else 0
        if plain is not None and within:
            before = text.count("*", 0, start)
            one = plain.part(start - before, stop - before - within)
            if one.text and not one.text.isspace():
                yield one


def _parts(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the text stands without its first line, its last line, or both."""
    second, last = text.find("\n") + 1 or len(text), max(text.rfind("\n"), 0)
    known = {(0, len(text))}
    for start, stop in ((second, len(text)), (0, last), (second, last)):
        kept = text[start:stop]
        start += len(kept) - len(kept.lstrip())
        stop = start + len(kept.strip())
        if start < stop and (start, stop) not in known:
            known.add((start, stop))
            yield start, stop


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
    found = [False] * len(wanted)
    for reply in [Reply(text)] if mode == "strict" else variants(text):
        for place, (one, given) in enumerate(wanted):
            found[place] = found[place] or one.holds(reply, given, published)
        if all(found):
            break
    return found
