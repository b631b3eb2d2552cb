"""Number words that a closing sentence states as its value, written as digits."""

from __future__ import annotations

import re
from dataclasses import replace

from rewardkit_verifiers.math.lib.extraction.prose.asides import concludes
from rewardkit_verifiers.math.lib.extraction.prose.leads import answers
from rewardkit_verifiers.math.lib.extraction.prose.parts import Part
from rewardkit_verifiers.math.lib.phrases.numerals import numeral, numeral_words
from rewardkit_verifiers.math.lib.spoken import COUNTING_WORDS, number_word
from rewardkit_verifiers.math.lib.word_lists import listed

_LONGEST, _MOST_WORDS, _MOST_PARTS = 400, 7, 3
_WORD = re.compile(r"[^\W\d_]+")
_GAP = re.compile(r"(?:[ \u00a0]|[-‐‑])?")
_DIGIT = re.compile(r"\d")
# Words that stand alone for no number: the article, and what is one of several.
_ARTICLES = frozenset(
    listed("one ein eins un uno una um uma один одна half third quarter and et y e und half-")
)
_VERBS = frozenset(
    listed(
        "is are was were equals equal has have had makes make gives give gets get leaves leave"
        " needs need costs cost takes take took pays paid earns earned contains contain holds hold"
        " remains remain be becomes totals total measures weighs lasts yields obtain find found got"
        " sold sells bought buys spends spent saves saved travels covers to ate eat walks runs"
        " scored scores works ended ends reaches sees buy use uses used kept keeps owns won"
        " ist sind hat haben beträgt ergibt kostet bleiben braucht dauert"
        " est sont a ont vaut donne coûte reste restent faut mesure"
        " es son tiene tienen vale cuesta quedan hay mide tarda"
        " é são tem têm vale custa restam há mede"
        " è sono ha hanno vale costa rimangono restano"
        " равен равна равно равны составляет стоит осталось остаётся получаем будет имеет это"
    )
)
# The limit is one.
_ENDS_ONE = re.compile(r"\b(?:is|equals|be|ist|est|es|é|è|равен|равна|равно) [^\W\d_]{2,4}[.!*]*\Z")
_OR = frozenset(listed("or oder ou o или"))
_MINUS = frozenset(listed("minus negative menos moins meno минус"))
_ADVERBS = frozenset(
    listed(
        "exactly precisely therefore thus then hence now just only simply also indeed still genau"
        " also nur exactement donc exactamente entonces exatamente então esattamente quindi"
        " ровно точно a total of at least most about approximately roughly nearly almost around"
        " over under more less fewer greater than not never perhaps maybe probably possibly either"
        " mindestens höchstens nicht etwa environ aproximadamente circa не примерно около"
    )
)
# What stands behind a number that is no result: one more, two times, three of them.
_NO_RESULT = re.compile(
    r"[\s-]*(?:more|less|fewer|times|others?|another|different|equal|identical|of (?:them"
    r"|which|these|those|the)|by|and|or|to|plus|minus|out of|per|parts|steps|cases"
    r"|ways to (?:see|do|solve)|mal|fois|veces|vezes|volte|раза?|digit|sided|th"
    r"|oder|ou|o|или|und|et|y|e|и)\b"
    r"|[\s-]*[\d$\\=+*/^<>(:,;–—](?!\s[a-z])",
    re.IGNORECASE,
)
# The probability is two in five.
_SHARE = re.compile(r"\s(in|out of)\s([a-z]{3,12})\b")
# Behind the value, the words of what is counted and no clause of its own.
_CLAUSE = re.compile(
    r"\b(?:is|are|was|were|and|but|because|since|which|that|who|if|when|while|so|than|or|not"
    r"|ist|sind|und|aber|weil|est|sont|et|mais|es|son|y|pero|é|são|mas|è|sono|ma|и|но|а)\b|[=<>:;]"
)
_SUBJECT = re.compile(
    r"[^.;:]{0,40}?\b(?:remain|remained|are left|is left|are still|are needed|is needed|were left"
    r"|are required|can be|in total|in all|altogether|übrig|restent|quedan|restam|rimangono"
    r"|осталось)\b",
    re.IGNORECASE,
)
_LEADS = frozenset(
    listed(
        "so thus hence therefore then finally altogether overall and in total all also somit daher"
        " donc ainsi entonces luego por tanto lo portanto logo assim quindi dunque итак значит"
    )
)


def in_digits(pieces: list[Part], prompt: str) -> list[Part]:
    """Return the pieces of a reply with the value that a last sentence states in digits.

    Args:
        pieces: What a reply says, in order; only the last ones are looked at.
        prompt: The question. A sentence behind a value in digits has to conclude, or to speak
            of what is asked: *each of them has two ends* is no value of its own.
    """
    made = list(pieces)
    said_before = False
    for at in range(max(0, len(made) - _MOST_PARTS), len(made)):
        part = made[at]
        if part.kind in ("sentence", "item") and len(part.text) <= _LONGEST:
            said = sentence_in_digits(part.text)
            if said and (not said_before or _goes_on(part.text, prompt)):
                made[at] = replace(part, text=said)
        said_before = said_before or _DIGIT.search(part.text) is not None
    return made


