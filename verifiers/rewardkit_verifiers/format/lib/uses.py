"""Which markers of a reply are used, and which ones are only spoken of inside a block."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Sequence

from rewardkit_verifiers.format.lib.blocks import Pair, markers_of, quoted

# Emphasis and brackets set a marker apart too, but bold tags are also how some models write them:
# with these around it, the end of the block that is open stays its end.
_WEAK = (("**", "**"), ("(", ")"))
_DOUBLED = {"<": ">", "[": "]", "{": "}", "(": ")"}
_CODE = re.compile(r"`[^`\n]{1,200}`")
# A quoted pair of markers is a mention only while what it holds is short and on one line.
_LONGEST_MENTION = 200


def uses(text: str, pairs: Sequence[Pair]) -> dict[int, list[int]]:
    """Return where each marker is used, by its index in the order of the format.

    Outside a block every marker counts, quoted or not: a quoted second answer between two blocks
    would be read by whoever takes the first. Inside a block a quoted marker, or a code span or
    quotation that holds a whole pair, is spoken of.

    Example:
        >>> from rewardkit_verifiers.format.lib.blocks import pairs_of
        >>> uses("<a>I end with `</a>`.</a>", pairs_of(["a"]))
        {0: [0], 1: [21]}
    """
    markers = markers_of(pairs)
    places = sorted(
        (place, index) for index, marker in enumerate(markers) for place in _all(text, marker)
    )
    found: dict[int, list[int]] = {index: [] for index in range(len(markers))}
    spans = code_spans(text)
    inside: int | None = None
    at = 0
    while at < len(places):
        place, index = places[at]
        end = place + len(markers[index])
        if inside is not None:
            if quoted(text, place, end) or (index != inside + 1 and _weak(text, place, end)):
                at += 1
                continue
            own_end = inside == len(markers) - 2 and index == inside
            if not own_end and _pair_spoken_of(text, places[at : at + 2], markers, spans):
                at += 2
                continue
        found[index].append(place)
        if inside is None and index % 2 == 0:
            inside = index
        elif inside is not None and index == inside + 1:
            inside = None
        at += 1
    return found


def _all(text: str, marker: str) -> list[int]:
    found = []
    closing = _DOUBLED.get(marker[0])
    start = text.find(marker)
    while start >= 0:
        end = start + len(marker)
        # `<<think>>` is another text than `<think>`.
        doubled = (
            closing == marker[-1]
            and text[max(0, start - 1) : start] == marker[0]
            and text[end : end + 1] == closing
        )
        if not doubled:
            found.append(start)
        start = text.find(marker, end)
    return found


def _weak(text: str, start: int, end: int) -> bool:
    return any(
        text.endswith(left, 0, start) and text.startswith(right, end) for left, right in _WEAK
    )


def _pair_spoken_of(
    text: str,
    places: Sequence[tuple[int, int]],
    markers: Sequence[str],
    spans: Sequence[tuple[int, int]],
) -> bool:
    if len(places) < 2 or places[0][1] % 2 or places[1][1] != places[0][1] + 1:
        return False
    start, end = places[0][0], places[1][0] + len(markers[places[1][1]])
    if end - start > _LONGEST_MENTION or "\n" in text[start:end]:
        return False
    if quoted(text, start, end):
        return True
    return within(spans, start, end)


def code_spans(text: str) -> list[tuple[int, int]]:
    """Return where text stands between single backticks on one line, the backticks included."""
    return [match.span() for match in _CODE.finditer(text)] if "`" in text else []


def within(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Return whether one of these sorted spans holds a stretch of text and more."""
    span = bisect_right(spans, (start, math.inf)) - 1
    return span >= 0 and spans[span][0] < start and end < spans[span][1]
