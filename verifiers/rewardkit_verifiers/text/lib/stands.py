"""How an accepted answer stands in a reply: given, or denied, echoed, one of several guesses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rewardkit.reading.standing import standing
from rewardkit_verifiers.text.lib.answering import answers
from rewardkit_verifiers.text.lib.bearers import another_bearer, longer_thing
from rewardkit_verifiers.text.lib.formulas import piece_of_formula
from rewardkit_verifiers.text.lib.items import OVER, is_item
from rewardkit_verifiers.text.lib.masks import masked
from rewardkit_verifiers.text.lib.measures import another_unit, in_range
from rewardkit_verifiers.text.lib.mentions import Alias, Mention
from rewardkit_verifiers.text.lib.outranked import outranked
from rewardkit_verifiers.text.lib.overshadowed import Told, overshadowed, told
from rewardkit_verifiers.text.lib.placing import placed
from rewardkit_verifiers.text.lib.rivals import number_asked, one_of_several, several_asked
from rewardkit_verifiers.text.lib.roles import other_role
from rewardkit_verifiers.text.lib.sentences import Sentence, sentences_of
from rewardkit_verifiers.text.lib.settled import (
    Statement,
    among_guesses,
    settled_before,
    settled_on,
    settled_otherwise,
    stated,
)
from rewardkit_verifiers.text.lib.shapes import SEVERAL
from rewardkit_verifiers.text.lib.tokens import Token, plain, tokens
from rewardkit_verifiers.text.lib.years import many_years, other_date

_DECLINED = re.compile(
    r"\b(?:could(?:n't| not)|can(?:not|'t)|(?:was|am|were)(?:n't| not) able to|unable to)\s{1,3}"
    r"(?:find|determine|provide|locate|give|answer|say|verify)\b"
    r"|\b(?:no|any) (?:specific )?(?:information|record|evidence|mention)\b[^.\n]{0,40}?"
    r"\b(?:about|of|on|that)\b|\bi (?:don't|do not) (?:know|have)\b|\bi(?:'m| am) not sure\b"
    r"|\bno idea\b|\bi (?:cannot|can't|won't) (?:help|assist)\b",
    re.IGNORECASE,
)
_NEVERTHELESS = re.compile(r"\b(?:however|but|nevertheless|nonetheless|that said)\b", re.IGNORECASE)
_FORMER = re.compile(
    r"\b(?:(former)|previous(?:ly)?|formerly|outgoing|replac(?:ed|ing)|succeed(?:ed|ing)"
    r"|took over from|taking over from|ex)\b[^.;\n]{0,60}$",
    re.IGNORECASE,
)
_NOW = re.compile(r"\b(?:is|are|has|have|current(?:ly)?|now|today|present)\b|'s\b", re.IGNORECASE)
_JOINED = r"(?:and/or|or|oder|ou|perhaps|maybe|possibly)"
_OR_AFTER = re.compile(
    rf"[\s,'\"”)]{{0,4}}{_JOINED}\b\s+(?!older\b|above\b|over\b|later\b)\w", re.IGNORECASE
)
_OR_BEFORE = re.compile(
    rf"(?:\w[\s,'\"”“]{{1,4}}|^|\bis\s){_JOINED}\s+(?:the\s+|a\s+|an\s+)?['\"“]?$", re.IGNORECASE
)
_ITEM = re.compile(r"[,;\n•|/]|\band\b|\bor\b")
# After and before a date, and more than a number or a rival, are others.
_BESIDE = re.compile(
    r"\b(?:than(?:\s+(?:what|that of|in|on|for))?|after|before|since|until|prior to|unlike)\s+"
    r"(?:the\s+|an?\s+)?$",
    re.IGNORECASE,
)
_NAMED = re.compile(r"\b(?:named|called|modell?ed|patterned|look|looked)\s+$", re.IGNORECASE)
# The next sentence takes back what this one said.
_TAKEN_BACK = re.compile(
    r"[^.!?\n]{0,30}[.!?\n]\s{0,4}(?:(?:wait|no|actually|sorry|hmm|oh)[,.!]?\s{1,3}){0,3}"
    r"(?:(?:that|this|it)(?:'s|\s+is|\s+was)\s+(?:wrong|incorrect|false|not\s+(?:right|correct|it))"
    r"|(?:she|he|they|it)\s+(?:was|is|did|does)(?:n't|\s+not)(?=[.,;!])"
    r"|scratch that|i take (?:that|it) back|i give no answer)\b",
    re.IGNORECASE,
)
# "The border is known as X" gives a name to what the question calls the border.
_ASKS_NAME = re.compile(r"\b(?:names?|called|known|term|word|nickname)\b", re.IGNORECASE)
_LEAD_IN = re.compile(r"(?:^|[.!?\n]\s{0,3})(?:the\s{1,3}|an?\s{1,3})?$", re.IGNORECASE)
_IS_NAMED = re.compile(
    r"\s{1,3}(?:is|was|are|were)\s{1,3}(?:\w{2,14}\s{1,3}){0,2}(?:known|called|named|referred)\b"
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"'\d])|\n+|(?<=[。！？])")
_END = re.compile(r"[.!?](?=\s+[A-Z\"“]|\s*$)|\n")
_BULLET = re.compile(r"^[ \t]*(?:[-*•]|\d{1,2}[.)])[ \t]*")
_BROKEN = re.compile(r";|[a-z)][.!?]\s+[A-Z]")
_OFFERS = re.compile(r"\sor\s", re.IGNORECASE)
_ASKED_AND_DENIED = re.compile(
    r"[^.!?\n]{1,40}\?\s{1,3}(?:no|nope|wrong|not quite|not really)\b[.,!]?\s", re.IGNORECASE
)
_OTHERS = re.compile(r"\b(?:other|further|related|similar|more)\b[^.:\n]{0,40}:", re.IGNORECASE)
_MINUS = re.compile(r"\b(?:minus|negative)\s{1,3}$", re.IGNORECASE)
_LONGEST_LIST = 4_000
_DEEPEST, _MOST_ITEMS, _SHORT_ITEM, _NEAR = 8, 5, 4, 25
_ECHO, _TWO, _SEVERAL = 2, 2, 3


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply with what it answers.

    Attributes:
        text: The reply as a reader sees it.
        said: Its words.
        prompt: The question.
        question: The words of the question, in order.
        asked: The same, once each.
        aliases: The accepted answers.
    """

    text: str
    said: Sequence[Token]
    prompt: str
    question: Sequence[str]
    asked: frozenset[str]
    aliases: Sequence[Alias]


