"""Answers between tags such as <answer> and </answer>, and in the boxes inside them."""

from __future__ import annotations

from rewardkit_verifiers.format.lib.blocks import QUOTES
from rewardkit_verifiers.format.lib.extraction import used
from rewardkit_verifiers.math.lib.extraction.boxes import boxed
from rewardkit_verifiers.math.lib.extraction.found import Found, Missing, finish


def tagged(text: str, tag: str) -> Found | Missing | None:
    """Take what stands between the markers of a tag, the last of several as the answer.

    Args:
        text: The completion.
        tag: Its opening marker.
    """
    start = text.find(tag) if "<" in text else -1
    if start < 0:
        return None
    close = f"</{tag[1:]}" if tag[1] != "|" else tag.replace("begin", "end")
    raw: list[str] = []
    if any(quote + tag in text for quote in QUOTES):
        # Some of the markers may only be spoken of: "it goes into `<answer>`".
        pieces = used(text, (tag, close))
        if pieces:
            return finish(tag, [answer for piece in pieces for answer in _unboxed(piece)])
    while start >= 0:
        start += len(tag)
        end = text.find(close, start)
        if end < 0:
            # An answer that is begun again and not finished is one more answer.
            if raw:
                raw.append(text[start:])
            break
        raw.append(text[start:end])
        start = text.find(tag, end)
    if not raw:
        return Missing("unclosed", f"{tag} is opened and never closed")
    return finish(tag, [answer for piece in raw for answer in _unboxed(piece)])


def _unboxed(piece: str) -> tuple[str, ...]:
    """Return the answers in the boxes of a tagged piece; the piece itself where it has none."""
    found = boxed(piece)
    return (*found.others, found.text) if isinstance(found, Found) else (piece,)
