"""Replies that hold a reference sign by sign and do not give it: retracted, unproven, one of two.

Other rules read what stands around a name or around a number; these read a reply with a word in
the place of the reference, whatever it is, and whatever the other candidate is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from rewardkit.reading.vocabulary import IS, NOT
from rewardkit.reading.words import folded_set, folded_words, visible
from rewardkit_verifiers.judge.lib.number_words import numbers_in_words
from rewardkit_verifiers.judge.lib.stand_ins import NAME, standing_in

_LONGEST, _SHORT = 600, 8
_TRIGGER = re.compile(
    r"\b(?:or|oder|ou|either|evidence|proof|indication|basis|reason|rul\w+|exclud\w+|dismiss\w*"
    r"|eliminat\w*|reject\w*|discard\w*|possible|potential|plausible|wait|sorry|actually|correction"
    r"|scratch|mistake|first|initially|originally|earlier|beweis\w*|belege?|preuve|pruebas?|prova"
    r"|prove|doch|eigentlich|zuerst|pardon|perdón|abord|primero|доказательств\w*|сначала)\b"
    r"|\s[/|]\s|证据|等等|其实|起初|最初|證據|証拠|最初は",
    re.IGNORECASE,
)
_TO = r"(?:(?!doubt|otherwise|against|contrary)[^.!?;:,\n]){0,60}"
_UNPROVEN = re.compile(
    r"\b(?:no|little|insufficient|not enough|lack of|without|not any|scant)\s+(?:\w+\s+){0,2}?"
    r"(?:evidence|proof|indications?|records?|signs?|reason|basis|support|confirmation)\b"
    rf"{_TO}\b{NAME}\b"
    rf"|\bkeine?n? (?:Beweise?|Belege?|Hinweise?)\b,?{_TO},?{_TO}\b{NAME}\b"
    rf"|\baucune? (?:preuve|indice)\b{_TO}\b{NAME}\b"
    rf"|\bno hay (?:ninguna )?(?:pruebas?|evidencias?)\b{_TO}\b{NAME}\b"
    rf"|\bnon ci sono prove\b{_TO}\b{NAME}\b"
    rf"|\bнет (?:никаких )?доказательств\b,?{_TO},?{_TO}\b{NAME}\b"
    rf"|(?:没有|沒有)(?:任何)?(?:证据|證據)[^。！？；，\n]{{0,30}}{NAME}",
    re.IGNORECASE,
)
_EXCLUDED = re.compile(
    r"\b(?:rul(?:e|ed|es|ing) out|exclud(?:e|ed|es|ing)|dismiss(?:ed|es|ing)?"
    r"|eliminat(?:e|ed|es|ing)|reject(?:ed|s|ing)?|discard(?:ed|s|ing)?)\s+(?:the\s+|an?\s+)?"
    rf"[*_\"“']{{0,3}}{NAME}\b",
    re.IGNORECASE,
)
_OPEN = r"(?:(?!\b(?:but|however|best|correct|right|so|therefore)\b)[^.!?;\n]){0,200}"
_JOIN = r"(?:,|\band\b|\bor\b)"
_POSSIBLE = re.compile(
    r"\b(?:possible|potential|plausible|likely)\s+(?:correct\s+|right\s+)?"
    r"(?:answers?|candidates?|options?|choices?|solutions?)\b"
    rf"{_OPEN}\b(?:{NAME}\b{_OPEN}{_JOIN}|{_JOIN}{_OPEN}{NAME})",
    re.IGNORECASE,
)
_TAKEN_BACK = re.compile(
    rf"{NAME}\b[*_\"”']{{0,3}}(?:[.!,;…]|\s?[—–-])?\s{{0,4}}(?:oh,?\s+|hmm,?\s+|but\s+|no,?\s+)?"
    r"(?:wait|no|sorry|scratch that|correction|hold on|on second thought|actually|my mistake"
    r"|let me correct (?:that|myself)|eigentlich|nein|pardon|non|perdón|нет)\b[^\w\n]{1,3}"
    r"(?:(?:wait|no|sorry|actually|that(?:['’]s| is) (?:wrong|not right|incorrect))[^\w\n]{1,3})"
    r"{0,2}(?:it(?:['’]s|\s+is|\s+was|\s+should be|\s+must be)|i (?:mean|meant)"
    r"|(?:the|my)\s+(?:\w+\s+)?answer\s+(?:is|was|should be)|es ist|c['’]est|es|это)"
    r"\s+(?P<rival>[^\n]+)",
    re.IGNORECASE,
)
_AT_FIRST = re.compile(
    r"\b(?:first|initially|originally|at first|earlier|zuerst|d['’]abord|primero|сначала)\b"
    r"[^.!?\n]{0,20}\b(?:thought|guess(?:ed)?|said|believed|assumed|considered|answered|dachte"
    rf"|pensé|думал\w*)\b[^.!?\n]{{0,30}}{NAME}\b[^.!?\n\w]{{0,4}}\s?"
    r"(?:but|however|yet|aber|mais|pero|но)\b[^.!?\n]{0,25}?"
    r"\b(?:is|was|['’]s|ist|est|es|это)\s+(?P<rival>[^\n]+)",
    re.IGNORECASE,
)
_UNSPACED_BACK = re.compile(
    rf"{NAME}\s*[。，,！!；;]\s*(?:等等|不对|不，|不,|其实|错了|更正)[^\n]{{0,10}}?"
    r"(?:是|为)(?P<rival>[^\n]+)"
)
_CONFIRMS = folded_set(
    "correct right indeed still same fine true sure exactly confirmed so that it this also called"
    " known spelled spelt written pronounced clear good certain worth important possible"
)
_ANSWERS = re.compile(r"\banswer\s+(?:is|was|should)", re.IGNORECASE)
_ROMAN = re.compile(r"[IVXLCDM]+")
_FRAME = re.compile(
    r"^(?:(?:if i (?:had|have) to guess,?\s+)?(?:i(?:['’]d| would)\s+(?:say|guess|go with)"
    r"|i (?:think|believe|guess))(?:\s+it(?:['’]s|\s+is|\s+was))?|it(?:['’]s|\s+is|\s+was)"
    r"|(?:the|my)\s+(?:\w+\s+)?answer\s*(?:is|:))\s+|^",
    re.IGNORECASE,
)
_MAYBE = r"(?:maybe\s+|perhaps\s+|possibly\s+|even\s+)?"
_CHOICE = re.compile(
    rf"(?:either\s+)?(?:{NAME},?\s+or\s+{_MAYBE}(?P<after>.+)"
    rf"|(?P<before>.+?),?\s+or\s+{_MAYBE}{NAME})",
    re.IGNORECASE,
)
_STROKE = re.compile(rf"{NAME}\s[/|]\s(?P<after>.+)|(?P<before>.+)\s[/|]\s{NAME}", re.IGNORECASE)
# "18 or older", "0 or none"
_NO_RIVAL = folded_set(
    "older younger more less fewer above over under below higher lower greater so thereabouts later"
    " earlier up about none nothing zero half dozen single one both all pair couple after before"
    " approximately roughly around equivalently rather simply just in as also christmas eve first"
    " second third fourth fifth sixth seventh eighth ninth tenth"
)


def unsaid(text: str, golds: Sequence[Any]) -> str:
    """Return why a reply that holds a reference sign by sign does not give it, or nothing.

    Args:
        text: The reply.
        golds: The references.

    Example:
        >>> unsaid("There is no evidence that it was 1912.", ["1912"]), unsaid("1912.", ["1912"])
        ('denied', '')
        >>> unsaid("It was 7. Wait, no, it's Graz.", ["7"]), unsaid("7 or Graz", ["7"])
        ('denied', 'several_answers')
    """
    if len(text) > _LONGEST or not _TRIGGER.search(text):
        return ""
    shown = visible(text)
    found = [one for gold in golds if (one := standing_in(shown, str(gold))) != shown]
    if len(found) != 1 or found[0].count(NAME) != 1:
        return ""
    said = found[0]
    if _UNPROVEN.search(said) or _EXCLUDED.search(said):
        return "denied"
    if _POSSIBLE.search(said):
        return "several_answers"
    for rule in (_TAKEN_BACK, _AT_FIRST, _UNSPACED_BACK):
        back = rule.search(said)
        if back and _is_rival(back["rival"], back[0]):
            return "denied"
    core = _FRAME.sub("", said.strip(" *_`\n"), count=1).strip(" .*_`\n")
    numeric = any(str(gold).strip(" $€£¥")[:1].isdigit() for gold in golds)
    return "several_answers" if _is_of_two(core, numeric) else ""


def _is_rival(text: str, said: str) -> bool:
    """Whether what is said instead is a value, and not how things are: "it was hard to find"."""
    words, bare = folded_words(text), text.strip(" *_\"“'`")
    if not words or set(words[:2]) & (_CONFIRMS | NOT):
        return False
    return not bare[:1].islower() or not bare[0].isascii() or _ANSWERS.search(said) is not None


def _is_of_two(core: str, numeric: bool) -> bool:
    """Whether a reply is the reference and one other thing, with a stroke or a word of choice."""
    found = _STROKE.fullmatch(core) or (_CHOICE.fullmatch(core) if numeric else None)
    other = (found["after"] or found["before"]) if found else ""
    words = folded_words(other)
    if _ROMAN.fullmatch(other) or not 0 < len(words) <= _SHORT or set(words) & (_NO_RIVAL | IS):
        return False
    if numeric:
        plain = re.search(r"(?<![^\W_])\d", other) or numbers_in_words(other)
        return not plain and (not other[0].islower() or not other.isascii())
    return any(map(str.isdigit, other))
