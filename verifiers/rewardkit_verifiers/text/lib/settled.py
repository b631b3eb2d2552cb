"""Whether a later statement settles a reply on another answer than the one said before it.

"Lisbon has trams. So the answer is Porto." gives Porto. Such a statement says what the answer is,
or what the thing is that the question asks for, stands in a box or block, or behind the heading
`Answer:`. Without one, several short sentences about a name each are a list of guesses.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rewardkit_verifiers.text.lib.clauses import stem
from rewardkit_verifiers.text.lib.items import BEGINS, VERBS, shape
from rewardkit_verifiers.text.lib.mentions import UNITS, Alias, Mention
from rewardkit_verifiers.text.lib.overshadowed import Told, kind_of, rivals_of
from rewardkit_verifiers.text.lib.places import COUNTRIES, REGIONS
from rewardkit_verifiers.text.lib.tokens import Token, listed, tokens

_STATES = re.compile(
    r"\banswer(?:\s+to\s+(?:the|your|this)\s+question)?\s{1,3}(?:is|was|would\s+be"
    r"|must\s+be)\b\W{0,4}"
    r"|\b(?:answer|solution|conclusion)\W{0,4}[:=]\W{0,6}"
    r"|(?:^|\n)\W{0,4}(?:output|result)\W{0,3}[:=]\W{0,6}"
    r"|\\boxed\s?\{(?:\\text\s?\{)?"
    r"|<answer>\s{0,3}"
    r"|\b(?:i(?:'ll|\s+will|'d|\s+would)?\s+(?:go\s+with|settle\s+on|choose|pick|answer|say))\W{1,4}",
    re.IGNORECASE,
)
_IT_IS = re.compile(
    r"(?:^|(?<=[.!?\n])\s{0,3})(?i:(?:(?:so|hence|thus|therefore|no|actually|rather),?\s+)?"
    r"(?:it|this|that)(?:'s|\s+is|\s+was)\s+(?:the\s+)?)"
    r"(?=(?:(?:[A-Z][\w'-]{1,30}\s?){1,3}|\d[\d,.]{0,12})[.!]?\s*$)",
    re.MULTILINE,
)
# A last line of its own.
_BARE = re.compile(r"[^\s:]\n\s{0,4}[*_]{0,2}(?=(?:[A-Z][\w'-]{1,30} ?){1,3}[.*_]{0,3}\s*\Z)")
_BARE_NUMBER = re.compile(r"[^\s:]\n\s{0,4}[*_]{0,2}(?=\d[\d,.]{0,12}[.*_]{0,3}\s*\Z)")
_NOUN = re.compile(
    r"\b(?:what|which|who)(?:'s|\s+(?:is|was|are|were))?\s+(?:the\s+|an?\s+)?"
    r"((?:[\w'-]{1,30}\s+){0,4}?[\w'-]{1,30})"
    r"(?=\s+(?:of|in|on|at|for|to|from|by|with|that|who|which|did|does|do|is|was|are|were|has|had"
    r"|have|can|will|won|wrote)\b|\s*\?|\s*$)",
    re.IGNORECASE,
)
_END = re.compile(r"[.!?](?=\s|$)(?<!\b[A-Z]\.)|\n|\}|</|;")
_CUT = re.compile(r",\s|\s\(|\s(?:because|since|as|which|who|where|and|but|not|rather)\s", re.I)
_SENTENCE = re.compile(r"(?<=[.!?])(?<!\b[A-Z]\.)\s+|\n+")
_SUBJECT = re.compile(
    r"\W*(?:(?:the|i\s+(?:know|like|thought\s+of|think\s+of|remember)|there\s+is)\s+)?"
    r"((?:[A-Z][\w'’.-]*\s+){0,2}[A-Z][\w'’-]*)(?=\s+[a-z]|\W*$)",
)
_NO_VALUE = frozenset(
    listed(
        "it this that these those above below here there yes no true false correct right wrong"
        " unknown clear simple following as found given based not i we you he she they in on at"
        " known called also then because still therefore obvious well easy easily very quite"
        " straightforward likely probably"
    )
)
_LONGEST, _SHORT, _LOWER, _MOST, _MANY = 200, 6, 3, 40, 2
_CHOSEN = re.compile(r"\b(?:answer|correct(?:ion)?|actually|rather|wait|no|i mean)\b", re.I)
_PEOPLE = re.compile(r"(?:ese|ish|ian|can|ean|rman|ench|utch|reek)$")


@dataclass(frozen=True, slots=True)
class Statement:
    """What a reply states as its answer.

    Attributes:
        start: Where the value begins.
        end: Where it ends.
        said: Its words.
        sure: It says that this is the answer; "The gas is light" may only tell more.
    """

    start: int
    end: int
    said: Sequence[Token]
    sure: bool


def stated(reply: Told) -> list[Statement]:
    """Return what a reply states to be the answer, in order, the last forty at most."""
    text = reply.text
    patterns = [_IT_IS, _BARE, _BARE_NUMBER, *_asked_for(reply), _STATES]
    ends = {found.end(): one is _STATES for one in patterns for found in one.finditer(text)}
    found: list[Statement] = []
    for start, sure in sorted(ends.items())[-_MOST:]:
        stop = _END.search(text, start, start + _LONGEST)
        end = stop.start() if stop else min(len(text), start + _LONGEST)
        cut = _CUT.search(text, start, end)
        end = cut.start() if cut else end
        said = [
            Token(one.form, one.start + start, one.end + start, one.capital)
            for one in tokens(text[start:end])
        ]
        if said:
            found.append(Statement(start, end, said, sure))
    return found


def _asked_for(reply: Told) -> list[re.Pattern[str]]:
    """Return the statements that name what the question asks for: The capital of Boria is Tuz."""
    asked = _NOUN.search(reply.prompt)
    if asked is None:
        return []
    noun = asked[1].split()[-1]
    if noun.casefold() in VERBS | BEGINS or not noun.isalpha():
        return []
    # A former capital is not the capital: words between must be the question's.
    words = "|".join(re.escape(word) for word in asked[1].split())
    tense = "is|'s|are" if re.search(r"\b(?:is|are)\b|'s\b", reply.prompt) else "is|'s|are|was|were"
    return [
        re.compile(
            rf"\bthe\s+(?:(?:{words})\s+){{0,4}}(?:{re.escape(noun)}|one)\b"
            rf"(?:\s+(?:of|in|for)\s+[^.!?,;\n]{{1,40}}?)?\s*\b(?:{tense})\s+(?:the\s+)?",
            re.IGNORECASE,
        )
    ]


def settled_on(
    statements: Sequence[Statement], aliases: Sequence[Alias]
) -> tuple[Statement, Alias] | None:
    """Return what a reply states last to be its answer, with the accepted answer that it is.

    Args:
        statements: What `stated` returns.
        aliases: The accepted answers.
    """
    last = next((one for one in reversed(statements) if one.sure), None)
    if last is None or statements[-1].start > last.end:
        return None
    forms = [token.form for token in last.said]
    for alias in aliases:
        name = alias.text[:1].isupper() and len(alias.forms) <= _LOWER
        if tuple(forms) == alias.forms or (name and forms == [alias.forms[-1]]):
            return last, alias
    return None


def settled_before(reply: Told, statements: Sequence[Statement], mention: Mention) -> bool:
    """Return whether another answer is stated before a mention, and none with it or after it.

    Args:
        reply: The reply.
        statements: What `stated` returns.
        mention: Where an accepted answer is said.
    """
    if not statements or statements[-1].end > mention.start:
        return False
    if _CHOSEN.search(reply.text, statements[-1].end, mention.start):
        return False
    sure = [one for one in statements if one.sure]
    return bool(sure) and _names_another(reply, sure[-1], kind_of(mention, reply.text))


def settled_otherwise(reply: Told, statements: Sequence[Statement], mention: Mention) -> bool:
    """Return whether a reply settles on another answer after a mention.

    Args:
        reply: The reply.
        statements: What `stated` returns.
        mention: Where an accepted answer is said.
    """
    kind = kind_of(mention, reply.text)
    for one in reversed(statements):
        if one.start <= mention.start < one.end or one.end <= mention.start:
            return False
        if mention.end > one.start:
            return False
        if _names_another(reply, one, kind):
            return True
        if any(token.form in mention.alias.forms for token in one.said):
            return False
    return False


def _names_another(reply: Told, one: Statement, kind: str) -> bool:
    """Whether a statement names something else of a kind."""
    head = one.said[0]
    if head.form in reply.known or head.form in _NO_VALUE | BEGINS:
        return False
    if any(token.form in reply.known for token in one.said) and kind != "number":
        return False
    text = reply.text[one.start : one.end]
    if not one.sure and text.strip(" .*_").casefold() in COUNTRIES | REGIONS:
        return False
    if kind == "name":
        named = bool(rivals_of([head], kind, reply.known)) and not _PEOPLE.search(head.form)
        return named or (one.sure and len(one.said) < _LOWER and shape(text) == "word")
    if kind in ("number", "date"):
        return (kind == "number" and head.form[0].isdigit()) or bool(
            rivals_of(one.said[:_LOWER], kind, reply.known)
        )
    return one.sure and len(one.said) < _LOWER and head.form not in UNITS


def among_guesses(reply: Told, mention: Mention) -> bool:
    """Return whether a mention is the subject of one of several short sentences about a name each.

    Args:
        reply: The reply.
        mention: Where an accepted answer is said.
    """
    if kind_of(mention, reply.text) != "name":
        return False
    own, others, at = False, set(), 0
    for sentence in _SENTENCE.split(reply.text)[:_MOST]:
        start = reply.text.index(sentence, at) if sentence else at
        at = start + len(sentence)
        if not 0 < len(sentence.split()) <= _SHORT:
            continue
        if start <= mention.start < at:
            own = _is_aside(reply, sentence)
        subject = _subject(reply, sentence)
        if subject and _is_aside(reply, sentence):
            others.add(subject)
    return own and len(others) >= _MANY


def _is_aside(reply: Told, sentence: str) -> bool:
    """Whether a sentence says of its subject nothing that is asked."""
    head = _SUBJECT.match(sentence)
    if head is None:
        return False
    rest = tokens(sentence[head.end() :])
    return bool(rest) and not any(stem(one.form) in reply.question for one in rest)


def _subject(reply: Told, sentence: str) -> str:
    """Return the name that a sentence is about, if it is neither the question's nor accepted."""
    head = _SUBJECT.match(sentence)
    if head is None:
        return ""
    forms = [one.form for one in tokens(head[1])]
    low = sentence.lstrip().split()[0].casefold()
    if not forms or low in BEGINS | VERBS or any(form in reply.known for form in forms):
        return ""
    return " ".join(forms)
