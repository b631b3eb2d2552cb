"""Short replies that cannot be a reference of several words: another number, date or name.

A judge must see what is said in other words. A name beside other names, a bare number beside a
text without one, and a reply without any number beside a date are no other words for it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Any

from rewardkit.reading.vocabulary import IS, NO, NOT, OR, YES
from rewardkit.reading.words import folded_set, folded_words, visible
from rewardkit_verifiers.judge.lib.given_options import options_of
from rewardkit_verifiers.judge.lib.number_words import numbers_in_words

_LONGEST, _STEM, _CLOSE = 300, 4, 0.74
_NAMED, _LISTED, _COMPARED = 2, 3, 30
_MONTHS = folded_set(
    "january february march april may june july august september october november december"
    " jan feb mar apr jun jul aug sep sept oct nov dec"
)
_DAYS = folded_set("monday tuesday wednesday thursday friday saturday sunday")
_TIMES = folded_set(
    "to and until till from of the on in at between through by about around circa c ca ad bc"
    " bce ce early mid late years year months month days day weeks week hours hour minutes"
    " minute seconds second st nd rd th am pm old"
)
_TODAY = folded_set(
    "today yesterday tomorrow christmas easter halloween valentine valentines eve new boxing"
    " thanksgiving century decade millennium midnight noon morning evening afternoon night"
    " spring summer autumn fall winter birthday anniversary ramadan hanukkah passover epiphany"
    " pentecost ascension war never same when before after during"
)
_AMOUNTS = folded_set(
    "half quarter third both all none nothing nobody never zero nil pair couple twice once"
    " thrice double triple single dozen score decade century several few many every each"
    " either neither whole entire only first last annual yearly monthly weekly daily teen"
    " teenage minor minors adult adults hundred hundreds thousand thousands million millions"
    " billion billions trillion dozens k solo duo trio quartet quintet sextet twin twins"
    " triplets unique no any infinite infinity millennium semester bi tri quad mono uni"
    " fortnight"
)
_ROMAN = re.compile(r"\b[IVXLCDM]+\b")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_RATIO = re.compile(r"\d:\d|%|\d/\d|\b(?:out of|per|o['’]?clock|[ap]\.?m)\b", re.IGNORECASE)
_BARE = re.compile(
    r"[-+\u2212]?[$€£¥]?\s?(?:\d{1,3}(?:,\d{3})+|\d+)(?P<part>[.,]\d+)?"
    r"(?P<unit>\s?(?:%|[^\W\d_]{0,14}))"
)
_LIST = re.compile(r"\d+(?:(?:[,;]\s?|\s)(?:and\s|&\s)?\d+){1,20}")
_DIGITS = re.compile(r"\d+")
_FRAME = re.compile(
    r"^\W*(?:(?:so|thus|hence|therefore|ok(?:ay)?|sure)[,:]?\s+)?(?:(?:(?:it|that|this|he|she|they)"
    r"(?:['’]s|\s+is|\s+was|\s+were|\s+are))|(?:(?:the|my)\s+)?(?:(?:final|correct|right)\s+)?answer"
    r"\s*(?:is|:))\s+",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_][^\W\d_'’.]*(?:[-'’.][^\W\d_]+)*")
_SENTENCE = re.compile(r"(?:^|[.!?:\n]\s*|\*\*)$")
_SMALL = folded_set(
    "of the and a an in on at by for to from with s st jr sr de da di del van von der den el"
    " al la le dos du ibn bin vs or mr mrs ms dr prof sir"
)
_FOREIGN = folded_set("le les la los las der die das il lo gli des und et y el du della em den het")
_COMMON = (
    folded_set(
        "the a an it he she they we you i this that these those there here because since so as if"
        " when while although though however but and or in on at by of for from to with after"
        " before during according based one both all some many most each every everyone everybody"
        " someone nobody nothing something neither either none yes no true false answer final note"
        " step sure great certainly hmm ok okay well am pm"
    )
    | IS
    | NOT
    | YES
    | NO
    | OR
)
# What many names end or begin with tells none of them apart.
_HEADS = folded_set(
    "university college school institute association society national international museum"
    " award awards prize order company corporation foundation department hospital church"
    " cathedral palace park stadium bank club league cup championship street road avenue"
    " season episode king queen prince princess president doctor saint river lake mount"
    " mountain island city county state royal american british"
)
_STATES = re.compile(
    r"\b(?:republic|kingdom|union|states?|empire|federation|emirates|u\.?s\.?|u\.?k)\b", re.I
)
_ENGLISH = folded_set("the of which who what was is did how when where in name for and to")


def unrelated(text: str, golds: Sequence[Any], prompt: str, marked: str = "") -> bool:
    """Return whether a reply names or counts something that no reference of several words has.

    Args:
        text: The reply.
        golds: The references, each of several words.
        prompt: The question; a name that it has is no other answer.
        marked: The part of it that is marked as the answer.

    Example:
        >>> unrelated("Juniata College", ["The New York Drawing Association"], "Where was it?")
        True
        >>> unrelated("A circle of artists", ["The New York Drawing Association"], "What was it?")
        False
    """
    shown = visible(text).strip()
    if not shown or len(shown) > _LONGEST or not golds or options_of(prompt):
        return False
    core = _FRAME.sub("", visible(marked or shown), count=1).strip(" .*_`\"“”'\n")
    if not core:
        return False
    texts = [visible(str(gold)).strip() for gold in golds]
    return all(
        _counts_another(core, gold)
        or _has_no_date(core, gold)
        or _names_another(shown, core, gold, prompt)
        for gold in texts
    )


def _counts_another(core: str, gold: str) -> bool:
    """Whether a reply is of numbers alone, and a reference has none, or others."""
    found = _BARE.fullmatch(core)
    listed = found is None and _LIST.fullmatch(core) is not None
    if not (found or listed):
        return False
    words = set(folded_words(gold))
    if not words or words & _AMOUNTS or _ROMAN.search(gold) or numbers_in_words(gold):
        return False
    own = {one.replace(",", "") for one in _NUMBER.findall(gold)}
    unit = found["unit"].strip() if found else ""
    if not own:
        return unit.casefold() not in words
    measured = words <= _TIMES | _MONTHS | {word for word in words if word.isdigit()}
    other = unit or (found and found["part"]) or _RATIO.search(gold) or measured
    if other and not words & _MONTHS:
        return False  # in another unit, perhaps
    given = {one.replace(",", "") for one in (_NUMBER if found else _DIGITS).findall(core)}
    return not given & own


def _has_no_date(core: str, gold: str) -> bool:
    """Whether a reference is a date or a span of time, and a reply has no number and no time."""
    words = folded_words(gold)
    plain = [word for word in words if not any(map(str.isdigit, word))]
    if len(plain) == len(words) or not set(plain) <= _TIMES | _MONTHS | _DAYS:
        return False
    said = set(folded_words(core))
    if any(map(str.isdigit, core)) or numbers_in_words(core) or _ROMAN.search(core):
        return False
    if not core.isascii() and not any(map(str.isascii, said)):
        return False
    if months := said & _MONTHS:
        return bool(set(plain) & _MONTHS) and not months & set(plain) and len(said) == 1
    return not said & (_DAYS | (_TIMES - _SMALL - {"old", "about"}) | _TODAY | _AMOUNTS)


def _names_another(shown: str, core: str, gold: str, prompt: str) -> bool:
    """Whether a reference is made of names, and a reply has a name and none of these."""
    if not _is_of_names(gold) or (prompt and not set(folded_words(prompt)) & _ENGLISH):
        return False
    said = [word for word in folded_words(shown) if word not in _SMALL]
    if _FOREIGN & set(folded_words(core)) - set(folded_words(gold)):
        return False
    if _shares(said, gold) or _is_short_for(core, gold) or _is_short_for(gold, core):
        return False
    asked = set(folded_words(prompt))
    given = [
        word for word in _capitalised(shown, core) if not set(folded_words(word)) <= asked | _COMMON
    ]
    if len(given) >= _NAMED:
        return True
    if len(given) == 1:
        return not _STATES.search(gold) and not (len(core.split()) == 1 and not _asks_name(prompt))
    return _is_common(core, gold)


def _is_of_names(gold: str) -> bool:
    """Whether a reference is of names alone, or a sentence with names in it."""
    found = [one[0] for one in _WORD.finditer(gold) if one[0].casefold() not in _MONTHS]
    content = [one for one in found if not set(folded_words(one)) <= _SMALL | IS]
    names = [one for one in content if one[0].isupper()]
    if len(names) < _NAMED or not any(map(str.isascii, names)):
        return False
    opens = folded_words(gold)[:1]
    if set(opens) & (_COMMON - _SMALL):
        return False  # "Because of the Treaty of Versailles"
    verbs = set(folded_words(gold)) & (IS | {"won", "did", "has", "had"})
    sentence = bool(verbs) or gold.endswith(".")
    return sentence or len(names) == len(content)


def _capitalised(shown: str, core: str) -> list[str]:
    """Return the words with a capital that begin no sentence, or all of a reply of such words."""
    found = [*_WORD.finditer(core)]
    if all(one[0][0].isupper() or set(folded_words(one[0])) <= _SMALL for one in found):
        return [one[0] for one in found if one[0][0].isupper()]
    return [
        one[0]
        for one in _WORD.finditer(shown)
        if one[0][0].isupper()
        and not _SENTENCE.search(shown[max(0, one.start() - 3) : one.start()])
    ]


def _shares(said: Sequence[str], gold: str) -> bool:
    """Whether a reply has a word, a number or the beginning of a word of a reference."""
    wanted = [word for word in folded_words(gold) if word not in _SMALL]
    wanted = [word for word in wanted if word not in _HEADS] or wanted
    own = {word[:_STEM] for word in wanted}
    if {word[:_STEM] for word in said} & own:
        return True
    return any(
        SequenceMatcher(None, one, other).ratio() >= _CLOSE
        for one in said[:_COMPARED]
        if len(one) > _STEM
        for other in wanted[:_COMPARED]
        if len(other) > _STEM
    )


def _is_short_for(short: str, text: str) -> bool:
    """Whether a word of capitals stands for the capitals of a text: OBE, USA, UN."""
    capitals = "".join(one[0][0] for one in _WORD.finditer(text) if one[0][0].isupper())
    words = [one.replace(".", "") for one in re.findall(r"\b(?:[A-Z]\.?){2,6}(?!\w)", short)]
    return any(word in capitals or capitals in word for word in words if len(capitals) > 1)


def _asks_name(prompt: str) -> bool:
    return bool(
        set(folded_words(prompt)) & folded_set("who whose whom where which city country town")
    )


def _is_common(core: str, gold: str) -> bool:
    """Whether a reply is a word or two in the singular and no name, for several names."""
    words = folded_words(core)
    listed = len(re.findall(r",|\band\b|&", gold)) + 1 >= _LISTED
    if not listed or not 0 < len(words) <= _LISTED or core != core.lower() or not core.isascii():
        return False
    return not set(words) & (_AMOUNTS | _COMMON) and not words[-1].endswith(
        ("s", "ies", "people", "men")
    )
