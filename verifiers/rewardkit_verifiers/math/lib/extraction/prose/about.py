"""Closing clauses about another one, or another time, than the question: *Bob has 12*."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from rewardkit_verifiers.math.lib.extraction.prose.parts import Part
from rewardkit_verifiers.math.lib.extraction.prose.tokens import NUMBER, values
from rewardkit_verifiers.math.lib.word_lists import listed

_LONGEST, _PROMPT, _MOST_PARTS = 400, 2_000, 4
_DIGIT = re.compile(r"\d")
_ASKS = re.compile(
    r"\b(?:how|what|which|find|compute|determine|calculate|work out|give|wie|was|welche|combien"
    r"|quel\w*|cuánt\w*|qué|quant[oaie]s?|qual|сколько|найдите|чему)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n")
_START = re.compile(
    r"\b(?:(?:at|in|from) (?:the )?(?:very )?(?:start|beginning|outset|first)"
    r"|to (?:start|begin) with|original(?:ly)?|initial(?:ly)?|starting (?:number|amount|count"
    r"|value"
    r"|balance|with)|(?:started|began) (?:out )?with|previous(?:ly)?|before(?:hand)?|yesterday"
    r"|last (?:week|year|month)|zu Beginn|am Anfang|anfangs|ursprünglich|zuvor|vorher|au début"
    r"|au départ|initialement"
    r"|auparavant|al principio|inicialmente|originalmente|antes|no início|no começo|all['’]inizio"
    r"|inizialmente|prima|сначала|вначале|изначально|раньше)\b",
    re.IGNORECASE,
)
_END = re.compile(
    r"\b(?:(?:at|in) the end|now|left(?: over)?|remain\w*|still|after\w*|final(?:ly)?|end up"
    r"|today"
    r"|new|am Ende|jetzt|übrig|noch|danach|à la fin|maintenant|reste\w*|après|al final|ahora"
    r"|queda\w*|después|no final|agora|resta\w*|depois|alla fine|adesso|rimang\w*|rimast\w*|dopo"
    r"|теперь|остал\w*|после)\b",
    re.IGNORECASE,
)
_MEASURES = (
    r"area|perimeter|volume|circumference|length|width|height|radius|diameter|diagonal|hypotenuse"
    r"|mean|median|mode|range|sum|product|difference|quotient|remainder|numerator|denominator"
    r"|profit|loss|revenue|cost|price|discount|speed|distance|slope|minimum|maximum|variance"
    r"|Fläche|Umfang|Volumen|aire|périmètre|área|perímetro|volumen|perimetro|площадь|периметр"
)
_CLAUSE = re.compile(
    r"\s*[;—–]\s+|,\s(?=[A-Z][a-z]+ (?:gets?|has|had|have|is|gives?|pays?|earns?|needs?)\b)"
    r"|,?\s(?:and|while|whereas|but|und|während|aber|et|mais|y|pero|mientras|e|mas|ma|mentre|и"
    r"|а|но)"
    r"\s(?=(?:the )?[A-ZÀ-ÞА-Я][^\W\d_]+\s)"
    rf"|,?\s(?:and|while|whereas|but|und|et|y|e|и)\s(?=[^\W\d_]{{1,5}}\s(?:{_MEASURES})\b)"
)
_NAME = re.compile(r"(?<![.!?]\s)(?<!\A)(?<!\n)\b[A-ZÀ-ÞА-Я][^\W\d_]{1,20}\b")
_SUBJECT = re.compile(
    r"\W*(?:(?:and|so|then|but|while|whereas|thus|therefore|hence|also|finally|now)\b\W*)*"
    r"(?P<name>[A-ZÀ-ÞА-Я][^\W\d_]{1,20})(?:['’]s\s\w{2,20})?\s(?:then |now |only |still )?"
    r"(?:has|had|have|gets?|got|is|was|are|were|owns?|keeps?|kept|needs?|pays?|paid|earns?|earned"
    r"|makes?|made|eats?|ate|buys?|bought|sells?|sold|takes?|took|scores?|scored|walks?|runs?"
    r"|reads?|weighs?|costs?|receives?|hat|ist|bekommt|a|est|tiene|es|tem|é|ha|è)\b"
)
_NO_NAMES = frozenset(
    listed(
        "If When After Before How What Which The There A An In On At For It Each Find Monday"
        " Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May"
        " June July"
        " August September October November December I He She They We You"
    )
)


# Words of the time that is not asked for, and of the one that is.
_Time = tuple[re.Pattern[str], re.Pattern[str]] | None


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a question asks about.

    Attributes:
        others: Names in the prompt that the question leaves out.
        nouns: The measures that it asks for.
        time: The time that it does not ask for, and the one that it does.
        question: Its words.
    """

    others: frozenset[str]
    nouns: frozenset[str]
    time: _Time
    question: str


