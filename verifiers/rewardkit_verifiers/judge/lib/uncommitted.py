"""Replies that name a reference and leave it open: maybe this, maybe that, I would not know."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from rewardkit.reading.words import folded_set, folded_words, visible

_LONGEST = 300
_MAYBE = re.compile(
    r"\b(?:perhaps|maybe|possibly|conceivably)\b(?!\s+(?:surprisingly|unsurprisingly|not|best|most"
    r"|better|unexpectedly|counter\w+))|\b(?:could|might|may)\s+(?:\w+\s+)?be\b"
    r"|\bcould (?:also )?work\b"
    r"|\bforse\b|\bmagari\b|\bpotrebbe\b|\bpuò (?:essere|darsi)\b|\b(?:quizás?|tal vez|acaso)\b"
    r"|\ba lo mejor\b|\b(?:puede|pudiera|podría) (?:que )?ser\b|\btalvez\b|\bpode(?:ria)? ser\b"
    r"|\bpeut-être\b|\bpourrait\b|\bvielleicht\b|\beventuell\b|\bmag sein\b|\bkönnte\b"
    r"|\bmisschien\b"
    r"|\bwellicht\b|\bhet kan\b|\b(?:być )?może\b|\bchyba\b|\bвозможно\b|\bможет(?: быть)?\b"
    r"|\bнаверное\b|\bто ли\b|\bbelki\b|\bolabilir\b|\bsoit\b|也许|可能|说不定|或许|也許|或許"
    r"|かもしれ|たぶん|もしかし|아마|일지도|\bkanske\b|\bmåske\b|\bkanskje\b|\btalán\b|\bmožná\b|\bpoate\b",
    re.IGNORECASE,
)
_UNSURE = re.compile(
    r"\bnon (?:lo )?s(?:o|aprei)\b|\bnon (?:ne )?sono sicur|\bno (?:lo )?s(?:é|abría)\b|\bni idea\b"
    r"|\bno estoy segur|\bnão (?:sei|saberia|tenho certeza)\b|\bje ne (?:saurais|sais|suis pas sûr)"
    r"|\baucune idée\b|\bpas sûre?\b|\bweiß (?:ich|es)?\s?(?:\w+ )?nicht\b"
    r"|\bich weiß\b.{0,12}\bnicht\b"
    r"|\bkeine ahnung\b|\bnicht sicher\b|\bik (?:zou )?(?:het|weet)\b.{0,10}\bniet\b|\bgeen idee\b"
    r"|\bnie (?:wiem|jestem pew)|\bне (?:знаю|уверен)|\bзатрудняюсь\b|\bbilmiyorum\b|\bemin değil"
    r"|不知道|不确定|不清楚|不確定|わかりません|分かりません|わからない|知りません|모르겠"
    r"|\b(?:would not|wouldn['’]t|do not|don['’]t) (?:really )?know\b|\bnot sure\b"
    r"|\b(?:hard|difficult|impossible) to (?:say|tell)\b|\bno idea\b|\bcan(?:no|['’])t (?:say"
    r"|tell)\b",
    re.IGNORECASE,
)
_TOO = re.compile(
    r"\b(?:ma|o) anche\b|\baber auch\b|\boder auch\b|\bmaar ook\b|\bde olabilir\b|也可能|也許也"
    r"|\b(?:mais|ou) aussi\b|\b(?:pero|o) también\b|\bmas também\b|\b(?:lub|albo) też\b|а может"
    r"|\b(?:or|oppure|oder|ou bien)\b",
    re.IGNORECASE,
)
_INSTEAD = re.compile(
    r"\bbut\b|\bmais c['’]est\b|\bma (?:è|in realtà)\b|\bpero es\b|\bmas é\b|\bin fact\b"
    r"|\bactually\b"
    r"|\bsondern\b|\bjedoch\b|\bes ist aber\b|\baber es\b|\bmaar het is\b|\bне\b.*\bа\b"
    r"|其实|其實|実は"
    r"|\bso (?:it|the answer)\b|\btherefore\b|\bhence\b|[:：]",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])|\n+")


def wavers(text: str, golds: Sequence[Any]) -> bool:
    """Return whether a short reply says of its last mention of a reference only that it may be it.

    Args:
        text: The reply.
        golds: The references; numbers are left to the rules for numbers.

    Example:
        >>> wavers("Forse Roma, forse Milano: non saprei.", ["Roma"])
        True
        >>> wavers("Forse pensavi a Milano, ma è Roma.", ["Roma"])
        False
    """
    if len(text) > _LONGEST or any(str(gold)[:1].isdigit() for gold in golds):
        return False
    first = _MAYBE.search(text)
    if first is None or "\\boxed" in text:
        return False
    wanted = ["".join(folded_words(visible(str(gold)))) for gold in golds]
    if any(_MAYBE.search(str(gold)) for gold in golds):
        return False
    mine = [one for one in _SENTENCE.split(text) if one and _holds(one, wanted)]
    if not mine:
        return False
    last = mine[-1]
    turn = max((found.end() for found in _INSTEAD.finditer(last)), default=0)
    if turn and _holds(last[turn:], wanted):
        last = last[turn:]
    if not _MAYBE.search(last):
        return False
    several = len(_MAYBE.findall(text)) > 1
    return several or bool(_UNSURE.search(text)) or bool(_TOO.search(last))


def _holds(text: str, wanted: Sequence[str]) -> bool:
    said = "".join(folded_words(visible(text)))
    return any(one and one in said for one in wanted)


_LABEL = re.compile(r"(?<![\w'’])[(\[]?([A-Za-z])[)\].:]?(?![\w'’])")
_OPEN = re.compile(
    r"\b(?:could|might|may)\s+(?:\w+\s+){0,2}?(?:be|work|fit)\b|\b(?:could|might|may) \(?[a-z]\b"
    r"|\b(?:one|any|some|either|each) of\b|\bas good as\b|\bpossibl[ey]\b|\bperhaps\b|\bmaybe\b"
    r"|\b(?:könnte|vielleicht|peut-être|pourrait|quizás?|podría|forse|potrebbe|talvez|возможно)\b"
    r"|可能|かもしれ",
    re.IGNORECASE,
)
_CHOOSES = re.compile(
    r"\b(?:therefore|thus|hence|must|answer is|only|not|n['’]t|cannot|but|correct|right (?:one"
    r"|answer)"
    r"|is the|because|since|if|actually|best|final|nicht|sondern|pas|mais|sino|pero|non|ma|não|mas"
    r"|не|а)\b|\bso (?!could|can|may|might|would)|不|所以|故|选|n['’]t\b|[=→⇒✓✔✅]",
    re.IGNORECASE,
)
_JOINED = folded_set(
    "and or und oder et ou y o i d s t it its pick choose say answer answers take"
    " go with both all of"
)
_SEVERAL = re.compile(
    r"\b(?:all that apply|more than one|two|both|several|multiple|which (?:of )?(?:\w+ ){0,4}are"
    r"|pair)\b",
    re.IGNORECASE,
)


def leaves_open(text: str, options: Mapping[str, str], prompt: str = "") -> bool:
    """Return whether a short reply names two or more options and settles on none.

    Args:
        text: The reply.
        options: The options by their letters.
        prompt: The question; one may ask for several.

    Example:
        >>> options = {"A": "3", "B": "9", "C": "20"}
        >>> leaves_open("(a) could be it, (b) could be it, and so could (c).", options)
        True
        >>> leaves_open("(a) could be even only if 3 were; so (c).", options)
        False
    """
    if len(text) > _LONGEST or "\\boxed" in text or _SEVERAL.search(prompt):
        return False
    shown = visible(text)
    named = {found[1].upper() for found in _LABEL.finditer(shown)} & {*options}
    if len(named) < 2:
        return False
    if all(word in _JOINED or word.upper() in named for word in folded_words(shown)):
        return True
    return bool(_OPEN.search(shown)) and not _CHOOSES.search(shown)
