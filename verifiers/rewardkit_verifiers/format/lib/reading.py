"""From a reply to the contents of its blocks, and to everything that is wrong with its form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from rewardkit.reading.reply import invisible, trimmed, unfenced, wordless
from rewardkit_verifiers.format.lib.blocks import (
    QUOTES,
    Block,
    Fault,
    Pair,
    pairs_of,
    place_faults,
)
from rewardkit_verifiers.format.lib.content import has_meaning, is_padding, is_placeholder, same
from rewardkit_verifiers.format.lib.uses import uses

Outside = Literal["any", "blank"]
# How many worked examples of the format in a prompt are looked at.
MOST_EXAMPLES = 32
_OVERRIDES = "\u202d\u202e"
_QUOTING = frozenset({*QUOTES, *QUOTES.values()})


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reply holds, block by block.

    Attributes:
        blocks: The text of each block that stands in the reply once, by tag name.
        faults: Every departure from the format, the gravest first; empty when there is none.
    """

    blocks: Mapping[str, str] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()


def parse(
    text: str,
    tags: Sequence[Block] = ("think", "answer"),
    *,
    prefilled: bool = False,
    between: Outside = "any",
    around: Outside = "blank",
    strict: bool = False,
    prompt: str = "",
) -> Reading:
    """Read a reply made of blocks.

    Args:
        text: The reply.
        tags: The blocks in their order: names, or pairs of markers written out.
        prefilled: The opening marker of the first block is the end of the prompt already.
        between: Whether words may stand between blocks.
        around: Whether words may stand before the first block and after the last.
        strict: Nothing that shows may stand outside blocks, and no code fence around them all.
        prompt: The prompt; a reply that copies its example of the format holds nothing.

    Returns:
        The contents and the faults. Takes time in proportion to the length of the text.

    Raises:
        ValueError: The tags cannot be told apart in a text.

    Example:
        >>> parse("<think>3 * 12</think><answer>36</answer>").blocks["answer"]
        '36'
        >>> [fault.reason for fault in parse("<answer>36</answer>").faults]
        ['missing_tag', 'missing_tag']
    """
    pairs = pairs_of(tags)
    body = trimmed(text)
    if not body:
        every = tuple(range(int(prefilled), 2 * len(pairs)))
        return Reading(faults=(Fault("empty", "nothing in the reply shows", every),))
    if not strict:
        inside = unfenced(body)
        body = body if inside is None else trimmed(inside)
    if prefilled:
        body = pairs[0].open + body
    found = uses(body, pairs)
    faults = _turned(text, pairs) + place_faults(body, pairs, found)
    spans = _spans(pairs, found)
    blocks = {pairs[index].name: body[start:end] for index, (start, end) in spans.items()}
    faults += _outside(body, pairs, spans, between, around, strict)
    faults += _contents(pairs, blocks, _examples(prompt, pairs))
    if prefilled:
        # The reply did not write the first marker; what is wrong with it spoils the second too.
        faults = [_shifted(fault) for fault in faults]
    return Reading(blocks, tuple(faults))


def _spans(pairs: Sequence[Pair], found: Mapping[int, list[int]]) -> dict[int, tuple[int, int]]:
    spans = {}
    for index, pair in enumerate(pairs):
        opens, closes = found[2 * index], found[2 * index + 1]
        if len(opens) == 1 and len(closes) == 1 and opens[0] < closes[0]:
            spans[index] = (opens[0] + len(pair.open), closes[0])
    return spans


def _outside(
    body: str,
    pairs: Sequence[Pair],
    spans: Mapping[int, tuple[int, int]],
    between: Outside,
    around: Outside,
    strict: bool,
) -> list[Fault]:
    last = len(pairs) - 1
    gaps: list[tuple[str, str, tuple[int, ...], Outside]] = []
    if 0 in spans:
        gaps.append(("text_before", body[: spans[0][0] - len(pairs[0].open)], (0,), around))
    if last in spans:
        end = spans[last][1] + len(pairs[last].close)
        gaps.append(("text_after", body[end:], (2 * last + 1,), around))
    for index in range(last):
        if index in spans and index + 1 in spans:
            start = spans[index][1] + len(pairs[index].close)
            end = spans[index + 1][0] - len(pairs[index + 1].open)
            gaps.append(("text_between", body[start:end], (2 * index + 1, 2 * index + 2), between))
    faults = []
    for reason, gap, markers, policy in gaps:
        blank = all(map(invisible, gap)) if strict else policy == "any" or _bare(gap)
        if not blank:
            where = reason.removeprefix("text_")
            detail = f"{where} the blocks stands {_short(gap)}"
            faults.append(Fault(reason, detail, markers))
    return faults


def _bare(gap: str) -> bool:
    # A reply in quotation marks or single backticks is a quotation; three are a fence left open.
    return wordless(gap) and not _QUOTING.intersection(gap.replace("```", ""))


def _turned(text: str, pairs: Sequence[Pair]) -> list[Fault]:
    if not any(char in text for char in _OVERRIDES):
        return []
    detail = "a direction override (U+202D, U+202E) shows the reply in another order"
    return [Fault("reordered_text", detail, tuple(range(2 * len(pairs))))]


def _contents(
    pairs: Sequence[Pair], blocks: Mapping[str, str], examples: Sequence[tuple[str, ...]]
) -> list[Fault]:
    faults = []
    for index, pair in enumerate(pairs):
        if pair.name not in blocks:
            continue
        content = blocks[pair.name]
        leads = index < len(pairs) - 1
        markers = (2 * index, 2 * index + 1)
        if not has_meaning(content, leads):
            what = "no letter or number" if leads else "no letter, number or symbol"
            detail = f"{pair.open} holds {what}"
            faults.append(Fault("empty_block", detail, markers))
        elif is_placeholder(content, [example[index] for example in examples], leads):
            detail = f"{pair.open} holds the placeholder {_short(content)}"
            faults.append(Fault("placeholder", detail, markers))
        elif leads and is_padding(content):
            # The last block is spared: an answer such as 0 0 0 0 0 may well repeat itself.
            detail = f"{pair.open} holds one thing over and over: {_short(content)}"
            faults.append(Fault("padding", detail, markers))
    if len(pairs) > 1 and len(blocks) == len(pairs):
        reply = tuple(same(blocks[pair.name]) for pair in pairs)
        if any(reply == tuple(map(same, example)) for example in examples):
            every = tuple(range(2 * len(pairs)))
            faults.append(Fault("echo", "the blocks are those of an example in the prompt", every))
    return faults


def _examples(prompt: str, pairs: Sequence[Pair]) -> list[tuple[str, ...]]:
    columns = []
    for pair in pairs:
        contents: list[str] = []
        start = prompt.find(pair.open)
        while start >= 0 and len(contents) < MOST_EXAMPLES:
            start += len(pair.open)
            end = prompt.find(pair.close, start)
            if end < 0:
                break
            contents.append(prompt[start:end])
            start = prompt.find(pair.open, end)
        columns.append(contents)
    return list(zip(*columns, strict=False))


def _shifted(fault: Fault) -> Fault:
    markers = tuple(dict.fromkeys(max(index, 1) for index in fault.markers))
    return Fault(fault.reason, fault.detail, markers)


def _short(text: str) -> str:
    text = " ".join(text[:400].split())
    return repr(text if len(text) <= 60 else f"{text[:57]}...")
