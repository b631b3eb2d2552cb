"""Statements of how quantities change: the quotient stays the same, the remainder triples."""

from __future__ import annotations

import re
from fractions import Fraction

from rewardkit_verifiers.math.lib.spoken import number_word

_LONGEST = 300
_TEXT = re.compile(r"\\(?:text|textbf|mathrm|mbox)\s?\{([^{}]*)\}")
_CLAUSES = re.compile(r"\s*(?:[,;.]\s*(?:but|and|while|whereas)?|\b(?:but|while|whereas|and)\b)\s*")
_LEAD = re.compile(r"^(?:yes|no|so|thus|therefore|hence)\b,?\s*", re.IGNORECASE)
_NUMBER = r"(\d{1,6}(?:\.\d{1,4})?(?:/\d{1,4})?|[a-z]{2,9})"
_ADVERB = (
    r"(?:also |always |only |exactly |will |would |is |are |becomes? |gets? |has |have |been )*"
)
_SAME = re.compile(
    rf"(.{{1,60}}?) {_ADVERB}(?:(?:does|do|will|did|would) not change|doesn't change|won't change"
    r"|(?:remains?|stays?|kept|keeps?|is|are) (?:the same|unchanged|constant|unaffected)|unchanged)"
)
_TIMES = (
    (
        re.compile(
            rf"(.{{1,60}}?) {_ADVERB}(?:increases?|increased|grows?|rises?) (?:by )?(?:a )?"
            rf"(?:factor of )?{_NUMBER}(?:[- ]?fold| times)?"
        ),
        1,
    ),
    (re.compile(rf"(.{{1,60}}?) {_ADVERB}multiplied by (?:a factor of )?{_NUMBER}"), 1),
    (
        re.compile(
            rf"(.{{1,60}}?) {_ADVERB}{_NUMBER} times (?:as )?(?:large|big|great|much)(?:r|er)?"
        ),
        1,
    ),
    (
        re.compile(
            rf"(.{{1,60}}?) {_ADVERB}(?:decreases?|decreased|reduced|shrinks?) (?:by )?(?:a )?"
            rf"factor of {_NUMBER}"
        ),
        -1,
    ),
    (re.compile(rf"(.{{1,60}}?) {_ADVERB}divided by {_NUMBER}"), -1),
)
_VERBS = {
    "doubles": Fraction(2), "doubled": Fraction(2), "triples": Fraction(3), "tripled": Fraction(3),
    "quadruples": Fraction(4), "quadrupled": Fraction(4), "halves": Fraction(1, 2),
    "halved": Fraction(1, 2),
}  # fmt: skip
_VERB = re.compile(rf"(.{{1,60}}?) {_ADVERB}({'|'.join(_VERBS)})")
_HINT = re.compile(
    r"chang|same|constant|factor|times|fold|bles|bled|ples|pled|hal[fv]|multipl|divided"
)
_DENIED = frozenset(("not", "never", "no", "longer", "if", "either", "or", "maybe"))
_FOLD = re.compile(r"^([a-z]{3,6}|\d{1,3})-?fold$")
_BY_FACTOR = re.compile(r"factor of|times|fold|multiplied|divided")
_ARTICLES = frozenset(("the", "a", "an", "its", "their"))


def changes(text: str) -> dict[str, Fraction] | None:
    """Return the factor by which each named quantity changes, or None for any other text.

    Example:
        >>> changes("The quotient does not change, but the remainder increases by a factor of 3.")
        {'quotient': Fraction(1, 1), 'remainder': Fraction(3, 1)}
        >>> changes("No, the quotient remains the same, but the remainder triples.")
        {'quotient': Fraction(1, 1), 'remainder': Fraction(3, 1)}
        >>> changes("It increases by 3.") is None
        True
    """
    if len(text) > _LONGEST or not _HINT.search(text):
        return None
    plain = " ".join(_TEXT.sub(r" \1 ", text).lower().replace("’", "'").split())
    found: dict[str, Fraction] = {}
    for clause in _CLAUSES.split(_LEAD.sub("", plain)):
        if not clause:
            continue
        one = _change(clause)
        if one is None or one[0] in found or not _DENIED.isdisjoint(one[0].split()):
            return None
        found[one[0]] = one[1]
    return found or None


def _change(clause: str) -> tuple[str, Fraction] | None:
    if (same := _SAME.fullmatch(clause)) is not None:
        return _subject(same[1]), Fraction(1)
    if (verb := _VERB.fullmatch(clause)) is not None:
        return _subject(verb[1]), _VERBS[verb[2]]
    for pattern, power in _TIMES:
        found = pattern.fullmatch(clause)
        if found is None or not _BY_FACTOR.search(clause):
            continue
        factor = _factor(found[2])
        if factor:
            return _subject(found[1]), factor**power
    return None


def _factor(word: str) -> Fraction | None:
    fold = _FOLD.fullmatch(word)
    word = fold[1] if fold else word
    return Fraction(word) if word[0].isdigit() else number_word(word)


def _subject(words: str) -> str:
    return " ".join(word for word in words.split() if word not in _ARTICLES)
