"""Constraints of IFBench's training set on paragraphs, brackets, hyphens and marks."""

from __future__ import annotations

import re

from rewardkit_verifiers.follow.lib.constraint import constraint, published
from rewardkit_verifiers.follow.lib.ifeval_words import number_paragraphs
from rewardkit_verifiers.follow.lib.reply import Reply, words_of
from rewardkit_verifiers.follow.lib.sentences import split_sentences

_BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")
_DIVIDER = re.compile(r"\*[ ]?\*[ ]?\*")
_PUBLISHED_DIVIDER = re.compile(r"\s?\*\*\*\s?")
_BRACKETED = re.compile(r"\[[^\[\]\s]+\]")
_BIGRAM = re.compile(r"<<\s*[^\s<>]+\s+[^\s<>]+\s*>>")
_BOUND = re.compile(r"([.!?…][\"'”’)\]]{0,9})-(?=\S)")


def _shows(text: str) -> bool:
    return any(map(str.isalnum, text))


@constraint(
    "paragraphs:paragraphs",
    "There should be 2 paragraphs. Paragraphs are separated with the markdown divider: ***",
)
def paragraphs(reply: Reply) -> bool:
    """Two paragraphs with a divider between."""
    return number_paragraphs(reply, 2)


@constraint(
    "paragraphs:paragraphs2",
    "There should be 2 paragraphs. Paragraphs and only paragraphs are separated with each other "
    "by two line breaks.",
)
def paragraphs2(reply: Reply) -> bool:
    """Two paragraphs with a blank line between; blanks in that line are not seen."""
    return len(_BLANK_LINE.split(reply.text.strip())) == 2


@published("paragraphs:paragraphs2")
def _paragraphs2(reply: Reply) -> bool:
    return _count_filled(reply.text.split("\n\n")) == 2


def _count_filled(parts: list[str]) -> int:
    """Return the number of parts, the first and last left out where blank; -1 for a blank one."""
    blank = [at for at, part in enumerate(parts) if not part.strip()]
    if any(0 < at < len(parts) - 1 for at in blank):
        return -1
    return len(parts) - len(blank)


@constraint(
    "count:counting_composition",
    "Write 3 paragraphs, delimited by the markdown divider: * * *, with exactly {n_sent} sentences "
    "each, with exactly {n_words} words in each sentence.",
    n_sent="count",
    n_words="count",
)
def counting_composition(reply: Reply, n_sent: int, n_words: int) -> bool:
    """Three paragraphs of so many sentences of so many words."""
    parts = [part for part in _DIVIDER.split(reply.text) if part.strip()]
    return len(parts) == 3 and all(_composed(part, n_sent, n_words) for part in parts)


def _composed(part: str, n_sent: int, n_words: int) -> bool:
    sentences = Reply(part).any_sentences
    return len(sentences) == n_sent and all(len(words_of(one)) == n_words for one in sentences)


@published("count:counting_composition")
def _counting_composition(reply: Reply, n_sent: int, n_words: int) -> bool:
    # Marks count as words there, and a blank part has no sentence.
    parts = _PUBLISHED_DIVIDER.split(reply.text)
    return len(parts) == 3 and all(_composed_of_tokens(part, n_sent, n_words) for part in parts)


def _composed_of_tokens(part: str, n_sent: int, n_words: int) -> bool:
    sentences = Reply(part).rule_sentences
    return len(sentences) == n_sent and all(len(Reply(one).tokens) == n_words for one in sentences)


@constraint(
    "detectable_format:sentence_hyphens",
    "All sentences must be connected using hyphens, with no spaces between them.",
)
def sentence_hyphens(reply: Reply) -> bool:
    """Two sentences or more, with a hyphen and no blank between one and the next."""
    text = reply.text.strip()
    sentences = split_sentences(_BOUND.sub(r"\1 ", text))
    return len(sentences) > 1 and "-".join(sentences) == text


@published("detectable_format:sentence_hyphens")
def _sentence_hyphens(reply: Reply) -> bool:
    wanted = Reply(reply.text.replace("-", " ")).rule_sentences
    return all(map(str.__eq__, reply.text.split("-"), wanted))


@constraint(
    "detectable_format:square_brackets",
    "Enclose every word in your response within square brackets.",
)
def square_brackets(reply: Reply) -> bool:
    """Each word stands in square brackets of its own, and there is one."""
    return "[" in reply.text and _shows(reply.text) and not _shows(_BRACKETED.sub(" ", reply.text))


@published("detectable_format:square_brackets")
def _square_brackets(reply: Reply) -> bool:
    return all(piece[0] == "[" and piece[-1] == "]" for piece in reply.pieces)


@constraint(
    "detectable_format:bigram_wrapping",
    "Wrap every word bigram in double angular brackets, such as <<I am>> <<at home>> <<with my>> "
    "<<cute dog>>.",
)
def bigram_wrapping(reply: Reply) -> bool:
    """Words stand in pairs in double angular brackets; an odd last one may stand alone."""
    pairs = list(_BIGRAM.finditer(reply.text))
    if not pairs:
        return False
    before, after = reply.text[: pairs[-1].end()], reply.text[pairs[-1].end() :]
    return not _shows(_BIGRAM.sub(" ", before)) and len(words_of(after)) <= 1


@published("detectable_format:bigram_wrapping")
def _bigram_wrapping(reply: Reply) -> bool:
    pairs = zip(reply.pieces[::2], reply.pieces[1::2], strict=False)
    return all(one.startswith("<<") and other.endswith(">>") for one, other in pairs)


@constraint(
    "punctuation:punctuation_dot",
    "In your entire response, refrain from the use of . (i.e. dots) as punctuation and in general.",
)
def punctuation_dot(reply: Reply) -> bool:
    """No dot, nor one of another script or in an ellipsis."""
    return not any(char in reply.text for char in ".…‥․。．｡۔")


@published("punctuation:punctuation_dot")
def _punctuation_dot(reply: Reply) -> bool:
    return "." not in reply.text


@constraint(
    "punctuation:punctuation_exclamation",
    "In your entire response, refrain from the use of ! (i.e. exclamation marks) as punctuation "
    "and in general.",
)
def punctuation_exclamation(reply: Reply) -> bool:
    """No exclamation mark, nor one of another script."""
    return not any(char in reply.text for char in "!！﹗¡‼⁉")


@published("punctuation:punctuation_exclamation")
def _punctuation_exclamation(reply: Reply) -> bool:
    return "!" not in reply.text
