"""Of whom a reply says what is asked: "Meucci built it", "it was built by Meucci".

A clause claims for the name that is its subject, its complement or its agent as much as it has
words of the question. Where the clauses of the accepted answer have less of them than a clause of
another name, the reply gives the other one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rewardkit_verifiers.text.lib.clauses import stem
from rewardkit_verifiers.text.lib.items import BEGINS, VERBS
from rewardkit_verifiers.text.lib.overshadowed import Told, rivals_of
from rewardkit_verifiers.text.lib.tokens import Token, tokens

_CUT = re.compile(
    r"(?<!\b[A-Z])(?<!\bMr)(?<!\bDr)(?<!\bSt)(?<!\bJr)(?<!\bMrs)(?<!\bvs)[.!?](?=\s|$)|[;\n()\[\]]"
    r"|\s[-–—]\s|—|:\s"
    r"|,\s(?=(?:and|but|yet|while|whereas|which|who|whose|whom|although|though|as|since|so|because"
    r"|when|where|after|before|until|then|was|is|were|are|has|had)\b)"
    r"|\s(?=(?:but|yet|while|whereas|which|who|although|though|because)\s)"
    r"|\sand\s(?=(?:is|was|are|were|has|had|then|later|also|became|now)\b)"
    r"|,\s(?=[A-Z]\w+\s(?:[A-Z]\w+\s)?(?:(?:only|just|merely|also|later|never)\s[a-z]"
    r"|[a-z]{2,12}(?:ed|s)\b))"
    r"|\sand\s(?=(?:it|he|she|they|[A-Z]\w+(?:\s[A-Z]\w+){0,2}\s[a-z]))"
)
_GOES_ON = re.compile(r",?\s?(?:is|was|are|were|has|had|then|later|also|became|now)\b")
_PLACE = re.compile(
    r"\b(?:where|when)\b|^\W*(?:in|on|at|from|to|for|with|by|of)\s(?:which|what|whom)\b"
    r"|\bwhich\b[^?]{0,60}\b(?:in|on|from|for|by|of|with|to)\W*$",
    re.IGNORECASE,
)
_NAME = r"((?:[A-Z][\w'’.-]*\s+(?:(?:of|the|de|la|von|van|and|&)\s+(?=[A-Z]))?){1,4})"
_SUBJECT = re.compile(
    r"\W*(?:(?:and|but|yet|so|then|that|because|while|whereas|although|though|since|today|now"
    r"|actually|however|in\s\w+),?\s+){0,2}(?:(?:the|an?|his|her|my"
    r"|its)\s+)?(?:[a-z-]{3,}\s+){0,2}?"
    rf"{_NAME}(?:\w+ly\s+)?(?!(?:and|or|of|in|at|by|with|for|to|from|on)\b)[a-z]\w*"
)
_LED = r"(?:(?:the|an?|his|her)\s+)?(?:[a-z-]+\s+){0,3}?((?:[A-Z][\w'’.-]*\s*){1,4})"
_COMPLEMENT = re.compile(
    rf"\b(?:is|was|are|were|be|been|became|becomes|remains)\s+(?:\w+ly\s+)?(?:by\s+)?{_LED}"
)
_AGENT = re.compile(rf"\bby\s+{_LED}")
_DENIES = re.compile(
    r"\b(?:not|never|neither|nor|cannot|wrong|mistaken|no longer|used to|until|formerly|former"
    r"|previously|originally)\b|n't\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Clause:
    text: str
    start: int
    inherited: tuple[int, int] | None


def claimed_otherwise(reply: Told, said: Sequence[Token], spans: Sequence[tuple[int, int]]) -> bool:
    """Return whether a reply says of another name all that it says of an answer, and more.

    Args:
        reply: The reply.
        said: Its words.
        spans: Where accepted answers are said that are names.
    """
    if _PLACE.search(reply.prompt):
        return False
    clauses = list(_clauses(reply.text))
    own = [_asked(reply, _without(one, spans)) for one in clauses if _inside(one, spans)]
    return any(
        all(claim > mine for mine in own)
        for one in clauses
        for claim in _of_others(reply, said, one, spans)
    )


def _clauses(text: str) -> Iterator[_Clause]:
    """Yield clauses; "and is now X" goes on with the subject of the clause before it."""
    start, subject = 0, None
    ends = [(one.start(), one.end()) for one in _CUT.finditer(text) if not _joins_names(text, one)]
    for stop, after in (*ends, (len(text), len(text))):
        piece = text[start:stop]
        head = _subject(piece)
        goes_on = head is None and _GOES_ON.match(piece)
        yield _Clause(piece, start, subject if goes_on else None)
        if head is not None:
            subject = (start + head[0], start + head[1])
        elif piece.strip() and not goes_on:
            subject = None
        start = after


def _joins_names(text: str, cut: re.Match[str]) -> bool:
    """Whether `and` stands between two names: England and Ireland."""
    before = text[max(0, cut.start() - 40) : cut.start()].split(" ")[-1]
    names = before[:1].isupper() and text[cut.end() : cut.end() + 1].isupper()
    return cut[0] == " and " and names


def _subject(piece: str) -> tuple[int, int] | None:
    head = _SUBJECT.match(piece)
    if head is None or head[1].split()[0].casefold() in BEGINS | VERBS:
        return None
    name = head[1].rstrip()
    return None if name.endswith("'s") else (head.start(1), head.start(1) + len(name))


def _inside(clause: _Clause, spans: Sequence[tuple[int, int]]) -> bool:
    end = clause.start + len(clause.text)
    return any(clause.start <= start < end for start, _ in spans)


def _without(clause: _Clause, spans: Sequence[tuple[int, int]]) -> str:
    """Return the words of a clause without those of an answer."""
    end = clause.start + len(clause.text)
    low, high = next(one for one in spans if clause.start <= one[0] < end)
    return f"{clause.text[: low - clause.start]} {clause.text[high - clause.start :]}"


def _asked(reply: Told, text: str) -> frozenset[str]:
    return frozenset(stem(one.form) for one in tokens(text)) & reply.question


def _of_others(
    reply: Told, said: Sequence[Token], clause: _Clause, spans: Sequence[tuple[int, int]]
) -> Iterator[frozenset[str]]:
    """Yield what a clause without an answer says of another name."""
    if _inside(clause, spans) or _DENIES.search(clause.text):
        return
    named = [(clause.inherited, clause.text)] if clause.inherited else []
    places = [_subject(clause.text)]
    for pattern in (_COMPLEMENT, _AGENT):
        found = pattern.search(clause.text)
        places.append((found.start(1), found.end(1)) if found else None)
    for place in places:
        if place is not None:
            rest = f"{clause.text[: place[0]]} {clause.text[place[1] :]}"
            named.append(((clause.start + place[0], clause.start + place[1]), rest))
    for span, rest in named:
        words = [one for one in said if span[0] <= one.start < span[1]]
        if rivals_of(words, "name", reply.known) and (asked := _asked(reply, rest)):
            yield asked