def about_asked(pieces: list[Part], prompt: str) -> list[Part]:
    """Return the pieces of a reply without closing clauses about other things than asked.

    Args:
        pieces: What a reply says, in order.
        prompt: The question. Where it asks for what one of several has, or for what is there in
            the end, a last clause about another one, or about the start, is no answer.
    """
    question = _question(prompt) if prompt else ""
    if not question:
        return pieces
    start, end = _START.search(question) is not None, _END.search(question) is not None
    time = (_START, _END) if end and not start else (_END, _START) if start and not end else None
    asked = frozenset(_NAME.findall(question)) - _NO_NAMES
    others = frozenset(_NAME.findall(prompt[-_PROMPT:])) - asked - _NO_NAMES if asked else asked
    last_text = pieces[-1].text
    nouns = frozenset(one.lower() for one in _MEASURE.findall(question))
    aside = only_compares(last_text, prompt) or _PART.match(last_text) is not None
    if time is None and not others and not nouns and not aside:
        return pieces
    made = list(pieces)
    for _ in range(_MOST_PARTS):
        last = made[-1]
        if last.kind not in ("sentence", "item") or len(last.text) > _LONGEST:
            break
        compares = only_compares(last.text, prompt)
        kept = "" if compares else _kept(last.text, _Asked(others, nouns, time, question))
        if kept == last.text:
            break
        if kept:
            made[-1] = replace(last, text=kept)
            break
        if not any(_DIGIT.search(part.text) for part in made[:-1]):
            break
        made.pop()
    return made


def _question(prompt: str) -> str:
    """Return the words of a prompt from which on it asks."""
    sentences = [one for one in _SENTENCE.split(prompt[-_PROMPT:].strip()) if one.strip()]
    asking = [one for one in sentences if "?" in one or _ASKS.match(one.lstrip("¿*_ "))]
    if not asking:
        return ""
    asks = list(_ASKS.finditer(asking[-1]))
    return asking[-1][asks[-1].start() - 1 if asks and asks[-1].start() else 0 :]


def _kept(sentence: str, asked: _Asked) -> str:
    """Return the clauses of a sentence that may say what is asked; empty where none does."""
    clauses = _clauses(sentence)
    kept = [one for one in clauses if not _is_of_other(one, asked)]
    return sentence if len(kept) == len(clauses) else "; ".join(kept)


def _clauses(sentence: str) -> list[str]:
    """Return the clauses of a sentence that hold a digit, each with the words before it."""
    found: list[str] = []
    open_words = ""
    for clause in _CLAUSE.split(sentence):
        if _DIGIT.search(clause) is None:
            open_words += f"{clause} "
            continue
        found.append(open_words + clause)
        open_words = ""
    return found


def _is_of_other(clause: str, asked: _Asked) -> bool:
    if len(values(clause)) != 1:
        return False
    time = asked.time
    if time is not None and time[0].search(clause) is not None and time[1].search(clause) is None:
        return True
    part = _PART.match(clause) if _SUMS_UP.search(clause) is None else None
    if part is not None and part[1].lower().split()[0] not in asked.question.lower():
        return True
    measure = _MEASURED.match(clause) if asked.nouns else None
    if measure is not None and measure["noun"].lower() not in asked.nouns:
        return asked.nouns.isdisjoint(one.lower() for one in _MEASURE.findall(clause))
    subject = _SUBJECT.match(clause)
    return subject is not None and subject["name"] in asked.others