def _goes_on(sentence: str, prompt: str) -> bool:
    """Whether a sentence concludes, or speaks of what the question names."""
    if concludes(sentence) or _THEREFORE.search(sentence) or "**" in sentence:
        return True
    if (counted := _HOW_MANY.search(prompt)) is not None:
        return counted[1].lower() in sentence.lower()
    return _DIGIT.search(sentence) is not None or answers(sentence, prompt)


_HOW_MANY = re.compile(
    r"\b(?:how many|wie viele|combien d(?:e\s|['’])|cu[aá]nt[ao]s|quant[ao]s|quant[ie]|сколько)\s?"
    r"([^\W\d_]{3,5})",
    re.IGNORECASE,
)
_THEREFORE = re.compile(r"\b(?:therefore|thus|hence|altogether|in total|in all)\b")


def sentence_in_digits(sentence: str) -> str:
    """Return a sentence with the number that it states in digits, or an empty text.

    Example:
        >>> sentence_in_digits("So the polygon has twenty-seven diagonals.")
        'So the polygon has 27 diagonals.'
        >>> sentence_in_digits("These two cover one third each."), sentence_in_digits("It has 3.")
        ('', '')
    """
    tokens = list(_WORD.finditer(sentence))
    low = [token[0].lower() for token in tokens]
    if COUNTING_WORDS.isdisjoint(low) and numeral_words().isdisjoint(low):
        return ""
    mixed = _DIGIT.search(sentence) is not None or "$" in sentence or "\\" in sentence
    runs = _runs(sentence, tokens, low)
    while runs:
        first, last, value = runs.pop()
        begin, end = tokens[first].start(), tokens[last].end()
        bold = sentence.startswith("**", begin - 2) and sentence.startswith("**", end)
        if not bold and _NO_RESULT.match(sentence, end):
            continue
        joint = low[first - 1] if runs and runs[-1][1] == first - 2 else ""
        if joint in _OR or joint == "to":  # three to four is a ratio, or a range
            first, _, other = runs.pop()
            begin = tokens[first].start()
            value = f"{other} {'to' if joint == 'to' else 'or'} {value}"
        if bold or _is_stated(sentence, low, first, begin, end, mixed):
            rest = sentence[end:]
            if (share := _SHARE.match(rest)) is not None and (of := number_word(share[2])):
                rest = f" {share[1]} {of}{rest[share.end() :]}"
            return f"{sentence[:begin]}{value}{rest}"
    return ""


def _runs(sentence: str, tokens: list[re.Match[str]], low: list[str]) -> list[tuple[int, int, str]]:
    """Return the longest runs of words that name a number: their first and last word, and it."""
    found: list[tuple[int, int, str]] = []
    at = 0
    while at < len(tokens):
        minus = low[at] in _MINUS and at + 1 < len(low)
        word = low[at + minus]
        if word not in COUNTING_WORDS and word not in numeral_words():
            at += 1
            continue
        stop = at + 1
        while stop < min(len(tokens), at + _MOST_WORDS) and _GAP.fullmatch(
            sentence, tokens[stop - 1].end(), tokens[stop].start()
        ):
            stop += 1
        for last in range(stop - 1, at - 1, -1):
            text = sentence[tokens[at].start() : tokens[last].end()]
            if (value := _value(text)) is not None and not (
                last == at and low[at] in _ARTICLES and not _ENDS_ONE.search(sentence)
            ):
                found.append((at, last, value))
                at = last
                break
        at += 1
    return found


def _value(text: str) -> str | None:
    value = number_word(text)
    return numeral(text) if value is None else str(value)


def _is_stated(
    sentence: str, low: list[str], first: int, begin: int, end: int, mixed: bool
) -> bool:
    """Whether a number in words stands behind a verb, or is what remains."""
    rest = sentence[end:]
    ends = not _CLAUSE.search(rest.lower()) and len(_WORD.findall(rest)) <= _MOST_BEHIND
    if mixed:
        before = sentence[:begin]
        return ends and _RESULT.search(before) is not None and len(_WORD.findall(rest)) <= 1
    if not any(one not in _LEADS for one in low[:first]):
        return _SUBJECT.match(rest) is not None
    at = first - 1
    while at > 0 and low[at] in _ADVERBS and low[at] not in _VERBS:
        at -= 1
    if not ends or (low[at] == "to" and at and low[at - 1] in COUNTING_WORDS):
        return False  # nine to sixteen is a ratio
    if low[at] in _VERBS or (at and low[at - 1] in _VERBS and low[at] in _SUBJECTS):
        return True
    inverted = at > 1 and low[at - 2] in _VERBS and low[at - 1] in _SUBJECTS
    return inverted or (
        low[at] in ("after", "in", "within", "nach") and _TIME.match(rest) is not None
    )


_MOST_BEHIND = 8
# Also hat das Vieleck zwölf Ecken, hat er zwölf Äpfel.
_SUBJECTS = frozenset(listed("der die das sie er es ihr man"))
_TIME = re.compile(
    r"\s(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|Stunden?|Minuten?|Tagen?)\b"
)
# 360 divided by 30 is twelve.
_RESULT = re.compile(
    r"\b(?:divided by|times|plus|minus|less|over)\s[$\\\d.,]{1,16}\s(?:is|equals|makes|gives"
    r"|leaves)\s\Z"
)