@dataclass(frozen=True, slots=True)
class _Whole:
    parts: Told
    sentences: Sequence[Sentence]
    statements: Sequence[Statement]


def reply_of(text: str, prompt: str, aliases: Sequence[Alias]) -> Reply:
    """Return a reply cut into words, with the words of its question."""
    seen, question = plain(text), plain(prompt)
    asked = [token.form for token in tokens(question)]
    return Reply(seen, tokens(seen), question, asked, frozenset(asked), aliases)


def declined(reply: Reply, found: Sequence[Mention]) -> bool:
    """Whether a reply says that it cannot answer, and does not answer after all.

    Args:
        reply: The reply.
        found: The places at which accepted answers are said.
    """
    no = _DECLINED.search(reply.text)
    if no is None:
        return False
    return not any(_NEVERTHELESS.search(reply.text, no.end(), one.start) for one in found)


def echoed(reply: Reply) -> bool:
    """Whether a reply is the question, or a piece of it, word by word."""
    said = " ".join(token.form for token in reply.said)
    return len(reply.said) > _ECHO and f" {said} " in f" {' '.join(reply.question)} "


def doubt(reply: Reply, found: Sequence[Mention], *, candidates: bool = False) -> str:
    """Return why no mention is the answer that a reply gives, or an empty text.

    Args:
        reply: The reply.
        found: The places at which accepted answers are said.
        candidates: Doubt one of several candidates too, where others are not known by name as
            the options of a choice are.
    """
    blank = masked(reply.text, reply.said, reply.asked, found)
    why = ""
    lone = (
        candidates
        and not several_asked(reply.prompt)
        and max(_accepted(reply), _apart(found)) < _TWO
    )
    if candidates and _too_few(reply):
        return "several_answers"
    whole = _whole(reply, lone)
    if lone and (final := settled_on(whole.statements, reply.aliases)) is not None:
        mention = Mention(final[1], final[0].start, final[0].end, "part")
        if not _doubt(reply, blank, mention) and not _is_offered(reply, mention):
            return ""
    for mention in found:
        place = placed(whole.parts, whole.sentences, reply.said, mention) if lone else 0
        why = _doubt(reply, blank, mention, placed=place > 0)
        if not why and lone:
            why = _outdone(reply, whole, mention, place)
        if not why and candidates and _differs(reply, whole, mention):
            why = "hedged"
        if not why and lone and not answers(whole.parts, whole.sentences, mention):
            why = "unclear"
        if not why:
            return ""
    return why


def _whole(reply: Reply, lone: bool) -> _Whole:
    accepted = {form for alias in reply.aliases for form in alias.forms}
    parts = told(reply.text, reply.said, reply.prompt, reply.question, accepted)
    sentences = sentences_of(reply.text, reply.said, parts.question)
    return _Whole(parts, sentences, stated(parts) if lone else [])


