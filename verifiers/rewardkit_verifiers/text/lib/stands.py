"""How an accepted answer stands in a reply: given, or denied, echoed, one of several guesses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rewardkit.reading.standing import standing
from rewardkit_verifiers.text.lib.items import OVER, is_item
from rewardkit_verifiers.text.lib.masks import masked
from rewardkit_verifiers.text.lib.mentions import Alias, Mention
from rewardkit_verifiers.text.lib.overshadowed import overshadowed, told
from rewardkit_verifiers.text.lib.rivals import number_asked, one_of_several, several_asked
from rewardkit_verifiers.text.lib.roles import other_role
from rewardkit_verifiers.text.lib.settled import among_guesses, settled_otherwise, stated
from rewardkit_verifiers.text.lib.shapes import SEVERAL
from rewardkit_verifiers.text.lib.tokens import MONTHS, Token, plain, tokens

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
    r"\b(?:than|after|before|since|until|prior to|unlike)\s+(?:the\s+|an?\s+)?$", re.IGNORECASE
)
_NAMED = re.compile(r"\b(?:named|called|modell?ed|patterned|look|looked)\s+$", re.IGNORECASE)
# The next sentence takes back what this one said.
_TAKEN_BACK = re.compile(
    r"[^.!?\n]{0,30}[.!?\n]\s{0,4}(?:(?:wait|no|actually|sorry|hmm|oh)[,.!]?\s{1,3}){0,3}"
    r"(?:(?:that|this|it)(?:'s|\s+is|\s+was)\s+(?:wrong|incorrect|false|not\s+(?:right|correct|it))"
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
_LONGEST_LIST = 4_000
_YEAR = re.compile(r"1\d{3}|20\d{2}")
_DAY = re.compile(r"[12]?\d|3[01]")
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
    accepted = {form for alias in reply.aliases for form in alias.forms}
    parts = told(reply.text, reply.said, reply.prompt, reply.question, accepted)
    statements = stated(parts) if lone else []
    for mention in found:
        why = _doubt(reply, blank, mention)
        if not why and lone and settled_otherwise(parts, statements, mention):
            why = "several_answers"
        if not why and lone and among_guesses(parts, mention):
            why = "several_answers"
        if not why and lone and (_is_offered(reply, mention) or overshadowed(parts, mention)):
            why = "several_answers"
        if not why and candidates and other_role(parts, reply.said, mention):
            why = "hedged"
        if not why:
            return ""
    return why


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
    return one_of_several(reply.text, mention.start, mention.end, accepted, reply.asked)


def _doubt(reply: Reply, blank: str, mention: Mention) -> str:
    if mention.how == "order" and _across(reply.text[mention.start : mention.end], mention):
        return "several_answers"
    if _in_echo(reply, mention) or _named_anew(reply, mention):
        return "only_echoed"
    allowed = " ".join((reply.prompt, *(alias.text for alias in reply.aliases[:40])))
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
    if _is_listed(reply, mention) or _other_date(reply, mention) or _many_years(reply, mention):
        return "several_answers"
    return ""


def _across(said: str, mention: Mention) -> bool:
    """Whether the words of one thing are gathered from two clauses."""
    if SEVERAL.search(mention.alias.text.rstrip("0123456789")):
        return ";" in said
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


def _other_date(reply: Reply, mention: Mention) -> bool:
    """Whether only the year is right, where another alias names the month too."""
    forms = mention.alias.forms
    if len(forms) != 1 or not _YEAR.fullmatch(forms[0]):
        return False
    dates = [
        set(one.forms) for one in reply.aliases if forms[0] in one.forms and len(one.forms) > 1
    ]
    near = {token.form for token in reply.said if abs(token.start - mention.start) < _NEAR}
    said = {form for form in near if form in MONTHS or _DAY.fullmatch(form)}
    if not dates or MONTHS.isdisjoint(said):
        return False
    return any(MONTHS & date for date in dates) and not any(
        said & date & MONTHS and (said & date - MONTHS or not _days(date) or not _days(said))
        for date in dates
    )


def _days(forms: Iterable[str]) -> set[str]:
    """Return the days of a month among words."""
    return {form for form in forms if _DAY.fullmatch(form)}


def _many_years(reply: Reply, mention: Mention) -> bool:
    """Whether a year is one of three or more in its sentence that are not all accepted."""
    if len(mention.alias.forms) != 1 or not _YEAR.fullmatch(mention.alias.forms[0]):
        return False
    start = max((end.end() for end in _END.finditer(reply.text, 0, mention.start)), default=0)
    stop = _END.search(reply.text, mention.end)
    end = stop.start() if stop else len(reply.text)
    accepted = {form for alias in reply.aliases for form in alias.forms} | reply.asked
    others = {token.form for token in reply.said if start <= token.start < end} - accepted
    return sum(_YEAR.fullmatch(form) is not None for form in others) > 1
