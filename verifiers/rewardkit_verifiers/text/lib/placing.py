"""Whether a mention or another answer of its kind stands with the words of the question.

Of "finished in 1901, she sank in 1904" the year beside the verb that the question has is the
answer, of "born in Oslo, lived in Rome" the place, and of lines with labels the one whose label is
asked for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rewardkit_verifiers.text.lib.clauses import stem
from rewardkit_verifiers.text.lib.mentions import Mention
from rewardkit_verifiers.text.lib.overshadowed import YEAR, Told, kind_of, rivals_of
from rewardkit_verifiers.text.lib.sentences import Sentence, sentence_of
from rewardkit_verifiers.text.lib.tokens import Token, listed, tokens

_LABELLED = re.compile(r"[ \t]*(?:\|.*\||[-*•]?\s{0,3}[^:|\n]{2,40}:\s)")
_WHERE = re.compile(
    r"\bwhere\b|\b(?:in|at|from|to) (?:which|what) (?:\w+ ){0,2}?(?:city|country|town|state|place"
    r"|village|county|region|nation|continent)\b",
    re.IGNORECASE,
)
_IDLE = frozenset(listed("it he she they is was are were be located situated that this there"))
_CLAUSE = re.compile(r"\b(?:and|but|before|then|while|later|moved|grew|lived|died|where)\b")
_IN_PLACE = re.compile(r"\b(?:in|at|to|from|near|of)\s(?:the\s)?((?:[A-Z][\w'’-]*\s?){1,3})")
_BREAK = re.compile(r"[,;.(]|\s(?:and|but|while)\s")
_LONGEST_DATE = 3


def placed(
    reply: Told, sentences: Sequence[Sentence], said: Sequence[Token], mention: Mention
) -> int:
    """Return 1 where a mention stands with the words of the question, -1 where another does.

    Read are several years in a sentence, and lines that begin with a label; else it is 0.

    Args:
        reply: The reply.
        sentences: Its sentences.
        said: Its words.
        mention: Where an accepted answer is said.
    """
    kind = kind_of(mention, reply.text)
    found = _labelled(reply, said, mention, kind)
    one = sentence_of(sentences, mention.start)
    if found == 0 and kind == "date":
        found = _dated(reply, one, mention)
    if found == 0 and kind == "name" and _WHERE.search(reply.prompt):
        found = _located(reply, one, mention)
    return found


def _located(reply: Told, sentence: Sentence, mention: Mention) -> int:
    """Return -1 where the words of the question stand with another place: born in Oslo, lived in.

    The words before a place go with it, up to the place before.
    """
    start, own, other, placed_so = sentence.start, False, False, False
    for found in _IN_PLACE.finditer(reply.text, sentence.start, sentence.end):
        told = [one for one in sentence.said if start <= one.start < found.start(1)]
        hit = any(stem(one.form) in reply.question for one in told)
        words = [one for one in sentence.said if found.start(1) <= one.start < found.end(1)]
        if found.start(1) < mention.end and mention.start < found.end(1):
            placed_so = True
            apart = _CLAUSE.search(reply.text, start, found.start(1)) is not None
            led = start == sentence.start and all(
                one.form in _IDLE or one.form in reply.known for one in told
            )
            own = own or hit or led or (start > sentence.start and not apart)
        elif rivals_of(words, "name", reply.known):
            other = other or hit
        start = found.end(1)
    return -1 if other and placed_so and not own else 0


def _dated(reply: Told, sentence: Sentence, mention: Mention) -> int:
    """Return 1 where the words of the question stand with a date, -1 with another date, else 0."""
    dates = [token for token in sentence.said if YEAR.fullmatch(token.form)]
    if len({date.form for date in dates}) < 2 or len(mention.alias.forms) > _LONGEST_DATE:
        return 0
    own: set[str] = set()
    other: set[str] = set()
    hit: set[str] = set()
    start = sentence.start
    for index, date in enumerate(dates):
        stop = dates[index + 1].start if index + 1 < len(dates) else sentence.end
        cut = _BREAK.search(reply.text, date.end, stop)
        tail = cut.start() if cut else stop
        before = [token for token in sentence.said if start <= token.start < date.start]
        after = [token for token in sentence.said if date.end <= token.start < tail]
        told = before if len(before) > 1 else [*before, *after]
        if index == 0 or told:  # of "in 1998 and 1999" both have the same words
            hit = {stem(token.form) for token in told} & reply.question
        if date.form in mention.alias.forms:
            own |= hit
        elif date.form not in reply.known:
            other |= hit
        start = date.end
    if own and other:  # "began in 1939 and ended in 1945": the verb goes last in a question
        verb = {stem(token.form) for token in tokens(reply.prompt)[-1:]}
        own, other = own & verb, other & verb
    return bool(own) - bool(other)


def _labelled(reply: Told, said: Sequence[Token], mention: Mention, kind: str) -> int:
    """Return 1 where the label of a line is what is asked, -1 where that of another line is."""
    spans, start = [], 0
    for line in reply.text.split("\n"):
        if _LABELLED.match(line):
            spans.append((start, start + len(line)))
        start += len(line) + 1
    mine = next((span for span in spans if span[0] <= mention.start < span[1]), None)
    if mine is None or len(spans) < 2:
        return 0
    own = {stem(form) for form in mention.alias.forms}
    others = [
        _asked_in(reply, said, span)
        for span in spans
        if span != mine
        and rivals_of([one for one in said if span[0] <= one.start < span[1]], kind, reply.known)
    ]
    asked = _asked_in(reply, said, mine) - own
    if others and all(asked > one for one in others):
        return 1
    return -1 if any(one and not asked for one in others) else 0


def _asked_in(reply: Told, said: Sequence[Token], span: tuple[int, int]) -> set[str]:
    inside = {stem(token.form) for token in said if span[0] <= token.start < span[1]}
    return inside & reply.question
