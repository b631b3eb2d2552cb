"""Whether the words around a mention give what is asked to something else.

Where two answers of a kind stand in a reply, the words beside them tell which one answers: the
year that stands with the verb of the question, the line of a table with its label, the name that
did it and not the one behind "under" or before "'s husband", what is said after "but in fact".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rewardkit_verifiers.text.lib.answering import needs_no_words
from rewardkit_verifiers.text.lib.claimants import claimed_otherwise
from rewardkit_verifiers.text.lib.clauses import Clause, stem
from rewardkit_verifiers.text.lib.items import VERBS
from rewardkit_verifiers.text.lib.mentions import Mention
from rewardkit_verifiers.text.lib.overshadowed import (
    NO_RIVAL,
    OPENINGS,
    Told,
    kind_of,
    rivals_of,
)
from rewardkit_verifiers.text.lib.sentences import Sentence, sentence_of, words_in
from rewardkit_verifiers.text.lib.tokens import MONTHS, Token, listed, tokens

_ORDINAL = re.compile(
    r"(?<![\d.,])\d{1,3}(?:st|nd|rd|th)\b(?!\s(?:of\s)?(?-i:[A-Z]))"
    r"|\bthe\s(?:second|third|fourth|fifth)\b(?!\s(?:world|war)\b)",
    re.IGNORECASE,
)
_WHO = re.compile(
    r"\bwho\b|\b(?:which|what)\s(?:\w+\s){0,2}?(?:person|man|woman|president|king|queen|author"
    r"|writer"
    r"|artist|painter|scientist|actor|actress|singer|player|composer|director|explorer|chemist"
    r"|physicist|philosopher|poet|architect|emperor|general|astronaut|mathematician|inventor)\b",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"\b(?:under|with|alongside|against|to|after|before|than|like|unlike|beside|over|behind|from"
    r"|succeed(?:s|ed|ing)|follow(?:s|ed|ing)|replac(?:es|ed|ing)|befriended|knew|met|taught"
    r"|inspired|influenced|mentored|married|admired|assisted|advised|overt(?:ook|aken)"
    r"|outrank(?:s|ed)|outsells?|surpass(?:es|ed)|exceed(?:s|ed))\s+(?:(?:his|her|their|the|a"
    r"|an)\s+"
    r"(?:\w+\s+){0,3})?(?:sir\s+|dr\.?\s+|king\s+|queen\s+|president\s+)?$",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"\W*(?:it\s(?:is|was)\s+)?(?:the\s)?((?:[A-Z][\w'’.-]*\s+){1,3})(?!of\b|and\b|in\b|or\b)[a-z]"
)
_POSSESSED = re.compile(
    r"\s(?:[\w-]+\s+){0,2}?(?:husband|wife|son|daughter|brother|sister|father|mother|friend|student"
    r"|pupil|teacher|assistant|deputy|rival|successor|predecessor|nephew|niece|cousin|partner"
    r"|colleague|president|minister|secretary|manager|agent|lawyer|doctor|contemporary|neighbou?r"
    r"|boss|mentor|disciple|follower|opponent|uncle|aunt|widow|heir|aide|chief|general|captain)s?\b",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"\W*(?:(?:it|that|this|he|she)(?:'s|\s(?:is|was|would\sbe|must\sbe|has\sto\sbe))\s)?"
    r"(?P<article>(?:the|an?)\s)?"
    r"(?:(?P<name>(?-i:(?:[A-Z][\w'’.-]*\s){0,3}[A-Z][\w'’-]+))"
    r"|(?P<thing>[a-z-]{3,}(?:\s[a-z-]{3,})?))"
    r"[.!]\W*",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"(?:,\s|\s|\()(?:which|who|whose|whom)\s(?!(?:is|was|are|were|he|she|it|they)\b)(?P<told>[^,.;:()]{2,80})$",
    re.IGNORECASE,
)
_END = re.compile(r"[,.;:()\n]")
_CHOSEN = re.compile(r"\b(?:answer|correct(?:ion)?|actually|rather|wait|no|i mean|sorry)\b", re.I)
_TELLS = re.compile(r"(?:so |thus |and )?(?:it|that|this|he|she)(?:'s| is| was)\b")
# Curie's thesis adviser, Gabriel Lippmann,
_HIS = re.compile(
    r"\s(?:[a-z-]{3,}\s){0,2}[a-z-]{3,},?\s(?:[A-Z][\w.'-]*\s){1,2}[A-Z][\w'-]+(?=,|\s[a-z])"
)
_FIRST_THOUGHT = re.compile(
    r"\b(?:instinct|expect\w*|assum\w+|guess\w*|initially|at first|first thought"
    r"|thought (?:of|it was)|attribut\w+|credit\w*|popular\w*|commonly|often|usually|many|most"
    r"|some|people|students"
    r"|might (?:think|say|expect|assume)|tempt\w+|mistak\w+|sounds? like|comes? to mind|legend"
    r"|rumou?r\w*|supposed\w*|considered|proposed|nominated|suspected|error|long|obvious"
    r"|intuitive\w*|for (?:years|decades))\b",
    re.IGNORECASE,
)
_CONTRAST = re.compile(
    r"\b(?:but|yet|however|in (?:fact|reality|truth)|actually|really|instead|rather|though"
    r"|although|whereas|after (?:checking"
    r"|thinking|reflect\w+|double\W?check\w+)|on reflection|turns out|the (?:right|correct|true"
    r"|real"
    r"|actual) \w+)\b",
    re.IGNORECASE,
)
_WEAK = frozenset(("though", "although", "whereas"))
_TRUTH = re.compile(
    r"\b(?:true|real|really|right|correct|actual|actually|fact|truth|official|proper|is the)\b",
    re.I,
)
_SECOND = re.compile(
    r"\s(?:[a-z]+\s){0,2}?(?:is|was|comes?|came|ranks?|ranked|finished|takes"
    r"|took)\s(?:only\s)?(?:in\s)?"
    r"(?:the\s|a\s)?(?:close\s|distant\s)?(?:second|third|fourth|2nd|3rd|runner|number (?:two|2"
    r"|three))\b"
    r"(?!\sto\snone)",
    re.IGNORECASE,
)
_SECOND_ASKED = re.compile(r"\b(?:second|third|fourth|2nd|3rd|runner|number|next|after)\b")
_DID_NOT = re.compile(
    r"\s(?:\([^()]{1,40}\)\s)?(?:\w+ly\s)?(?:did|does|do|was|is|were|are|has|had|could|can|would)"
    r"(?:n't|\s(?:not|never))\s(?!only\b|just\b|merely\b|simply\b|the only\b|until\b|far\b)",
    re.IGNORECASE,
)
_FORGET = re.compile(
    r"\b(?:misconception|myth|wrongly|mistakenly|erroneously|falsely|forget|never mind|ruled? out"
    r"|(?:error|mistake|mistaken|wrong|incorrect|tempting|false) to (?:write|say|think|answer"
    r"|assume|believe|name|pick|choose)"
    r"|ruling out|nothing to do with|no relation to"
    r"|(?:confus|mistak|mix)\w* (?:\w+ ){0,3}?(?:with|for))"
    r"\W+(?:\w+\W+){0,3}$",
    re.IGNORECASE,
)
_IT = re.compile(r"\b(?:it|that|this|one|so)\b", re.IGNORECASE)
_DO_AND = re.compile(
    r"((?:\w+\s+){2,4})(?:and|but|while|then)\s+(\w+)\s+(?:the\s+|a\s+)?$", re.IGNORECASE
)
_COPULAS = frozenset(listed("is was are were be been being has had have"))
_AHEAD = 25


def outranked(
    reply: Told, sentences: Sequence[Sentence], said: Sequence[Token], mention: Mention
) -> bool:
    """Return whether the words around a mention give what is asked to something else.

    Args:
        reply: The reply.
        sentences: Its sentences.
        said: Its words.
        mention: Where an accepted answer is said.
    """
    kind = kind_of(mention, reply.text)
    at = sentences.index(sentence_of(sentences, mention.start))
    one = sentences[at]
    if _is_led_by_another(reply, sentences, at, mention, kind):
        return True
    if kind in ("name", "word") and _is_told_of(reply, one, mention):
        return True
    if _is_denied(reply, one, mention) or _is_contrasted(reply, sentences, at, mention, kind):
        return True
    if kind == "name":
        if _is_possessed(reply, mention) or _is_beside(reply, one, mention):
            return True
    elif kind == "word" and _is_joined(reply, one, mention):
        return True
    if _counts_otherwise(reply, mention, kind):
        return True
    return kind == "name" and _is_claimed(reply, sentences, said, mention)


def _is_led_by_another(
    reply: Told, sentences: Sequence[Sentence], at: int, mention: Mention, kind: str
) -> bool:
    """Whether the first sentence is another answer alone: The lion. That would be Ida Roy."""
    if at == 0 or kind in ("number", "date"):
        return False
    first = reply.text[sentences[0].start : sentences[0].end]
    found = None if NO_RIVAL.search(first) else _LEAD.fullmatch(first.strip())
    if found is None or _CHOSEN.search(reply.text, sentences[0].end, mention.start):
        return False
    lead = found["name"] or found["thing"]
    words = [token.form for token in tokens(lead)]
    if not words or any(word in reply.known or word in VERBS | OPENINGS for word in words):
        return False
    if kind == "name" and not found["name"] and not found["article"]:
        return False
    led = words_in(reply.text[sentences[at].start : mention.start])
    return not _TELLS.match(" ".join(led))


def _is_told_of(reply: Told, sentence: Sentence, mention: Mention) -> bool:
    """Whether a mention stands in what is told of another thing: which followed the Thirteenth."""
    before = reply.text[sentence.start : mention.start]
    found = _RELATIVE.search(before)
    if found is None or not found["told"].strip():
        return False
    behind = _END.search(reply.text, mention.end)
    rest = found["told"] + " " + reply.text[mention.end : behind.start() if behind else None]
    if any(stem(one.form) in reply.question for one in tokens(rest)):
        return False
    head = [one for one in sentence.said if one.end <= sentence.start + found.start()]
    return any(one.form not in reply.known for one in head) and any(
        stem(one.form) in reply.question or one.form in ("it", "he", "she", "they") for one in head
    )


def _is_claimed(
    reply: Told, sentences: Sequence[Sentence], said: Sequence[Token], mention: Mention
) -> bool:
    """Whether more of what is asked is said of another name, and a mention does not stand alone."""
    if needs_no_words(reply, sentences, mention):
        return False
    forms = set(mention.alias.forms)
    spans = [(one.start, one.end) for one in said if one.form in forms and one.capital]
    spans.append((mention.start, mention.end))
    return claimed_otherwise(reply, said, spans)


def _is_denied(reply: Told, sentence: Sentence, mention: Mention) -> bool:
    """Whether a mention did not do what is asked, or is named as what others take for it."""
    text, prompt = reply.text, reply.prompt.casefold()
    before = _FORGET.search(text[sentence.start : mention.start])
    if before and not any(word in prompt for word in words_in(before[0])[:1]):
        return True
    if _SECOND.match(text, mention.end) and not _SECOND_ASKED.search(prompt):
        return True
    found = _DID_NOT.match(text, mention.end)
    if found is None:
        return False
    stop = re.compile(r"[,;.!?\n]|$").search(text, found.end())
    rest = text[found.end() : stop.start() if stop else None]
    return bool(_IT.search(rest)) or any(
        stem(token.form) in reply.question for token in tokens(rest)
    )


def _is_contrasted(
    reply: Told, sentences: Sequence[Sentence], at: int, mention: Mention, kind: str
) -> bool:
    """Whether a first thought or what others say is followed by another answer of its kind."""
    one = sentences[at]
    ahead = min(one.end, mention.end + _AHEAD)
    if kind == "word" or not _FIRST_THOUGHT.search(reply.text, one.start, ahead):
        return False
    end = sentences[min(at + 2, len(sentences) - 1)].end
    turn = _CONTRAST.search(reply.text, mention.end, end)
    if turn is None:
        return False
    behind = [
        token for one in sentences[at : at + 3] for token in one.said if token.start >= turn.start()
    ]
    if any(token.form in mention.alias.forms for token in behind):
        return False
    if turn[0].casefold() in _WEAK and not _TRUTH.search(reply.text, turn.end(), end):
        return False
    return bool(rivals_of(behind, kind, reply.known))


def _counts_otherwise(reply: Told, mention: Mention, kind: str) -> bool:
    """Whether a clause numbers a mention otherwise than the question does: the 15th, the second."""
    if kind in ("number", "date"):
        return False
    clause = next((one for one in reply.parts if one.start <= mention.start < one.end), None)
    asked = {token.form for token in tokens(reply.prompt) if token.form[0].isdigit()}
    mine = _ordinals(reply.text[clause.start : clause.end], clause.said) if clause else set()
    if clause is None or not mine or mine & asked:
        return False
    return any(
        one is not clause
        and one.asked
        and rivals_of(one.said, kind, reply.known)
        and (_ordinals_of(reply, one) & asked or not (asked or _ordinals_of(reply, one)))
        for one in reply.parts
    )


def _ordinals_of(reply: Told, clause: Clause) -> set[str]:
    return _ordinals(reply.text[clause.start : clause.end], clause.said)


def _ordinals(text: str, said: Sequence[Token]) -> set[str]:
    """Return the ordinal numbers of a text as numbers."""
    written = {one.form for found in _ORDINAL.finditer(text) for one in tokens(found[0])}
    dated = any(token.form in MONTHS for token in said)
    return set() if dated else written & {token.form for token in said}


def _is_possessed(reply: Told, mention: Mention) -> bool:
    """Whether somebody is named by whom a mention has: Mary Shelley's husband."""
    text, end = reply.text, mention.end
    if text[end - 2 : end] not in ("'s", "s'"):
        if text[end : end + 2] != "'s":
            return False
        end += 2
    if _HIS.match(text, end):
        return True
    found = _POSSESSED.match(text, end)
    return found is not None and stem(words_in(found[0])[-1]) not in reply.question


def _is_beside(reply: Told, sentence: Sentence, mention: Mention) -> bool:
    """Whether another name did what is asked, and a mention stands behind "under" or "with"."""
    if not _WHO.search(reply.prompt):
        return False
    text = reply.text
    found = _BESIDE.search(text[sentence.start : mention.start])
    head = _NAMED.match(text, sentence.start)
    if found is None or head is None or head.end(1) > mention.start:
        return False
    word = words_in(found[0])[0]
    if stem(word) in reply.question or word in words_in(reply.prompt):
        return False
    named = [one for one in sentence.said if head.start(1) <= one.start < head.end(1)]
    return bool(rivals_of(named, "name", reply.known))


def _is_joined(reply: Told, sentence: Sentence, mention: Mention) -> bool:
    """Whether a second verb has a mention, and the verb of the question something else."""
    found = _DO_AND.search(reply.text[sentence.start : mention.start])
    if found is None or stem(found[2].casefold()) in reply.question:
        return False
    verbs = [word for word in words_in(found[1])[:-1] if stem(word) in reply.question]
    return bool(verbs) and _COPULAS.isdisjoint(verbs)
