"""Citations of given documents: ids that exist, quotes that stand there, and an answer beside."""

from __future__ import annotations

from typing import Any, Literal

from rewardkit import Score, reward
from rewardkit.reading.hidden import seen
from rewardkit.reading.reasoning import Unfinished, after_reasoning
from rewardkit.reading.reply import trimmed
from rewardkit_verifiers.ground.lib.citations import (
    Citation,
    citations_of,
    own_words,
    read_documents,
    stands_in,
)

_LONGEST = 100_000


@reward
def citations(
    completion: str,
    documents: Any,
    *,
    minimum: int = 1,
    quotes: Literal["checked", "required"] = "checked",
    words: int = 3,
    credit: Literal["all", "share"] = "all",
) -> Score:
    """Pay a reply whose citations hold: each names a given document, and its quote stands there.

    Args:
        completion: The reply; reasoning and hidden text are set aside.
        documents: The column of documents: a list of texts, which are numbered from 1, of objects
            with `id` and `text`, or a mapping of id to text.
        minimum: The number of citations that are needed; the same one twice counts once.
        quotes: `checked` where there are any, or `required` for every citation.
        words: The number of words that are needed outside of citations and quotes.
        credit: 1 for `all` citations that hold and 0 else, or the `share` that hold.

    Returns:
        From 0 to 1. A quote is what stands in quotation marks directly before a citation such as
        `[1]`, or inside `<cite id="1">...</cite>`; it must be verbatim but for blanks and marks.

    Example:
        >>> row = {"documents": ["Paris is the capital of France."]}
        >>> citations.score(completion='It is Paris: "the capital of France" [1].', **row).value
        1.0
        >>> citations.score(completion='"the capital of France" [1]', **row).reason
        'only_citations'
        >>> citations.score(completion='It says so: "the capital of Italy" [1].', **row).reason
        'wrong_quote'
    """
    try:
        known = read_documents(documents)
    except ValueError as error:
        return Score.error("bad_documents", str(error))
    try:
        text = seen(trimmed(after_reasoning(completion)))
    except Unfinished as why:
        return Score.unparsed("unfinished_reasoning", str(why))
    if not text.strip():
        return Score.unparsed("empty", "nothing in the reply shows")
    if len(text) > _LONGEST:
        return Score.unparsed("too_long", f"at most {_LONGEST} characters are read")
    found = list(dict.fromkeys(citations_of(text)))
    faults = [_fault(one, known, quotes == "required") for one in found]
    good = [one for one, fault in zip(found, faults, strict=True) if not fault]
    if len(found) < minimum or (credit == "share" and len(good) < minimum and not any(faults)):
        return Score.ok(0.0, "few_citations", f"{len(found)} of {minimum}")
    if own_words(text) < words:
        return Score.ok(0.0, "only_citations", f"{words} words of its own are needed")
    if not any(faults):
        return Score.ok(1.0)
    reason = "wrong_quote" if "wrong_quote" in faults else "unknown_source"
    return Score.ok(len(good) / len(found) if credit == "share" else 0.0, reason)


def _fault(one: Citation, known: dict[str, str], required: bool) -> str:
    if any(name not in known for name in one.ids):
        return "unknown_source"
    if not one.quote:
        return "wrong_quote" if required else ""
    return "" if any(stands_in(one.quote, known[name]) for name in one.ids) else "wrong_quote"
