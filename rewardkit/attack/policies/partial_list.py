"""The policy `partial_list`: a part of a list where the row's own completion gives all of it."""

from __future__ import annotations

from collections.abc import Iterator

from rewardkit.attack.replies import AttackRow, Reply


def replies(row: AttackRow) -> Iterator[Reply]:
    """Yield the first item alone, and all but the last; a list of spellings has no such row."""
    items, own = row.own_items, row.sample.text
    if len(items) < 2 or not all(item in own for item in items):
        return
    if any(one != other and one in other for one in items for other in items):
        return  # spellings of one thing: a completion that states the longest states all
    for variant, part in (("first item", items[:1]), ("all but the last", items[:-1])):
        yield Reply(", ".join(part), variant)
        yield Reply(row.write(", ".join(part)), f"{variant}, in form")
    first = min(items, key=own.find)
    start = own[: own.find(first) + len(first)]
    if not all(item in start for item in items):
        yield Reply(start, "the completion up to its first item")
