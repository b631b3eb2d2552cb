"""Texts made comparable, and reference answers that are fit to compare with."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping
from typing import Any, Literal

from rewardkit import Score
from rewardkit.reading.reasoning import Unfinished, after_reasoning, names_reasoning
from rewardkit.reading.reply import trimmed
from rewardkit_verifiers.format.lib.extraction import extract

Spaces = Literal["keep", "trim", "collapse"]
Unicode = Literal["none", "NFC", "NFKC"]
Punctuation = Literal["keep", "trim", "drop"]
# No language stacks more marks on a letter than this (UAX #15, stream-safe text). Putting a
# longer run into canonical order takes time in proportion to its square.
MOST_MARKS = 30


def normal(
    text: str,
    *,
    ignore_case: bool = False,
    spaces: Spaces = "collapse",
    unicode: Unicode = "NFC",
    punctuation: Punctuation = "keep",
) -> str:
    r"""Return the form of a text in which differences that do not matter are gone.

    Args:
        text: Any text.
        ignore_case: Fold case, `ß` to `ss` included.
        spaces: `trim` blanks, invisible characters and end-of-turn tokens at both ends;
            `collapse` also makes one space of every run of blanks.
        unicode: The normal form: `NFC` makes equal what looks the same, `NFKC` also full-width
            digits, superscripts and ligatures.
        punctuation: `trim` takes punctuation off both ends of the text, `drop` takes it all.

    Example:
        >>> normal("  The  answer.\n", ignore_case=True, punctuation="trim")
        'the answer'
    """
    if unicode != "none":
        text = normalised(text, unicode)
    if ignore_case:
        text = text.casefold()
    if spaces != "keep":
        text = trimmed(text)
    if punctuation == "drop":
        text = "".join(char for char in text if not unicodedata.category(char).startswith("P"))
    elif punctuation == "trim":
        text = _without_outer_punctuation(text)
    return " ".join(text.split()) if spaces == "collapse" else text


def normalised(text: str, form: Literal["NFC", "NFKC"]) -> str:
    r"""Return a normal form of a text, of each run of combining marks only the first 30.

    Example:
        >>> normalised("e\u0301", "NFC"), len(normalised("e" + "\u0323\u0301" * 1000, "NFC"))
        ('é', 30)
    """
    if text.isascii():
        return text
    kept: list[str] = []
    start = run = 0
    for at, char in enumerate(text):
        if char < "\u0300" or not _stacks(char):
            if run > MOST_MARKS:
                start = at
            run = 0
            continue
        run += 1
        if run == MOST_MARKS + 1:
            kept.append(text[start:at])
    if run <= MOST_MARKS:
        kept.append(text[start:])
    return unicodedata.normalize(form, "".join(kept))


def _stacks(char: str) -> bool:
    if unicodedata.combining(char):
        return True
    # Half-width voicing marks and their like are starters that decompose into a mark.
    parts = unicodedata.decomposition(char).split()
    return bool(parts) and all(
        unicodedata.combining(chr(int(part, 16))) for part in parts if part[0] != "<"
    )


def judged(completion: str, tag: str) -> str | Score:
    """Return what is to be judged of a reply: all of it after its reasoning, or its one block.

    Returns:
        The text, or the score of a reply in which there is none: `unfinished_reasoning`,
        `missing_tag` or `empty`, all unparsed.

    Example:
        >>> judged("<think>Rome?</think> Paris", ""), judged("<think>Paris", "").reason
        ('Paris', 'unfinished_reasoning')
    """
    try:
        # A reward for the block of reasoning itself looks for it in the whole reply.
        text: str | None = completion if names_reasoning(tag) else after_reasoning(completion)
    except Unfinished as why:
        return Score.unparsed("unfinished_reasoning", str(why))
    if tag:
        text = extract(text or "", tag)
    if text is None:
        return Score.unparsed("missing_tag", f"there is no single <{tag}> block")
    return text if trimmed(text) else Score.unparsed("empty", "nothing in the reply shows")


def references(answer: Any) -> list[str]:
    """Return the acceptable answers as texts.

    Args:
        answer: A text or a number, or a list, tuple or array of them, as parquet columns give.

    Raises:
        ValueError: There is none, or one of them is missing, empty or neither text nor number.

    Example:
        >>> references(["Paris", 4])
        ['Paris', '4']
    """
    items = plain_values(answer)
    if not items:
        raise ValueError("the list of reference answers is empty")
    return [_reference(item) for item in items]


def plain_values(answer: Any) -> list[Any]:
    """Return a reference, or each of several, as plain values of Python.

    Example:
        >>> plain_values("Paris"), plain_values({"target": ("NYC", "New York")})
        (['Paris'], ['NYC', 'New York'])
    """
    if isinstance(answer, Mapping) and set(answer) == {"target"}:
        answer = answer["target"]  # as Search-R1 writes them
    if hasattr(answer, "tolist"):
        answer = answer.tolist()  # arrays and scalars of numpy
    if isinstance(answer, (list, tuple)):
        return [item.tolist() if hasattr(item, "tolist") else item for item in answer]
    return [answer]


def _reference(item: Any) -> str:
    if isinstance(item, float) and not math.isfinite(item):
        raise ValueError(f"a reference answer is {item}, as tables write a missing one")
    if isinstance(item, bool) or not isinstance(item, (str, int, float)):
        raise ValueError(f"a reference answer must be text, not {type(item).__name__}")
    # A table that has a gap in a column of integers makes floats of them: 4.0 was 4.
    whole = isinstance(item, float) and item.is_integer() and abs(item) < 2**53
    text = str(int(item)) if whole else str(item)
    if not trimmed(text):
        raise ValueError("the reference answer is empty, and would reward saying nothing")
    return text


def _without_outer_punctuation(text: str) -> str:
    start, end = 0, len(text)
    while start < end and _outer(text[start]):
        start += 1
    while end > start and _outer(text[end - 1]):
        end -= 1
    return text[start:end]


def _outer(char: str) -> bool:
    return char.isspace() or unicodedata.category(char).startswith("P")
