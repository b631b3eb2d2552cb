"""The policy `turned_order`: the right items in the wrong order, where the task asks for one."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from rewardkit.attack.replies import AttackRow, Reply

_ASKS = regex.compile(
    r"(?i)\b(?:rank|ranking|ranked|sort|sorted|arrange|chronological|chronologically|ascending"
    r"|descending|order (?:these|them|the following)|in (?:the )?(?:right |correct )?order)\b"
)
_FREE = regex.compile(r"(?i)\b(?:any|no particular|whatever|unordered|regardless of) ?order")
_LEAST = 3


def replies(row: AttackRow) -> Iterator[Reply]:
    """Yield the items backwards, as the row's own completion writes them, and in form."""
    items = row.own_items
    prompt = row.sample.prompt_text[:8000]
    if len(set(items)) < max(_LEAST, len(items)) or _FREE.search(prompt):
        return
    if not _ASKS.search(prompt):
        return
    own = row.sample.text
    places = [own.find(item) for item in items]
    if places == sorted(places) and places[0] >= 0 and len(own) < 4000:
        exact = regex.compile("|".join(regex.escape(one) for one in sorted(items, key=len)[::-1]))
        turned = dict(zip(items, items[::-1], strict=True))
        yield Reply(exact.sub(lambda found: turned[found[0]], own), "as the completion")
    yield Reply(row.write(", ".join(items[::-1])), "commas, in form")
    yield Reply("\n".join(items[::-1]), "lines")
