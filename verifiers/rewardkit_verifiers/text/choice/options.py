"""Options with their texts: which one a reference names, and which one a reply says in words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from rewardkit_verifiers.text.lib.mentions import aliases_of, mentions
from rewardkit_verifiers.text.lib.stands import declined, doubt, echoed, reply_of
from rewardkit_verifiers.text.lib.wording import normal, plain_values

# An option is a phrase; of a longer reply only the beginning is searched for one.
LONGEST = 20_000


def lettered(options: Any, choices: str) -> dict[str, str]:
    """Return the texts of the options by their letters.

    Args:
        options: A list of texts in order, or texts by letter; JSON text of either. Any other
            text tells nothing.
        choices: The letters that stand for options.

    Raises:
        ValueError: They are of another kind, or more than there are letters.

    Example:
        >>> lettered(["Rome", "Oslo"], "ABCD")
        {'A': 'Rome', 'B': 'Oslo'}
    """
    if isinstance(options, str):
        try:
            options = json.loads(options)
        except ValueError:
            return {}  # the options as one text, as some tables have them
    if isinstance(options, Mapping):
        given = {str(letter).strip().upper(): text for letter, text in options.items() if text}
    else:
        texts = plain_values(options)
        if len(texts) > len(choices):
            raise ValueError(f"{len(texts)} options have only the letters {choices}")
        given = dict(zip(choices, texts, strict=False))
    if len(given) < 2 or not set(given) <= set(choices):
        raise ValueError(f"options must be two or more, with letters of {choices}")
    return {letter: str(text) for letter, text in given.items()}


def letter_of(text: str, options: Mapping[str, str]) -> str | None:
    """Return the letter of the one option that has this text, or None."""
    wanted = _plain(text)
    found = [letter for letter, option in options.items() if _plain(option) == wanted]
    return found[0] if len(found) == 1 else None


def said(text: str, prompt: str, options: Mapping[str, str]) -> frozenset[str]:
    """Return the letters of the options that a reply gives as its answer in words.

    Args:
        text: The reply, which states no letter.
        prompt: The question.
        options: The texts of the options by letter.
    """
    text = text[:LONGEST]
    if len(text.split()) > 2 and echoed(reply_of(text, prompt, [])):
        return frozenset()
    replies = {
        letter: reply_of(text, "", aliases_of([option])) for letter, option in options.items()
    }
    places = {
        letter: [one for one in mentions(reply.said, reply.aliases) if one.how == "words"]
        for letter, reply in replies.items()
    }
    spans = {(one.start, one.end) for some in places.values() for one in some}
    found = set()
    for letter, some in places.items():
        # "New York" is no "York".
        own = [one for one in some if not _inside(one.start, one.end, spans)]
        reply = replies[letter]
        if own and not declined(reply, own) and not doubt(reply, own):
            found.add(letter)
    return frozenset(found)


def _inside(start: int, end: int, spans: set[tuple[int, int]]) -> bool:
    return any(
        first <= start and end <= last and (first, last) != (start, end) for first, last in spans
    )


def _plain(text: str) -> str:
    return normal(text, ignore_case=True, unicode="NFKC", punctuation="trim")