def _outdone(reply: Reply, whole: _Whole, mention: Mention, place: int) -> str:
    """Return why another answer than a mention is given, where one is asked for, or nothing."""
    parts, statements = whole.parts, whole.statements
    other = (
        place < 0
        or settled_otherwise(parts, statements, mention)
        or settled_before(parts, statements, mention)
        or outranked(parts, whole.sentences, reply.said, mention)
    )
    if not other and place == 0:
        other = (
            among_guesses(parts, mention)
            or _is_offered(reply, mention)
            or overshadowed(parts, mention)
        )
    return "several_answers" if other else ""


def _differs(reply: Reply, whole: _Whole, mention: Mention) -> bool:
    """Whether a mention is part of another name, another amount, or in another part."""
    return (
        other_role(whole.parts, reply.said, mention)
        or another_bearer(reply.said, mention, reply.aliases, reply.asked)
        or longer_thing(reply.text, mention, reply.aliases, reply.prompt)
        or piece_of_formula(reply.text, mention)
        or in_range(reply.text, mention, reply.prompt)
        or another_unit(reply.text, mention, reply.aliases, reply.prompt)
    )


def _too_few(reply: Reply) -> bool:
    """Whether less than half are right of as many things as the question asks for."""
    wanted = number_asked(reply.prompt)
    different = len({frozenset(alias.forms) for alias in reply.aliases})
    if wanted < _SEVERAL or different < wanted or not several_asked(reply.prompt):
        return False
    return 0 < _accepted(reply) < wanted / 2 and len(reply.said) > 2 * wanted


def _apart(found: Sequence[Mention]) -> int:
    """Return how many of the accepted answers said have no word in common."""
    seen: set[str] = set()
    count = 0
    for mention in found:
        if seen.isdisjoint(mention.alias.forms):
            seen.update(mention.alias.forms)
            count += 1
    return count


def _is_offered(reply: Reply, mention: Mention) -> bool:
    """Whether a mention is one of several candidates, none of which is said to be the answer."""
    accepted = {form for alias in reply.aliases for form in alias.forms}
    # "Dostoevsky? No. Tolstoy.": what was asked and denied is no candidate.
    text = _ASKED_AND_DENIED.sub(_blank, reply.text[: mention.start]) + reply.text[mention.start :]
    if (others := _OTHERS.search(text, mention.end)) is not None:
        text = text[: others.start()]
    return one_of_several(text, mention.start, mention.end, accepted, reply.asked)


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _doubt(reply: Reply, blank: str, mention: Mention, *, placed: bool = False) -> str:
    said = reply.text[mention.start : mention.end]
    if mention.how == "order" and _across(said, mention):
        return "several_answers"
    if ";" in said and ";" not in mention.alias.text:
        return "several_answers"
    if _in_echo(reply, mention) or _named_anew(reply, mention):
        return "only_echoed"
    allowed = " ".join((reply.prompt, *(alias.text for alias in reply.aliases[:40])))
    if mention.alias.text[:1] in "-−–":
        blank = _MINUS.sub(_blank, blank[: mention.start]) + blank[mention.start :]
    before, after = blank[max(0, mention.start - 80) : mention.start], blank[mention.end :][:40]
    if _TAKEN_BACK.match(blank, mention.end):
        return "hedged"
    number = all(form[0].isdigit() for form in mention.alias.forms)
    if standing(blank, mention.start, mention.end, number=number, allowed=allowed):
        return "hedged"
    beside = _BESIDE.search(before)
    if beside and _NAMED.search(before[: beside.start()]):
        beside = None
    if beside and not _asks_for(beside[0].split()[0].casefold(), reply.prompt.casefold()):
        return "hedged"
    if _is_former(_SENTENCE.split(before)[-1], reply.prompt):
        return "hedged"
    if (_OR_AFTER.match(after) or _OR_BEFORE.search(before)) and not _accepts_rival(reply, mention):
        return "only_echoed" if " or " in reply.prompt.casefold() else "several_answers"
    sentences = len(_SENTENCE.findall(reply.text.rstrip()))
    if _DEEPEST <= len(_SENTENCE.findall(reply.text, 0, mention.start)) < sentences:
        return "several_answers"
    known = {form for alias in reply.aliases for form in alias.forms} | reply.asked
    if not placed and (
        _is_listed(reply, mention) or many_years(reply.text, reply.said, known, mention)
    ):
        return "several_answers"
    if other_date(reply.said, reply.aliases, mention):
        return "several_answers"
    return ""


