"""A reply cut into sentences and lines, none of them cut inside the name of an option."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rewardkit_verifiers.text.lib.choosing.names import Place

_STOP = re.compile(
    r"[.!?](?=[\"'”’)\]}*_$»]{0,6}(?:\s|\Z|[\u2190-\u2bff\U0001f000-\U0001faff]))|[。！？；]|;(?=\s)|\n+"
)
# No sentence ends behind a short form, an initial, or the number of an item.
_SHORT = re.compile(
    r"(?:^|[^A-Za-z])(?:figs?|eqs?|vs|cf|approx|e\.g|i\.e|etc|st|dr|mr|mrs|prof|bzw|z\.b)\.\Z"
    r"|(?:^|[\s(*])(?:[A-Z]|\d{1,2}|[ivx]{1,4})\.\Z",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?:^|[^A-Za-z])(?:no|nr|art|abs|ca)\.\Z", re.IGNORECASE)
_CLOSERS = re.compile(r"[\"'”’)\]}*_$»\s]{0,8}")


def sentences(text: str, places: Sequence[Place] = ()) -> list[tuple[int, int]]:
    """Return where each sentence, item or row of a text begins and ends.

    Example:
        >>> text = "B. F. Skinner won. Freud (no. 1) lost!"
        >>> [text[start:end] for start, end in sentences(text)]
        ['B. F. Skinner won. ', 'Freud (no. 1) lost!']
    """
    found = []
    start = 0
    spans = iter(places)
    span = next(spans, None)
    for stop in _STOP.finditer(text):
        while span is not None and span.end <= stop.start():
            span = next(spans, None)
        if span is not None and span.start < stop.start() and stop.end() < span.end:
            continue
        before = text[max(start, stop.end() - 12) : stop.end()]
        if stop[0] == "." and _NUMBERED.search(before) and text[stop.end() :][1:2].isdigit():
            continue
        if stop[0] == "." and _SHORT.search(before):
            following = text[stop.end() :][:3].strip("*_)\"' ")
            if following and not (span is not None and span.end == stop.start()):
                continue
        closers = _CLOSERS.match(text, stop.end()) if stop[0][0] != "\n" else None
        end = closers.end() if closers else stop.end()
        if text[start:end].strip():
            found.append((start, end))
            start = end
    if text[start:].strip():
        found.append((start, len(text)))
    return found
