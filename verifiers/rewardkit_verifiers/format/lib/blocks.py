"""Blocks between literal markers: a scanner that looks at each character a fixed number of times.

No regular expressions: `.*?` between two tags is quadratic on a reply that never closes them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

Block = str | tuple[str, str]
"""A tag name such as `think`, or an opening and a closing marker written out."""

MOST_BLOCKS = 16
# Quoted on both sides, a marker is spoken of and not used.
QUOTES = {"`": "`", '"': '"', "'": "'", "“": "”", "‘": "’", "«": "»", "「": "」"}


@dataclass(frozen=True, slots=True)
class Pair:
    """The two markers of one block and the name it goes by."""

    name: str
    open: str
    close: str


@dataclass(frozen=True, slots=True)
class Fault:
    """One way in which a reply departs from the format, and the markers that it spoils."""

    reason: str
    detail: str
    markers: tuple[int, ...]


def pairs_of(tags: Sequence[Block]) -> tuple[Pair, ...]:
    """Return the markers that a list of blocks stands for.

    Raises:
        ValueError: The blocks cannot be told apart in a text.

    Example:
        >>> pairs_of(["think"])
        (Pair(name='think', open='<think>', close='</think>'),)
        >>> pairs_of([("<SOLUTION>", "<END>")])[0].name
        '<SOLUTION>'
    """
    return _pairs(tuple(tag if isinstance(tag, str) else (tag[0], tag[1]) for tag in tags))


@lru_cache(maxsize=256)
def _pairs(tags: tuple[Block, ...]) -> tuple[Pair, ...]:
    if not tags:
        raise ValueError("tags=() names no block. Give at least one, such as ('think', 'answer')")
    if len(tags) > MOST_BLOCKS:
        raise ValueError(f"{len(tags)} tags are more than a format can have ({MOST_BLOCKS})")
    pairs = tuple(_pair(tag) for tag in tags)
    markers = markers_of(pairs)
    for index, marker in enumerate(markers):
        for other in markers[:index]:
            if marker in other or other in marker:
                raise ValueError(
                    f"markers {other!r} and {marker!r} cannot be told apart, because one holds the "
                    "other. Every marker must be different"
                )
    return pairs


def _pair(tag: Block) -> Pair:
    if isinstance(tag, str):
        if not tag.strip() or tag != tag.strip():
            raise ValueError(f"tag {tag!r} must be a name without blanks at its ends")
        if "<" in tag or ">" in tag or tag.startswith("/"):
            raise ValueError(
                f"tag {tag!r} must be a bare name such as 'think'. To write markers out, give a "
                "pair: ['<open>', '</open>']"
            )
        return Pair(tag, f"<{tag}>", f"</{tag}>")
    opening, closing = tag
    for marker in (opening, closing):
        if not marker.strip() or marker != marker.strip():
            raise ValueError(f"marker {marker!r} must be text without blanks at its ends")
    return Pair(opening, opening, closing)


def markers_of(pairs: Sequence[Pair]) -> list[str]:
    """Return all markers in the order in which a reply has them."""
    return [marker for pair in pairs for marker in (pair.open, pair.close)]


def occurrences(text: str, marker: str) -> list[int]:
    """Return where a marker is used; places where it is quoted on both sides are not uses.

    Example:
        >>> occurrences("<a>I end with `</a>`.</a>", "</a>")
        [21]
    """
    found = []
    start = text.find(marker)
    while start >= 0:
        end = start + len(marker)
        if not quoted(text, start, end):
            found.append(start)
        start = text.find(marker, end)
    return found


def quoted(text: str, start: int, end: int) -> bool:
    """Return whether a stretch of text stands between two quotation marks of a kind."""
    return start > 0 and QUOTES.get(text[start - 1], "\0") == text[end : end + 1]


def hidden_spans(text: str) -> list[tuple[int, int]]:
    """Return the HTML comments of a text; one that is never closed reaches to the end."""
    spans = []
    start = text.find("<!--")
    while start >= 0:
        end = text.find("-->", start + 4)
        end = len(text) if end < 0 else end + 3
        spans.append((start, end))
        start = text.find("<!--", end)
    return spans


def place_faults(text: str, pairs: Sequence[Pair], found: Mapping[int, list[int]]) -> list[Fault]:
    """Return what is wrong with how often and in which order the markers occur."""
    markers = markers_of(pairs)
    faults = _hidden(text, markers, found)
    for index, places in found.items():
        if not places:
            faults.append(Fault("missing_tag", f"{markers[index]} is missing", (index,)))
        elif len(places) > 1:
            detail = f"{markers[index]} occurs {len(places)} times"
            faults.append(Fault("repeated_tag", detail, (index,)))
    single = [index for index, places in found.items() if len(places) == 1]
    in_text = sorted(single, key=lambda index: found[index][0])
    moved = tuple(one for one, other in zip(single, in_text, strict=True) if one != other)
    if moved:
        order = " ".join(markers[index] for index in in_text)
        faults.append(Fault("misplaced_tag", f"the order is {order}", moved))
    return faults


def _hidden(text: str, markers: Sequence[str], found: Mapping[int, list[int]]) -> list[Fault]:
    if "<!--" not in text or any("<!--" in marker for marker in markers):
        return []
    places = sorted((place, index) for index, where in found.items() for place in where)
    spoilt: dict[int, None] = {}
    at = 0
    for start, end in hidden_spans(text):
        while at < len(places) and places[at][0] < start:
            at += 1
        # Inside a block, a comment that is never closed is text about comments.
        inside = at > 0 and places[at - 1][1] % 2 == 0
        if end == len(text) and not text.endswith("-->") and inside:
            break
        while at < len(places) and places[at][0] < end:
            spoilt[places[at][1]] = None
            at += 1
    if not spoilt:
        return []
    names = ", ".join(markers[index] for index in spoilt)
    return [Fault("hidden_tag", f"inside an HTML comment: {names}", tuple(spoilt))]
