"""What counts as content of a block: not blanks, not padding, not the prompt's placeholder."""

from __future__ import annotations

import html
import unicodedata
import zlib
from collections.abc import Sequence

from rewardkit_verifiers.format.reply import BLANKS, trimmed

# A block of at least this many characters that zlib shrinks this many times says one thing
# over and over: prose shrinks 2 to 4 times, source code and tables up to 10.
PADDED_CHARS = 200
PADDED_RATIO = 20
REPEATS = 4
PLACEHOLDER_CHARS = 120

_MEANINGFUL = ("L", "N", "Sc", "Sm", "So")
_BRACKETS = ("[]", "{}", "<>", "()", "__", "**")
_NOUNS = {"answer", "reasoning", "solution", "thinking", "thought", "thoughts", "response"}
_NOUNS |= {"explanation", "result", "reply", "steps", "process", "content", "output"}
_NOUNS |= {"work", "working"}
_ORDERS = {"your", "here", "goes", "insert", "put", "write", "add", "provide", "enter"}
_FILL = {"the", "final", "my", "in", "step", "by", "detailed", "a", "an", "brief", "short"}
_FILL |= {"and", "of", "for", "to", "this", "that", "is", "only", "full", "complete", "chain"}
_FILL |= {"out", "with", "correct", "problem", "question", "numeric", "single", "text", "word"}
_FILL |= {"number", "letter", "integer", "value", "expression", "n", "x", "option", "choice"}
_VOCABULARY = _NOUNS | _ORDERS | _FILL


def shown(content: str) -> str:
    """Return what a reader would see of a block: no HTML comments, no character references.

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
    text = "".join([*parts, content[start:]])
    # Only short text can be nothing but references to blanks; long digit runs are no references.
    return html.unescape(text) if "&" in text and len(text) <= 1000 else text


def has_meaning(content: str) -> bool:
    r"""Return whether a block has a letter, a number or a symbol that shows.

    Example:
        >>> [has_meaning(text) for text in ("36", "∅", "...", "\u200b", "&nbsp;")]
        [True, True, False, False, False]
    """
    return any(
        char not in BLANKS and unicodedata.category(char).startswith(_MEANINGFUL)
        for char in shown(content)
    )


def is_padding(content: str) -> bool:
    """Return whether a block only repeats itself.

    Example:
        >>> is_padding("hmm hmm hmm hmm"), is_padding("x" * 500), is_padding("3 * 12 = 36")
        (True, True, False)
    """
    words = content.casefold().split()
    if len(words) >= REPEATS and len(set(words)) == 1:
        return True
    joined = "".join(words)
    if len(joined) >= REPEATS and len(set(joined)) == 1:
        return True
    if len(content) < PADDED_CHARS:
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
    text = trimmed(content).strip("*_ .…")
    bare = _unbracketed(text)
    words = "".join(char if char.isalnum() else " " for char in bare.casefold()).split()
    if not words or not _VOCABULARY.issuperset(words):
        return False
    if same(content) in {same(example) for example in examples}:
        return True
    noun = not _NOUNS.isdisjoint(words)
    return noun and (leads or bare != text or not _ORDERS.isdisjoint(words))


def same(content: str) -> str:
    """Return the form in which contents are compared: one space between words, no case."""
    return " ".join(content.casefold().split())


def _unbracketed(text: str) -> str:
    while len(text) > 2 and any(text[0] == pair[0] and text[-1] == pair[1] for pair in _BRACKETS):
        text = text[1:-1].strip()
    return text
