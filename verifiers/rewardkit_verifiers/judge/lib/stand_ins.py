"""A word in the place of a reference that no rule could take apart.

A reference with initials, brackets, commas or a sentence in it still stands in a reply sign by
sign. With one word in its place, what is said of it is read as of any name: that it is not so,
that somebody else thinks so, that it is one of two.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from rewardkit.reading.words import folded_words, visible
from rewardkit_verifiers.judge.lib.last_sentences import SHORT

# Words that no list of words has.
NAME, UNSPACED = "Qovazin", "鼷鼶"
_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_FORMULA = re.compile(r"[\^=\\+*<>|{}$√²³_∞∫~×÷%°]")
_TEX, _WORD = re.compile(r"[\\^$]"), re.compile(r"[^\W\d_]{4}")
_BITS = re.compile(r"[01]{4,64}")  # a numeral in base two, where one is asked for
_JOINED = re.compile(r"[^\W\d_]\s+(?:and|&)\s+[^\W\d_]", re.IGNORECASE)
_PLAIN = re.compile(r"[^\W_]+(?:[ '’\-][^\W_]+)*")
# 2004-2008, 107-18-6, BC-1001, 53rd minute, 5 May 1950, 01/02/2003, 4K, O+
_CODE = re.compile(
    r"(?=[^\d]*\d)[^\W_]+(?:\s?[-–]\s?[^\W_]+)+|\d{1,3}(?:st|nd|rd|th)(?:\s+\w.*)?"
    r"|\d{1,2}\s+[^\W\d_]{3,9}\s+\d{4}|\d{1,4}/\d{1,2}/\d{1,4}|\d{1,3}(?-i:[A-Z])|[A-Z]{1,2}[-+\u2212]",
    re.IGNORECASE,
)
_FRAME = re.compile(
    r"^(?:(?:so|thus|hence|therefore|ok(?:ay)?|sure)[,:]?\s+)?(?:it(?:['’]s|\s+is|\s+was)"
    r"|th(?:at|is)(?:['’]s|\s+is|\s+was)|(?:(?:the|my)\s+)?(?:(?:final|correct|right)\s+)?"
    r"(?:answer|result)\s*(?:is|:))\s+",
    re.IGNORECASE,
)
_EDGES = " \n\t*_`$"
_GLOSSED = re.compile(r"([^()（）]{2,60}?)\s*[(（]([^()（）]{2,60})[)）]")
_LONGEST, _FRAMED = 400, 50


def with_stand_in(text: str, golds: Sequence[Any], prompt: str) -> tuple[str, str, str] | None:
    """Return a reply and its question with one word for the reference that stands in the reply.

    Args:
        text: The reply.
        golds: The references; numbers, formulas and plain names of up to three words are left.
        prompt: The question.

    Returns:
        The reply, the question and the word; None where no such reference stands in the reply.

    Example:
        >>> with_stand_in("It is not M.F. Goodchild.", ["M.F. Goodchild"], "Who?")
        ('It is not Qovazin.', 'Who?', 'Qovazin')
        >>> with_stand_in("It is not Paris.", ["Paris"], "Which city?") is None
        True
    """
    for gold in map(str, golds):
        if not 1 < len(gold) <= _LONGEST or not _opaque(gold):
            continue
        shown = visible(text)
        for form in _forms(visible(gold)):
            wanted = _pattern(form)
            if not wanted.search(shown):
                continue
            word = NAME if "".join(folded_words(form)).isascii() else UNSPACED
            return wanted.sub(word, shown), wanted.sub(word, visible(prompt)), word
    return None


def standing_in(text: str, gold: str) -> str:
    """Return a text with `NAME` for a reference of any kind that stands in it sign by sign.

    Example:
        >>> standing_in("It was 1912.", "1912"), standing_in("It was 19123.", "1912")
        ('It was Qovazin.', 'It was 19123.')
    """
    form = visible(gold).strip()
    form = form.strip(".").strip() if folded_words(form) else form
    return _pattern(form).sub(NAME, text) if 0 < len(form) <= _LONGEST else text


def said_alone(text: str, golds: Sequence[Any]) -> bool:
    """Return whether a reply is a reference with signs in it, and at most "It is" before it.

    Example:
        >>> said_alone("It's **10^6**.", ["10^6"]), said_alone("It's not 10^6.", ["10^6"])
        (True, False)
    """
    for gold in map(str, golds):
        if len(text) > len(gold) + _FRAMED or gold.replace(" ", "").isalnum():
            continue
        wanted = visible(gold).strip(_EDGES).casefold()
        said = _FRAME.sub("", visible(text).strip(_EDGES), count=1).strip(_EDGES).casefold()
        if wanted and wanted in (said, said.removesuffix(".").rstrip(_EDGES)):
            return True
    return False


def says_signs(text: str, golds: Sequence[Any]) -> bool:
    """Return whether a reply ends with a reference that has no letter and no digit.

    Example:
        >>> says_signs("**....-**", ["....-"]), says_signs("-.", ["....-"])
        (True, False)
    """
    bare = text.strip().strip("*_`\"'“” \n")
    for gold in map(str, golds):
        signs = gold.strip()
        if not signs or folded_words(signs):
            continue
        for end in (bare, bare.removesuffix(".")):
            before = end.removesuffix(signs)
            if len(before) < len(end) and not before[-1:].strip(" \n\t*_`\"'“”:>"):
                return True
    return False


def _opaque(gold: str) -> bool:
    """Whether a reference is a text, or has signs between its letters, and is no formula."""
    bare = gold.strip(" .")
    if _TEX.search(bare) or (_FORMULA.search(bare) and not _WORD.search(bare)):
        return False
    if _BITS.fullmatch(bare) or _CODE.fullmatch(bare) or _JOINED.search(bare):
        return True
    if any(map(str.isdigit, bare)) and not any(map(str.isalpha, bare)):
        return False
    return len(folded_words(_ARTICLE.sub("", bare, count=1))) > SHORT or not _PLAIN.fullmatch(bare)


def _forms(gold: str) -> list[str]:
    """Return a reference, and its halves where one is the other in another script."""
    bare = gold.strip().strip("." if folded_words(gold) else "").strip()
    found = _GLOSSED.fullmatch(bare)
    if found is None or found[1].isascii() == found[2].isascii():
        return [bare]
    return [bare, found[1], found[2]]


def _pattern(form: str) -> re.Pattern[str]:
    start = r"(?<![^\W\u2e80-\uffff])" if form[:1].isascii() and form[:1].isalnum() else ""
    end = r"(?![^\W\u2e80-\uffff])" if form[-1:].isascii() and form[-1:].isalnum() else ""
    start += r"(?<!\d[-–.,/])" if form[:1].isdigit() else ""
    end += r"(?![-–.,/]\d)" if form[-1:].isdigit() else ""
    end += r"(?![-+\w])" if form[-1:] in "-+" else ""
    words = r"\s+".join(map(re.escape, form.split()))
    return re.compile(f"{start}{words}{end}", re.IGNORECASE)
