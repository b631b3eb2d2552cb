"""From a reply to what its one block of a tag holds, for another verifier to judge."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rewardkit.reading.reply import trimmed
from rewardkit_verifiers.format.lib.blocks import (
    QUOTES,
    Block,
    Pair,
    hidden_spans,
    occurrences,
    pairs_of,
    quoted,
)
from rewardkit_verifiers.format.lib.content import has_meaning, is_placeholder, same
from rewardkit_verifiers.format.lib.uses import code_spans, within

# Between two quoted markers these words only join them: "between `<answer>` and `</answer>`".
_JOINING = frozenset({"and", "or", "to", "then", "tag", "tags", "und", "et", "y", "e", "和", "与"})
_WORD = re.compile(r"\w+")
_LONGEST_PHRASE = 40
_QUOTING = "".join({*QUOTES, *QUOTES.values()})


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    content: str
    quoted: bool


class _Broken(Exception):
    """The markers of a tag do not make blocks."""


def extract(text: str, tag: Block = "answer", reasoning: Block | None = "think") -> str | None:
    """Return what the one block of this tag holds, for another verifier to judge.

    Args:
        text: The reply; it need not keep to any format otherwise.
        tag: The block that is wanted.
        reasoning: A block whose inside is not searched: only text after its end is, and none
            after one that never ends. None to search all.

    Returns:
        The content without blanks at its ends, or None where there is no such block, several
        that differ, so that a list of guesses is no answer, or only one that a reader cannot
        see. A tag that is only spoken of, quoted and around nothing of its own, is none.

    Example:
        >>> extract("17 * 3 = 51, so <answer> 51 </answer>")
        '51'
        >>> extract("<answer>51</answer> or <answer>41</answer>") is None
        True
        >>> extract("It goes into `<answer>`: <answer>51</answer>")
        '51'
    """
    pair = pairs_of([tag])[0]
    start, stop = 0, len(text)
    if reasoning is not None and reasoning != tag:
        start, stop = _outside(text, pairs_of([reasoning])[0])
    try:
        blocks = [one for one in _blocks(text, pair, start, stop) if not _spoken_of(one)]
    except _Broken:
        return None
    if len({same(one.content) for one in blocks}) != 1:
        return None
    if "<!--" in text and "<!--" not in pair.open:
        hidden = hidden_spans(text)
        if all(any(begin <= one.start < end for begin, end in hidden) for one in blocks):
            return None
    return blocks[0].content


def used(text: str, tag: Block) -> list[str] | None:
    """Return what each block of a tag holds, in order, without those that are only spoken of.

    None where the markers make no blocks: one is missing, or they are in the wrong order.

    Example:
        >>> used("Between `<answer>` and `</answer>`: <answer>51</answer>", "answer")
        ['51']
    """
    try:
        blocks = [*_blocks(text, pairs_of([tag])[0], 0, len(text))]
    except _Broken:
        return None
    return [one.content for one in blocks if not _spoken_of(one)]


def _outside(text: str, reasoning: Pair) -> tuple[int, int]:
    """Return from where to where a reply is searched: after its reasoning, before any other."""
    ends = occurrences(text, reasoning.close)
    start = ends[-1] + len(reasoning.close) if ends else 0
    return start, next(
        (begun for begun in occurrences(text, reasoning.open) if begun >= start), len(text)
    )


def _blocks(text: str, pair: Pair, start: int, stop: int) -> Iterator[_Found]:
    """Yield what stands between the markers of a tag, whether quoted or not, in order."""
    marks = [*_marks(text, pair.open, True), *_marks(text, pair.close, False)]
    places = sorted(mark for mark in marks if start <= mark[0] < stop)
    spans = code_spans(text)
    at = 0
    while at < len(places):
        begin, opening, spoken = places[at]
        end = at + 1
        if not spoken:
            while end < len(places) and places[end][2]:
                end += 1  # inside a block a quoted marker is spoken of
        closes = end < len(places) and not places[end][1] and places[end][2] == spoken
        if spoken and not (opening and closes):
            at += 1  # a mention of one marker alone
            continue
        if not opening or not closes:
            raise _Broken
        # The quotation marks of a quoted marker are no content.
        content = text[begin + len(pair.open) + spoken : places[end][0] - spoken]
        ended = places[end][0] + len(pair.close)
        mention = spoken or quoted(text, begin, ended) or within(spans, begin, ended)
        yield _Found(begin, trimmed(content), mention)
        at = end + 1


def _marks(text: str, marker: str, opening: bool) -> Iterator[tuple[int, bool, bool]]:
    start = text.find(marker)
    while start >= 0:
        end = start + len(marker)
        yield start, opening, quoted(text, start, end)
        start = text.find(marker, end)


def _spoken_of(block: _Found) -> bool:
    content = block.content.strip(_QUOTING + " ")
    if not block.quoted or len(content) > _LONGEST_PHRASE:
        return False
    words = _WORD.findall(content.casefold())
    if _JOINING.issuperset(words) or not has_meaning(content):
        return True
    return is_placeholder(content, [], leads=True)
