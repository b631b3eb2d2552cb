"""What counts as content of a block: not blanks, not padding, not the prompt's placeholder."""

from __future__ import annotations

import html
import re
import unicodedata
import zlib
from collections.abc import Sequence

from rewardkit.reading.reply import BLANKS, trimmed

# A block of at least this many characters with fewer different words than that, and with no digit
# or equals sign, says nothing. Reasoning may repeat whole lines, so repetition alone is no fault.
PADDED_CHARS = 200
FEW_WORDS = 8
PADDED_RATIO = 20
SAME_WORDS = 2
SAME_CHARS = 4
PLACEHOLDER_CHARS = 120

_TAG = re.compile(r"(?<!`)<[^<>`]{0,200}>(?!`)")
_REFERENCE = re.compile(r"&(?:#[xX]?[0-9a-fA-F]{1,8}|[A-Za-z][A-Za-z0-9]{1,31});?")
# What a model that escapes its line ends writes for blanks; `\nu` and `\theta` are words.
_ESCAPE = re.compile(r"\\[nrtfv0](?![A-Za-z])")
_WORDS = ("L", "N")
_MEANINGFUL = (*_WORDS, "Sc", "Sm", "So")
_BRACKETS = ("[]", "{}", "<>", "()", "__", "**")
_NOUNS = {"answer", "reasoning", "solution", "thinking", "thought", "thoughts", "response"}
_NOUNS |= {"explanation", "result", "reply", "steps", "process", "content", "output"}
_NOUNS |= {"work", "working", "think"}
_ORDERS = {"your", "here", "goes", "insert", "put", "write", "add", "provide", "enter"}
_FILL = {"the", "final", "my", "in", "step", "by", "detailed", "a", "an", "brief", "short"}
_FILL |= {"and", "of", "for", "to", "this", "that", "is", "only", "full", "complete", "chain"}
_FILL |= {"out", "with", "correct", "problem", "question", "numeric", "single", "text", "word"}
_FILL |= {"number", "letter", "integer", "value", "expression", "n", "x", "option", "choice"}
_EDGES = "*_ .…!?:;,"
_FINAL = {"the", "final", "my", "your", "answer"}
_UNDONE = {"tbd", "fixme", "placeholder"}
_VOCABULARY = _NOUNS | _ORDERS | _FILL


def shown(content: str) -> str:
    """Return what a reader would see of a block: no HTML comments, tags or character references.

    Example:
        >>> shown("<!-- 36 --> &nbsp; x").split()
        ['x']
    """
    parts = []
    start = 0
    while (opened := content.find("<!--", start)) >= 0:
        closed = content.find("-->", opened + 4)
        if closed < 0:
            break
        parts.append(content[start:opened])
        start = closed + 3
    text = _TAG.sub(" ", "".join([*parts, content[start:]]))
    # References of bounded length: unescaping a long run of digits takes time without bound.
    text = _REFERENCE.sub(lambda match: html.unescape(match[0]), text)
    return _ESCAPE.sub(" ", _TAG.sub(" ", text))


def has_meaning(content: str, leads: bool = False) -> bool:
    r"""Return whether a block shows a letter or a number; the last one, or a symbol.

    Example:
        >>> [has_meaning(text) for text in ("36", "∅", "...", "\u200b", "&nbsp;", "<br>")]
        [True, True, False, False, False, False]
        >>> has_meaning("+", leads=True)
        False
    """
    kinds = _WORDS if leads else _MEANINGFUL
    return any(
        char not in BLANKS and unicodedata.category(char).startswith(kinds)
        for char in shown(content)
    )


def is_padding(content: str) -> bool:
    """Return whether a block only repeats one or a few words that say nothing.

    Example:
        >>> is_padding("hmm hmm hmm hmm"), is_padding("x" * 500), is_padding("3 * 12 = 36")
        (True, True, False)
        >>> is_padding("12*3 = 36 because 12+12+12 = 36. " * 50)
        False
    """
    words = content.casefold().split()
    bare = {word.strip(".,;:!?…*_-\"'()") for word in words} - {""}
    if len(words) >= SAME_WORDS and len(bare) <= 1:
        return True
    joined = "".join(words)
    if len(joined) >= SAME_CHARS and len(set(joined)) == 1:
        return True
    if len(content) < PADDED_CHARS or len(bare) >= FEW_WORDS:
        return False
    if "=" in content or any(map(str.isdigit, content)):
        return False
    data = content.encode("utf-8", "replace")
    return len(zlib.compress(data)) * PADDED_RATIO < len(data)


def is_placeholder(content: str, examples: Sequence[str], leads: bool) -> bool:
    """Return whether a block only holds the place of what belongs there.

    Args:
        content: The text of the block.
        examples: What blocks of the same tag hold in the prompt.
        leads: Whether another block follows; the last one may be any word at all, such as the
            solution of a crossword clue.

    Example:
        >>> is_placeholder("[your answer here]", [], leads=False)
        True
        >>> is_placeholder("solution", [], leads=False)
        False
        >>> is_placeholder("final answer", ["final answer"], leads=False)
        True
        >>> is_placeholder("yes", ["yes"], leads=False)
        False
    """
    if len(content) > PLACEHOLDER_CHARS:
        return False
    text = trimmed(content).strip(_EDGES)
    bare = _unbracketed(text)
    words = "".join(char if char.isalnum() else " " for char in bare.casefold()).split()
    if bare == "TODO" or (len(words) == 1 and words[0] in _UNDONE | ({"todo"} if leads else set())):
        return True
    if not words or not _VOCABULARY.issuperset(words):
        return False
    if _edgeless(content) in {_edgeless(example) for example in examples}:
        return True
    if len(words) > 1 and "answer" in words and _FINAL.issuperset(words):
        return True
    noun = not _NOUNS.isdisjoint(words)
    return noun and (leads or bare != text or not _ORDERS.isdisjoint(words))


def same(content: str) -> str:
    """Return the form in which contents are compared: one space between words, no case."""
    return " ".join(content.casefold().split())


def _edgeless(content: str) -> str:
    return same(content).strip(_EDGES)


def _unbracketed(text: str) -> str:
    while len(text) > 2 and any(text[0] == pair[0] and text[-1] == pair[1] for pair in _BRACKETS):
        text = text[1:-1].strip()
    return text