_SUMS_UP = re.compile(
    r"\b(?:so|therefore|thus|hence|total|altogether|in all|overall)\b|\*\*|[=→]", re.IGNORECASE
)
# Half of it is 24; each triangle has 24; the perimeter is 24.
_PART = re.compile(
    r"\W*(?:and |so |while |whereas |but )?(half of (?:it|this|that|them|the)|a (?:half|third"
    r"|quarter)"
    r" of (?:it|this|that|them|the)|twice (?:it|this|that|as)|double (?:it|this|that)"
    r"|each\b(?! of the \d)|every\b)(?=[^=]*\b(?:is|are|has|have|makes|gets?|gives|costs?|equals"
    r"|would be|contains?)\b)",
    re.IGNORECASE,
)
_MEASURE = re.compile(rf"\b(?:{_MEASURES})\b", re.IGNORECASE)
_MEASURED = re.compile(
    r"\W*(?:(?:and|while|whereas|but|also|the|its|their|der|die|das|le|la|el|o|a|il)\b\W*){0,3}"
    rf"(?P<noun>{_MEASURES})(?:\s(?:is|are|was|equals|ist|est|es|é|è|равна?|равен)\b"
    rf"|\W{{0,3}}[:=])",
    re.IGNORECASE,
)


# 12 more than Bob, 3 times as many as before
_COMPARED = re.compile(
    rf"[^\d]*{NUMBER}\s?(?:%|percent)?(?:\s[^\W\d_]+){{0,2}}?\s(?:(?:more|fewer|less|older"
    rf"|younger"
    r"|longer|shorter|taller|larger|smaller|higher|lower|heavier|lighter|faster|slower)\b[^\d.;]*"
    r"\bthan\b|times (?:as|more|the)\b)[^\d]*",
    re.IGNORECASE,
)
_COMPARES = re.compile(
    r"\b(?:more|fewer|less|than|times|differ\w*|exceed\w*|ratio|factor|extra|additional|further"
    r"|increas\w*|decreas\w*|chang\w*|sav\w*|gain\w*|profit|loss|los[et]\w*|left|compar\w*"
    r"|[a-z]+er\b(?= (?:is|are|was|than)))",
    re.IGNORECASE,
)


def only_compares(sentence: str, prompt: str) -> bool:
    """Whether a sentence only says how much more something is, where the prompt asks for no such.

    Example:
        >>> only_compares("So she has 12 more than Bob.", "How many apples does she have?")
        True
        >>> only_compares("So she has 12 more than Bob.", "How many more has she than Bob?")
        False
    """
    if not prompt or len(sentence) > _LONGEST or _COMPARED.fullmatch(sentence) is None:
        return False
    return _COMPARES.search(prompt[-_PROMPT:]) is None


# 12 boys and 18 girls
_NOUN = r"(?!(?:and|or|of|but)\b)[a-z]"
_COUNTED = re.compile(rf"({NUMBER})\s((?:{_NOUN}+\s)?{_NOUN}{{3,20}})(?=\W)")
_HOW_MANY = re.compile(r"\bhow many\s(?:[a-z]+\s)?([a-z]{4,20})\b", re.IGNORECASE)
_JOINS = re.compile(r"(?:,\s|,?\sand\s)(?:there are\s|also\s)?")


def counted_asked(sentence: str, prompt: str) -> str:
    """Return what is counted of several things where the prompt asks for one; else an empty text.

    Example:
        >>> counted_asked("So there are 12 boys and 18 girls.", "How many girls are there?")
        '18 girls'
        >>> counted_asked("So there are 12 boys or 18 girls.", "How many girls are there?")
        ''
    """
    named = _HOW_MANY.findall(prompt[-_PROMPT:])
    if len(named) != 1:
        return ""
    found = list(_COUNTED.finditer(sentence))
    if len(found) < 2 or len(found) != len(values(sentence)):
        return ""
    for one, other in pairwise(found):
        if not _JOINS.fullmatch(sentence, one.end(), other.start()):
            return ""
    stem = named[0].lower().removesuffix("s")
    hits = [one for one in found if stem in one[2].split()[-1]]
    return hits[0][0] if len(hits) == 1 else ""
