"""The shorter forms of an accepted answer that say the same: without what only tells more of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rewardkit_verifiers.text.lib.tokens import listed

_NAME = re.compile(
    r"\b(?!the\b|for\b|from\b|near\b|not\b)[a-z]{3,}\s+((?:[A-Z][\w.'-]+\s+){1,3}[A-Z][\w.'-]+)$"
)
# What follows tells more of the answer than was asked.
_CLAUSE = re.compile(r"([^,]{4,60}),\s+(?:who|which|where|when|whose|known|also|born)\b")
_PLACE = re.compile(r"((?:[A-Z][\w.'-]+\s+){1,3}[A-Z][\w.'-]+),\s*[A-Z][\w.]*(?:\s[A-Z][\w.]*)?$")
# An alias of several things is none of them.
SEVERAL = re.compile(r"[,;&/\d]|\b(?:and|or|with)\b", re.IGNORECASE)
# James "Jamie" Doe, Michel (Albert) Roux, (North Atlantic) Gannet.
_NICKNAME = re.compile(r"^(?:([A-Z][\w.'-]+)\s+)?[\"“(]([A-Z][\w .'-]{1,30})[\"”)]\s+([A-Z].*)$")
_PERIOD = re.compile(
    r"(\S{1,20}[\s-](?:year|month|week|day|hour|minute)s?)[\s-](?:period|span|time)"
)
# U.S. President John F. Kennedy; the Gospel of Luke.
_OFFICE = re.compile(
    r"(?:U\.?S\.?A?\.?|UK|[A-Z][a-z]+(?:an|ish|ch|ese))\s(?i:president|prime minister|senator|king"
    r"|queen|emperor|singer|actor|actress|author|writer|composer)\s((?:[A-Z][\w.'-]*\s?){2,4})$"
)
_GENERIC = re.compile(
    r"(?:the\s+)?(?:gospel|book|city|town|village|planet|county)\s+(?:of\s+|according to\s+)?"
    r"((?:St\.?\s+)?[A-Z][a-z]{3,})",
    re.IGNORECASE,
)
_FIRST_SENTENCE = re.compile(r"(.{12,}?[a-z]{3})\.\s+[A-Z]")
OCCUPATIONS = frozenset(
    listed(
        "wrestler actor actress singer comedian footballer boxer jockey golfer cricketer painter"
        " artist author writer poet novelist playwright composer conductor architect engineer"
        " scientist physicist chemist inventor explorer astronaut pilot politician journalist"
        " broadcaster presenter chef designer director producer musician guitarist drummer"
        " coach manager captain general admiral colonel major sergeant lieutenant commander"
        " president senator governor mayor minister professor doctor reverend rabbi cardinal"
    )
)
_LONGEST_NAME = 4


def shapes(text: str) -> Iterator[str]:
    """Yield an alias, and what it says in fewer words.

    Example:
        >>> list(shapes('James "Jamie" Doe'))
        ['James "Jamie" Doe', 'James Doe', 'Jamie Doe']
        >>> list(shapes("Wrestler Jackie Pallo"))
        ['Wrestler Jackie Pallo', 'Jackie Pallo']
    """
    yield text
    either = text.split(" or ")
    if len(either) > 1:
        for part in either:
            yield from shapes(part)
    work = text.partition(" by ")
    if work[1] and len(work[0].split()) > 1:
        yield work[0]
    if (head := _CLAUSE.match(text) or _PLACE.match(text)) is not None:
        yield head[1]
    # "colonial minister Johannes Bell": the name behind what its bearer is.
    if not SEVERAL.search(text) and (name := _NAME.search(text)) is not None:
        yield name[1]
    if (nick := _NICKNAME.match(text)) is not None:
        yield from (f"{one} {nick[3]}" for one in (nick[1], nick[2]) if one)
        if nick[1] is None:
            yield nick[3]
    words = text.split()
    if 2 < len(words) <= _LONGEST_NAME and words[0].casefold() in OCCUPATIONS:
        yield " ".join(words[1:])
    if (office := _OFFICE.match(text)) is not None:
        yield office[1]
    if (book := _GENERIC.fullmatch(text)) is not None:
        yield book[1]
    if (amount := _PERIOD.fullmatch(text)) is not None:
        yield amount[1]
    if (sentence := _FIRST_SENTENCE.match(text)) is not None:
        yield sentence[1]
