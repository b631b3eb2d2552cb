"""Whether an accepted answer is said in another part than the one that is asked for.

The loser where the winner is asked, the number of something else, the relative or rival of the
one that the reply names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rewardkit_verifiers.text.lib.mentions import Mention
from rewardkit_verifiers.text.lib.overshadowed import YEAR, Told, kind_of, rivals_of
from rewardkit_verifiers.text.lib.tokens import MONTHS, Token, listed, tokens

_BEATS = (
    r"(?:defeat(?:ed|s|ing)?|beat(?:s|ing)?|overc[ao]m(?:e|es|ing)|knock(?:ed|s|ing)? out"
    r"|edg(?:ed|es|ing)(?: out)?|outlast(?:ed|s)?|thrash(?:ed|es)?|crush(?:ed|es)?"
    r"|trounc(?:ed|es)|kill(?:ed|s)|shot|murder(?:ed|s)|assassinated|stabbed)"
)
_BEATEN = re.compile(
    rf"\b(?:{_BEATS}|w[io]ns?(?: \w+){{0,4}} (?:over|against)|victory over)\s+"
    r"(?:the\s+|a\s+|an\s+)?(?:(?!by\b)\w+\s+){0,1}$",
    re.IGNORECASE,
)
_BEATING = re.compile(rf"\s+(?:\w+\s+){{0,1}}(?<!by )(?:{_BEATS}|won)\b", re.IGNORECASE)
_WON = re.compile(
    rf"\b(?:who|which|what)\b.{{0,60}}\b(?:win|wins|won|winner|victor|champions?|{_BEATS})\b", re.I
)
_LOST = re.compile(r"\b(?:lost|loses?|loser|runner-?s?-?up|beaten|defeated by|killed by)\b", re.I)
_DID = re.compile(r"\b(?:did|does|do|was|were|whom|is|has)\b")
_RELATION = re.compile(
    r"\b(?:sons?|daughters?|brothers?|sisters?|wife|husband|father|mother|grandfather|grandmother"
    r"|nephew|niece|cousin|friend|student|pupil|teacher|admirer|rival|follower|deputy|assistant"
    r"|(?:vice[- ])?president|contemporary|imitator|neighbou?r)\s+(?:of|to|under)\s+(?:the\s+)?$"
    r"|\brival(?:s|ing|led)?\s+$|\b(?:similar|next|close|second)\s+to\s+(?:the\s+)?$"
    r"|\b(?:partner|ally|colleague|branch|suburb|namesake|copy|twin|member|descendant|ancestor|fan"
    r"|critic|biographer|translator|employee|fianc\w+)\s+(?:of|to)\s+(?:the\s+)?$"
    r"|\b(?:hours?|minutes?|train|car|bus|flight|drive|ride|far|away)\b[\w ]{0,15}\s(?:from|to)\s+$"
    r"|\b(?:km|kilometers|kilometres|miles|mi|north|south|east|west)\s+(?:from|of)\s+$"
    r"|\b(?:second[- ]plac\w+|runners?[- ]up)\b[\w ,]{0,12}\s(?:the\s+)?$"
    r"|\b(?:then|(?:followed|preceded) by|ahead of|behind|just like|as well as|imitated)\s+"
    r"(?:the\s+)?$",
    re.IGNORECASE,
)
_KIN = re.compile(
    r"\b(?:son|daughter|brother|sister|wife|husband|father|mother|grand\w+|nephew|niece|cousin"
    r"|married|parents?|relat\w+|related|dad|mom|mum)\b",
    re.IGNORECASE,
)
_SIDE_DATE = re.compile(
    r"\b(?:after|before|since|until|following|prior to|than)\s+(?:[\w'-]+\s+){0,5}$", re.IGNORECASE
)
_FROM = re.compile(r"\bfrom\s+(?:the\s+)?$", re.IGNORECASE)
_TO = re.compile(r"\s+(?:to|until|till|through)\s")
_HOW_MANY = re.compile(r"\bhow many\s+((?:[\w'-]+\s*){1,4})", re.IGNORECASE)
_NO_NOUN = frozenset(
    listed(
        "is are was were do does did has have had can could will would there in of on at the a to"
        " for make makes it they you we i per from with that who"
    )
)
_NUMBERED = frozenset(
    listed("season series episode chapter page part volume level grade step week day round")
)
_ODD_PLURALS = frozenset(listed("people child man woman foot tooth mouse goose die fish sheep"))
_COUNTS_ALONE = re.compile(r"\W{0,3}(?:[.,;:!?)\n]|$)")
_REACH, _MONTH_NEAR = 3, 8


def other_role(reply: Told, said: Sequence[Token], mention: Mention) -> bool:
    """Return whether a mention is something else than what is asked for.

    Args:
        reply: The reply.
        said: Its words.
        mention: The mention.
    """
    before = reply.text[max(0, mention.start - 80) : mention.start]
    if _is_loser(reply, before, mention) or _counts_another(reply, said, mention):
        return True
    kind = kind_of(mention, reply.text)
    if kind == "name" and _FROM.search(before) and _TO.match(reply.text, mention.end):
        return True  # a period that begins there
    earlier = [token for token in said if token.end <= mention.start]
    if not rivals_of(earlier, kind, reply.known):
        return False
    if kind == "date":
        return _SIDE_DATE.search(before) is not None and not _SIDE_DATE.search(reply.prompt)
    found = _RELATION.search(before)
    if found is None or kind == "number":
        return False
    if _KIN.search(found[0]) and _KIN.search(reply.prompt):
        return False
    return not re.search(rf"\b{re.escape(found[0].split()[0])}", reply.prompt, re.IGNORECASE)


def _is_loser(reply: Told, before: str, mention: Mention) -> bool:
    """Whether a mention is who was beaten where the winner is asked, or the other way around."""
    asked = _WON.search(reply.prompt)
    lost = _LOST.search(reply.prompt)
    if lost:
        return _BEATING.match(reply.text, mention.end) is not None
    if asked is None or _DID.search(asked[0]):
        return False
    return _BEATEN.search(before) is not None


def _counts_another(reply: Told, said: Sequence[Token], mention: Mention) -> bool:
    """Whether a number counts something else, where another one counts what is asked for."""
    how_many = _HOW_MANY.search(reply.prompt)
    if how_many is None or not mention.alias.forms[0][0].isdigit():
        return False
    counted = _counted(how_many[1])
    if not counted:
        return False
    at = next((i for i, token in enumerate(said) if token.start >= mention.start), None)
    if at is None or _attached(said, at, counted):
        return False
    if _is_dated(said, at) or (at and said[at - 1].form in _NUMBERED):
        return True
    clause = next((one for one in reply.parts if one.start <= mention.start < one.end), None)
    if _COUNTS_ALONE.match(reply.text, mention.end) and (at == 0 or (clause and clause.asked)):
        return False  # so an adult has 206
    if _of_another(reply, said, at, counted):
        return True
    return any(
        token.form[0].isdigit()
        and token.form not in reply.known
        and not YEAR.fullmatch(token.form)
        and _attached(said, index, counted)
        for index, token in enumerate(said)
    )


def _of_another(reply: Told, said: Sequence[Token], at: int, counted: frozenset[str]) -> bool:
    """Whether a number counts another noun, and another clause counts what is asked for."""
    behind = reply.text[said[at].end :].split()[:1]
    if not behind or not behind[0].isalpha() or not behind[0].endswith("s"):
        return False
    start = said[at].start
    return any(
        not one.start <= start < one.end
        and not counted.isdisjoint(token.form for token in one.said)
        and any(
            token.form[0].isdigit()
            and not YEAR.fullmatch(token.form)
            and token.form not in reply.known
            for token in one.said
        )
        for one in reply.parts
    )


def _counted(words: str) -> frozenset[str]:
    """Return the noun behind `how many`, in the form of one."""
    for word in words.split():
        low = word.casefold()
        if low in _NO_NOUN:
            return frozenset()
        forms = [token.form for token in tokens(word)]
        if forms and (forms[-1] != low or low in _ODD_PLURALS):
            return frozenset((forms[-1],))
    return frozenset()


def _attached(said: Sequence[Token], index: int, counted: frozenset[str]) -> bool:
    """Whether the counted noun follows a number, with no other number between."""
    for token in said[index + 1 : index + 1 + _REACH]:
        if token.form[0].isdigit():
            return False
        if token.form in counted:
            return True
    return False


def _is_dated(said: Sequence[Token], index: int) -> bool:
    """Whether a month stands beside a number: 11 March."""
    near = (*said[max(0, index - 1) : index], *said[index + 1 : index + 2])
    start, end = said[index].start, said[index].end
    return any(
        one.form in MONTHS
        and (one.start - end if one.start > start else start - one.end) < _MONTH_NEAR
        for one in near
    )
