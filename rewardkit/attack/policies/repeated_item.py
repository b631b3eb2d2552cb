"""The policy `repeated_item`: a list or ranking in which every place holds the same item."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from rewardkit.attack.replies import AttackRow, Reply

_LIST = regex.compile(
    r"(?P<item>\[?\w[\w-]{0,30}\]?)(?:(?P<mark>\s*[,;|>]\s*|\n)(?P<item>\[?\w[\w-]{0,30}\]?)){2,60}+"
)
_LONGEST = 2000
# A shorter run is an enumeration inside of prose.
_WHOLE = 0.6


def replies(row: AttackRow) -> Iterator[Reply]:
    """Yield the row's own list with its first item, then its last, in every place."""
    own = row.sample.text
    match = _LIST.search(own[:_LONGEST])
    if match is None or len(match[0]) < _WHOLE * len(own.strip()):
        return
    items = match.captures("item")
    if len(set(items)) < len(items):
        return
    for variant, item in (("first item", items[0]), ("last item", items[-1])):
        parts = [item]
        for mark in match.captures("mark"):
            parts += [mark, item]
        yield Reply(own[: match.start()] + "".join(parts) + own[match.end() :], variant)