def _across(said: str, mention: Mention) -> bool:
    """Whether the words of one thing are gathered from two clauses."""
    if SEVERAL.search(mention.alias.text.rstrip("0123456789")):
        return ";" in said or _BROKEN.search(said) is not None
    return _BROKEN.search(said) is not None or said.count("(") != said.count(")")


def _is_former(before: str, prompt: str) -> bool:
    """Whether an answer is said to be what was so before, where the question asks for today."""
    found = _FORMER.search(before)
    if found is None or _FORMER.search(prompt):
        return False
    # "former President Nixon" tells who he is, where the question is not who holds an office.
    return found[1] is None or _NOW.search(prompt) is not None


def _asks_for(word: str, prompt: str) -> bool:
    """Whether a question says a word such as `after` itself, or is answered with it."""
    return word in prompt or (word == "since" and "how long" in prompt)


def _accepts_rival(reply: Reply, mention: Mention) -> bool:
    """Whether what stands on the other side of `or` is another accepted answer."""
    others = [set(one.forms) for one in reply.aliases if one.forms != mention.alias.forms]
    words = [token for token in reply.said if token.form not in ("or", "perhaps", "maybe")]
    before = [token for token in words if token.end <= mention.start][-1:]
    after = [token for token in words if token.start >= mention.end][:1]
    joined = reply.text[mention.end : mention.end + 5].strip(" ,'\"").casefold()
    rival = after if joined.startswith("or") else before
    return bool(rival) and any(rival[0].form in forms for forms in others)


def _in_echo(reply: Reply, mention: Mention) -> bool:
    """Whether a mention stands among words that are the question's, one after the other."""
    if not reply.asked.issuperset(mention.alias.forms):
        return False
    if _OFFERS.search(reply.prompt) and not any(token.form == "or" for token in reply.said):
        return False  # of "A or B" the reply says one
    at = next((i for i, token in enumerate(reply.said) if token.end > mention.start), 0)
    size = len(mention.alias.forms)
    question = f" {' '.join(reply.question)} "
    for begin in range(max(0, at - _ECHO), at + 1):
        window = [token.form for token in reply.said[begin : begin + size + _ECHO]]
        if len(window) == size + _ECHO and f" {' '.join(window)} " in question:
            return True
    return False


def _named_anew(reply: Reply, mention: Mention) -> bool:
    """Whether a mention is what the question asks the name of, of which a sentence says another."""
    if not (reply.asked | {"and"}).issuperset(mention.alias.forms):
        return False
    begun = _LEAD_IN.search(reply.text[: mention.start]) is not None
    return (
        begun
        and _ASKS_NAME.search(reply.prompt) is not None
        and bool(_IS_NAMED.match(reply.text, mention.end))
    )


def _is_listed(reply: Reply, mention: Mention) -> bool:
    """Whether a mention is one of many short items, where the question asks for one."""
    accepted = _accepted(reply)
    if accepted >= _SEVERAL:
        return False
    several = several_asked(reply.prompt)
    start = max((end.end() for end in _END.finditer(reply.text, 0, mention.start)), default=0)
    stop = _END.search(reply.text, mention.end)
    piece = reply.text[start : stop.start() if stop else len(reply.text)]
    over = OVER.search(reply.text, mention.end, start + len(piece))
    piece = piece if over is None else piece[: over.start() - start]
    lines = [_BULLET.sub("", line) for line in reply.text[:_LONGEST_LIST].split("\n")]
    # Where several are asked for, a third of what is listed must be right.
    most = max(_MOST_ITEMS, 3 * accepted + 1) if several else _MOST_ITEMS
    line = reply.text[reply.text.rfind("\n", 0, mention.start) + 1 :].partition("\n")[0]
    if not is_item(_BULLET.sub("", line)):
        lines = []  # a sentence after the list chooses
    return any(_many(items, mention, reply) >= most for items in (_ITEM.split(piece), lines))


def _accepted(reply: Reply) -> int:
    """Return how many accepted answers that have no word in common a reply says."""
    forms = {token.form for token in reply.said}
    seen: set[str] = set()
    count = 0
    for alias in reply.aliases:
        own = set(alias.forms) - reply.asked or set(alias.forms)
        if forms.issuperset(alias.forms) and seen.isdisjoint(own):
            seen.update(own)
            count += 1
    return count


def _many(parts: Sequence[str], mention: Mention, reply: Reply) -> int:
    """Return how many short items there are, of which the mention is one, or 0."""
    items = [part.strip() for part in parts if 0 < len(part.split()) <= _SHORT_ITEM]
    said = reply.text[mention.start : mention.end]
    return len(items) if any(said in item for item in items) else 0
