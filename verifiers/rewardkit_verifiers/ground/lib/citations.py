"""Documents of a row, and the citations and quotes of a reply."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rewardkit.data.strict_json import NotStrict, strict_json

# [1], [doc_2], [1, 3], [^1], [Document 1], 【1】 and <cite id="1">quote</cite>.
_ID = r"[A-Za-z0-9][\w.:#\-]{0,63}"
_KIND = r"(?:\^|(?:document|doc|source|passage)\.?[ ])?"
_BRACKET = re.compile(
    rf"[\[【]\s*{_KIND}(?!sic\s*\])({_ID}(?:\s*[,;]\s*{_ID}){{0,9}})\s*[\]】](?!\()", re.I
)
_CITE = re.compile(rf"<cite\s+(?:id|doc|source)=[\"']?({_ID})[\"']?\s*>([^<]*)</cite>", re.I)
_QUOTE = re.compile(r"[\"“«„]([^\"“”«»„\n]{1,2000})[\"”»]")
_GAP = re.compile(r"[\s.,;:!?)(\]]{0,6}")
_SPELLING = str.maketrans("‘’“”–—\u00a0", "''\"\"-- ")


@dataclass(frozen=True, slots=True)
class Citation:
    """The ids of one citation, and the passage that is quoted for it; empty where none is."""

    ids: tuple[str, ...]
    quote: str = ""


def read_documents(given: Any) -> dict[str, str]:
    """Return the texts of documents by id.

    Args:
        given: A mapping of id to text, a list of texts (numbered from 1), a list of objects with
            `id` (else numbered) and `text`, `content` or `contents`, or JSON text of any.

    Raises:
        ValueError: It is none of these, or holds no text.

    Example:
        >>> read_documents(["Paris is big.", {"id": "b", "text": "Rome."}])
        {'1': 'Paris is big.', 'b': 'Rome.'}
    """
    if isinstance(given, str):
        try:
            given = strict_json(given)
        except NotStrict as error:
            raise ValueError(f"documents are no JSON: {error}") from None
    if hasattr(given, "tolist"):
        given = given.tolist()
    if isinstance(given, Mapping):
        pairs = [(str(key), value) for key, value in given.items() if value is not None]
    elif isinstance(given, list | tuple):
        pairs = [_pair(place, one) for place, one in enumerate(given, 1)]
    else:
        raise ValueError(f"documents are a list or a mapping, not {type(given).__name__}")
    if not pairs or not all(isinstance(text, str) and text.strip() for _, text in pairs):
        raise ValueError("a document is a text, and there must be one")
    if len({key for key, _ in pairs}) < len(pairs):
        raise ValueError("two documents have one id")
    return dict(pairs)


def _pair(place: int, one: Any) -> tuple[str, Any]:
    if not isinstance(one, Mapping):
        return str(place), one
    text = next((one[key] for key in ("text", "content", "contents") if one.get(key)), None)
    return str(one.get("id", place)), text


def citations_of(text: str) -> list[Citation]:
    """Return the citations of a reply in order, each with the quote directly before it.

    Example:
        >>> citations_of('It is "very big" [1]. <cite id="2">Rome</cite> too [1, 3].')
        [Citation(ids=('1',), quote='very big'), Citation(ids=('2',), quote='Rome'), \
Citation(ids=('1', '3'), quote='')]
    """
    found: list[tuple[int, Citation]] = []
    quotes = {}
    for quote in _QUOTE.finditer(text):
        gap = _GAP.match(text, quote.end())
        assert gap is not None
        # A gap ends before the bracket of the citation, or one character into it.
        quotes[gap.end()] = quote[1]
    for mark in _BRACKET.finditer(text):
        ids = tuple(part.strip() for part in re.split(r"[,;]", mark[1]))
        found.append((mark.start(), Citation(ids, quotes.get(mark.start(), ""))))
    found += [
        (cite.start(), Citation((cite[1],), cite[2].strip())) for cite in _CITE.finditer(text)
    ]
    return [one for _, one in sorted(found, key=lambda pair: pair[0])]


def own_words(text: str) -> int:
    """Return how many words a reply has outside of citations and cited quotes.

    Example:
        >>> own_words('It is "very big" [1].'), own_words('"very big" [1]')
        (2, 0)
    """
    rest = _BRACKET.sub(" ", _QUOTE.sub(" ", _CITE.sub(" ", text)))
    return sum(any(map(str.isalnum, word)) for word in rest.split())


def stands_in(quote: str, document: str) -> bool:
    """Return True if a document has a passage, but for blanks, quotation marks and dashes.

    `...` in the quote leaves something out; the parts must come in order.

    Example:
        >>> stands_in("Paris ... big", "Paris is very big."), stands_in("Rome", "Paris")
        (True, False)
    """
    text, at = _plain(document), 0
    parts = [_plain(part) for part in re.split(r"\s*(?:\[?\.\.\.\]?|\[?…\]?)\s*", quote)]
    shown = [part for part in parts if any(map(str.isalnum, part))]
    for part in shown:
        # Whole words only: one letter stands in every document.
        while (at := text.find(part, at)) >= 0 and not _bounded(text, at, at + len(part)):
            at += 1
        if at < 0:
            return False
        at += len(part)
    return bool(shown)


def _bounded(text: str, start: int, end: int) -> bool:
    """Return True if neither end of a passage lies within a word."""
    return not (
        _inside_a_word(text[max(start - 1, 0) : start], text[start])
        or _inside_a_word(text[end - 1], text[end : end + 1])
    )


def _inside_a_word(left: str, right: str) -> bool:
    spaced = all(char.isalnum() and char < "\u2e80" for char in (left, right) if char)
    return bool(left and right) and spaced


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKC", text.translate(_SPELLING))
    return " ".join(text.split()).strip(" .,;:!?").casefold()
