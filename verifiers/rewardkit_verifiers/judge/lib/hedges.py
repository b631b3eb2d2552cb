"""Answers that commit to nothing: lists of guesses, ranges, denials, second thoughts."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from fractions import Fraction
from itertools import pairwise

from rewardkit.reading.standing import standing
from rewardkit.reading.vocabulary import AFTERTHOUGHT, BUT, IS, NOT, OR, WRONG
from rewardkit.reading.words import folded_set, folded_words, visible
from rewardkit_verifiers.judge.lib.mentions import only_mentioned
from rewardkit_verifiers.judge.lib.number_words import numbers_in_words
from rewardkit_verifiers.judge.lib.values import NUMBER, gives_number, numbers_at

SENTENCE = re.compile(r"(?<=[.!?。！？])(?<!\b[a-z]\.[a-z]\.)(?<!\bvs\.)\s+|(?<=[。！？])|\n+")
_OR = OR | folded_set("and to through und bis et o y u e of en i и ve och og 和 و")
_EXPLAINS = r"i\.\s?e\.?|that is|namely|which is|equivalently"
_REASONS = "because denn weil car puisque porque perche poiche omdat fordi потому так"
_REASON = re.compile(
    rf"[,;:.(]?\s+\(?(?:{'|'.join(_REASONS.split())}|{_EXPLAINS})\b|[，,]?(?:因为|因為|なぜなら)",
    re.IGNORECASE,
)
_OPTION = re.compile(r"(?<!\w)\w[).]")
_ISNT = frozenset(["isn", "isnt", "wasn"])
# "since" begins a reason after a comma only: "48, since 6*8=48, but each row has 7, so it is 42".
# "Fifteen works, as 15·15 = 225" gives a reason, too.
_SINCE = re.compile(
    r",\s+(?:since\b|as\s+(?=[\d(√]+\s?[\d\s]{0,4}[²³·×*+=^/-]))(?!.*\b(?:but|so|therefore)\b)",
    re.IGNORECASE | re.DOTALL,
)
_CONCLUDES = re.compile(
    r"\b(?:so|therefore|thus|hence|leaving|leaves|rounds (?:up |down )?to|(?:al)?together|in total"
    r"|in the end|finally)\b|[⇒∴→]",
    re.IGNORECASE,
)
# Between two numbers these make a statement of both, and no list.
_LINKS = folded_set(
    "of in per times minus plus is are was equals equal make makes give gives not by from than at"
    " out rows each has have had that with for on as which under over the divided into mal durch"
)
_OPERATES = re.compile(r"[=≈≅+*/×·÷^<>→⇒(\[{:-]|\\")
_FEW, _COUNTED = 3, 3
_RIGHT_WORDS = (
    "right correct true it answer solution result richtig antwort losung ergebnis juste reponse"
    " correcto correcta respuesta giusto risposta resposta правильно ответ верно"
)
_RIGHT = frozenset(_RIGHT_WORDS.split())
_TEXT = re.compile(r"\\(?:text|mathrm|textbf|mbox)\s?\{([^{}]{0,80})\}")
_WORKING = re.compile(r"\(\s?=[^()\n]{0,80}\)")
_PROVES = re.compile(r"\([^()\n]{0,80}=[^()\n]{0,80}\)")
_BETWEEN = re.compile(r"\b(?:between|missing|middle)\b", re.IGNORECASE)
_NEAREST = re.compile(r"nearest (?:whole )?(?:number|integer),?(?=\s)", re.IGNORECASE)
# The exponents of units: g mol⁻¹, m s^{-2}.
_PER = re.compile(r"(?<=[A-Za-z])(?:[⁻][¹²³⁴]|\^\s?\{?\s?[-\u2212]\s?[1-4]\s?\}?)")
_ASIDE = re.compile(r"\([^()\d]{0,40}\)")
_LATEST_DAY, _YEARS = 31, (1000, 2100)
# A day of a year in digits: 9.11.1989, 11/9/1989, 1989-11-09.
_DAY = re.compile(r"(?<![\d.])(?:\d{1,2}[./-]\d{1,2}[./-](\d{4})|(\d{4})-\d{2}-\d{2})(?![\d])")
# "negative 3" and "minus 3", but not "5 minus 3".
_SIGN = re.compile(r"(?<![\w)}])(?<![\d)}] )(?:negative|minus)\s+(?=\d)", re.IGNORECASE)
# Not the comma of a decimal number.
_CLAUSE = re.compile(r"[;、；]\s*|[,，](?!\d)\s*")
_EQUALS = re.compile(r"[=≈≅→⇒]")
_TERM = re.compile(r"(?:^|[\s$,;:])\d+[a-zA-Z]\s*$")
_NEARLY = re.compile(r"[≈≅]")
_EACH_ONE = re.compile(r"\bone ([a-z]{3,12})\b", re.IGNORECASE)
_ONE_UNIT = re.compile(r"\s*1\s+[^\W\d_]{2,}[\s.*$]*")


def number_absent(
    segment: str,
    golds: Sequence[Fraction],
    asked: Set[Fraction] = frozenset(),
    allowed: str = "",
    claims: bool = True,
) -> str:
    """Return why none of the golds is the one number that a segment answers, or nothing.

    Args:
        segment: The final answer.
        golds: The references.
        asked: Numbers of the question.
        allowed: The question and the references as texts.
        claims: Whether the sentence around a number is part of the answer.
    """
    text = _SIGN.sub("-", visible(_NEAREST.sub("nearest,", _PER.sub(" ", segment))))
    bare = _WORKING.sub(" ", text)  # "π radians (= 180°)" says its number there only
    text = _TEXT.sub(r" \1 ", bare if gives_number(bare) else text)
    aside = _PROVES.sub(" ", text)  # "12 (12 = 3·4 = 2·6)"
    if {value for spot in numbers_at(aside) for value in spot[2]} & set(golds):
        text = aside
    concluded = next(filter(gives_number, reversed(_CONCLUDES.split(text))), text)
    given = {value for spot in numbers_at(concluded) for value in spot[2]}
    given |= set(numbers_in_words(concluded)) if not numbers_at(text) else set()
    chosen = given - set(asked) or (given and set(golds) <= set(asked))
    if chosen and not given & set(golds) and len(concluded) < len(text):
        return "reference_absent"
    if given & set(golds):
        text = concluded
    if any(one.denominator == 1 and _YEARS[0] <= one <= _YEARS[1] for one in golds):
        text = _DAY.sub(r" \1\2 ", text)
    claim = _SINCE.split(_REASON.split(text, maxsplit=1)[0], maxsplit=1)[0]
    if _said_again(claim, text, golds):
        text = text[len(claim) :] if _hundredth(claim, golds) or "π" in claim else text
    elif gives_number(claim):
        text = claim  # what follows explains, with numbers of its own
    text = _last_side(text, golds)
    spots = numbers_at(text)
    hits = [turn for turn, spot in enumerate(spots) if spot[2] & set(golds)]
    if not hits:
        spoken = numbers_in_words(text)
        if not set(spoken) & set(golds):
            return "reference_absent"
        others = set(spoken) - (set(asked) - set(golds))
        if (one := _EACH_ONE.search(text)) and re.search(rf"\b(?:an?|per|each) {one[1]}", allowed):
            others -= {Fraction(1)} - set(golds)  # "three teaspoons make one tablespoon"
        return "several_answers" if len(others) > 1 and not spots else ""
    refusal, said = "", []
    for turn in hits:
        why = "several_answers"
        between = _BETWEEN.search(allowed) is not None
        hedged = _hedged(text, spots, turn, golds, asked, between)
        if not hedged and not _denied(text, spots, turn):
            start, end, _ = spots[turn]
            why = standing(text, start, end, number=True, allowed=allowed, claim=claims)
        if why:
            refusal = why
        else:
            said.append(turn)
    # "3/4 is not 0.75" says the question's number again, and denies the other.
    if not said or (refusal and all(spots[turn][2] & set(asked) for turn in said)):
        return refusal
    spans = [spots[turn][:2] for turn in said]
    return only_mentioned(text, spans, allowed, number=True) if claims else ""


def _said_again(claim: str, text: str, golds: Sequence[Fraction]) -> bool:
    """Whether "i.e." says the answer where it was not yet said: "100 °C, i.e. 212 °F"."""
    rest = text[len(claim) :]
    given = {value for spot in numbers_at(claim) for value in spot[2]}
    again = {value for spot in numbers_at(rest) for value in spot[2]}
    said = re.match(rf"[,;:]\s+(?:{_EXPLAINS})", rest, re.IGNORECASE)
    return said is not None and not given & set(golds) and bool(again & set(golds))


def _hundredth(claim: str, golds: Sequence[Fraction]) -> bool:
    """Whether a claim has one number, a percentage as a decimal: "0.6, i.e. 60 %"."""
    spots = numbers_at(claim)
    return len(spots) == 1 and bool({100 * value for value in spots[0][2]} & set(golds))


def _last_side(text: str, golds: Sequence[Fraction]) -> str:
    """Return what stands behind the last sign of equality, with what it is rounded to.

    In "v = 150 km / 2.5 h = 60 km/h ≈ 16.7 m/s" the answer is 60 as well.
    """
    parts = _EQUALS.split(text)
    if len(parts) < 2 or not gives_number(parts[-1]):
        return text
    if len(parts) == 2 and _ONE_UNIT.fullmatch(parts[1]) and gives_number(parts[0]):
        return parts[0]  # 3 tsp = 1 tbsp
    if len(parts) == 2 and _TERM.search(parts[0]):
        return text  # 3x = 15 says what three of them are
    exact = re.split(r"[=→⇒]", text)[-1]
    before = _NEARLY.split(exact)[0]
    given = {value for spot in numbers_at(before) for value in spot[2]}
    return before if before != exact and given & set(golds) else parts[-1]


def _hedged(
    text: str,
    spots: Sequence[tuple[int, int, frozenset[Fraction]]],
    turn: int,
    golds: Sequence[Fraction],
    asked: Set[Fraction],
    between: bool,
) -> bool:
    """Whether the number stands in an enumeration with others."""
    if (turn == len(spots) - 1 or between) and continues(text, golds, asked):
        return False
    for way in (-1, 1):
        at = turn
        # Through repetitions of itself: "40 40 90" enumerates as much as "40 90".
        while 0 <= (at + way) < len(spots):
            left, right = sorted((at, at + way))
            gap = text[spots[left][1] : spots[right][0]]
            gap = _ASIDE.sub(" ", gap)
            words = folded_words(gap)
            if words and set(words) <= OR and not spots[at + way][2] & set(golds):
                return True  # "42 (or 48)"
            rival = spots[at + way][2]
            if words == ["of"] and rival & set(asked):
                break  # "30 is 25% of 120"; elsewhere the word is the Dutch for or
            if _date(spots[left][2], spots[right][2], gap):
                break
            listed = not rival & {*asked, *golds} and _unlinked(gap)
            if not listed and not _enumerates(gap, text[spots[right][1] :]):
                break
            at += way
            if not spots[at][2] & set(golds):
                return True
    return False


def continues(text: str, golds: Sequence[Fraction], asked: Set[Fraction]) -> bool:
    """Whether a text says the numbers of the question again, as a sequence, with what comes next.

    Example:
        >>> continues("2, 4, 8", [Fraction(8)], {Fraction(2), Fraction(4)})
        True
    """
    spots = [max(spot[2]) for spot in numbers_at(visible(text))]
    given = {value for spot in numbers_at(visible(text)) for value in spot[2]}
    steps = {right - left for left, right in pairwise(spots)}
    if len(spots) > _COUNTED and steps <= set(asked) and len(steps) == 1 and spots[-1] in golds:
        return spots[0] in steps  # 7, 14, 21, 28: counted up to the answer
    return len(given) > 2 and not set(golds) & set(asked) and given - set(asked) <= set(golds)


def _date(day: frozenset[Fraction], year: frozenset[Fraction], gap: str) -> bool:
    """Whether two numbers are the day and the year of one date: 9 November 1989, May 8, 1945."""
    if len(folded_words(gap)) > 2 or set(folded_words(gap)) & _OR:
        return False
    # "Fue en 1492, el 12 de octubre": the year may come first.
    return any(
        any(1 <= one <= _LATEST_DAY for one in days)
        and any(_YEARS[0] <= one <= _YEARS[1] for one in years)
        for days, years in ((day, year), (year, day) if folded_words(gap) else ((), ()))
    )


def _unlinked(gap: str) -> bool:
    """Whether a few words between two numbers, in whatever language, say nothing of both."""
    if _OPERATES.search(gap) or "\n" in gap:
        return False
    words = folded_words(_OPTION.sub(" ", gap))
    return len(words) <= _FEW and not set(words) & (_LINKS | BUT | NOT)


def _enumerates(gap: str, after: str) -> bool:
    if any(mark in gap for mark in "([{:"):
        return False
    words = folded_words(_OPTION.sub(" ", gap))
    unit = folded_words(after)[: len(words)]
    rest = [word for word in words if word not in unit]
    return not [word for word in rest if word not in _OR] or (
        len(rest) <= 4 and any(word in {"or", "oder", "ou", "или", "或", "または"} for word in rest)
    )


def _denied(text: str, spots: Sequence[tuple[int, int, frozenset[Fraction]]], turn: int) -> bool:
    start = spots[turn - 1][1] if turn else 0
    before = folded_words(text[start : spots[turn][0]])[-3:]
    if set(before) & NOT and not set(before) & BUT:
        return True
    end = spots[turn + 1][0] if turn + 1 < len(spots) else len(text)
    return denied_after(folded_words(text[spots[turn][1] : end]))


def denied_after(words: Sequence[str]) -> bool:
    """Whether the words that follow an answer take it back: "is wrong", "is not the answer".

    "40, not 90" takes nothing back.
    """
    if set(words[:3]) & WRONG:
        return True
    if list(words) in (["isn", "t", "it"], ["is", "it", "not"]):
        return False  # it asks for assent
    if not words or words[0] not in IS or not {words[0], *words[1:3]} & (NOT | _ISNT):
        return False
    return bool(set(words[1:6]) & _RIGHT)


def shotgun(text: str, segment: str) -> bool:
    """Whether other sentences say the same as this one of other numbers."""
    mask = _masked(segment)
    if _EQUALS.search(segment) or _CONCLUDES.search(segment):
        return False
    others = {piece.strip() for piece in SENTENCE.split(text) if piece and piece.strip()}
    if any(_masked(piece) == mask for piece in others - {segment}):
        return True
    clauses = [piece for piece in _CLAUSE.split(segment) if NUMBER.search(visible(piece))]
    masks = [_masked(piece) for piece in clauses]
    return len(set(clauses)) == len(clauses) and len(set(masks)) < len(masks)


def taken_back(text: str, segment: str, numbers: Sequence[Fraction]) -> bool:
    """Whether what follows the answer corrects it to another number."""
    at = text.rfind(segment)
    after = visible(text[at + len(segment) :]) if at >= 0 else ""
    given = {value for spot in numbers_at(after) for value in spot[2]} | set(
        numbers_in_words(after)
    )
    return bool(given - set(numbers) and set(folded_words(after)) & AFTERTHOUGHT)


def guesses(text: str, segment: str, numbers: Sequence[Fraction]) -> bool:
    """Whether the sentence of the answer stands there again with another number."""
    pieces = [piece.strip() for piece in SENTENCE.split(text) if piece and piece.strip()]
    mine = next((piece for piece in reversed(pieces) if segment.strip() in piece), None)
    if mine is None:
        return False
    mask = _masked(mine)
    given = {
        value
        for piece in pieces
        if piece != mine and _masked(piece) == mask
        for spot in numbers_at(visible(piece))
        for value in spot[2]
    }
    return bool(given - set(numbers)) and "=" not in mine


def asked_only(text: str, segment: str) -> bool:
    """Whether the answer is only ever asked about: "Is it 40?"."""
    pieces = [piece.strip() for piece in SENTENCE.split(text) if piece and piece.strip()]
    near = [piece for piece in pieces if segment.strip(" .?") in piece]
    return bool(near) and all(piece.endswith(("?", "？")) for piece in near)


def set_aside(piece: str) -> bool:
    """Whether a sentence only says what the answer is not."""
    words = folded_words(visible(piece))
    return bool(words) and words[0] in NOT and not set(words) & BUT


def _masked(sentence: str) -> str:
    words = folded_words(NUMBER.sub(" 0 ", visible(sentence)))
    return " ".join(word for word in words if word not in _OR)
