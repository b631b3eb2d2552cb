"""Clauses that say the question with an option in its gap: "the capital is Canberra"."""

from __future__ import annotations

import re
from functools import lru_cache

from rewardkit.reading.vocabulary import NOT
from rewardkit_verifiers.text.lib.choosing.names import pieces
from rewardkit_verifiers.text.lib.tokens import listed

_SMALL = frozenset(
    listed(
        "the a an of in on at to by from for and with is was are were be been does do did it that"
        " has have had"
        " this which who what these following one its so yes = der die das ein eine ist war im in"
        " von durch und le la les un une des du de l d est dans et el los las del es en y il lo di"
        " è e o os as do da dos em é foi é de het een van is en det er är som i jest to w z je ve"
        " это в и 是 的 は が の に を です で 은 는 이 가 의 에 है का की के में"
    )
)
_IS = frozenset(
    listed("is was are were = be ist war est es è é er är jest je to foi fue era 是 は が")
)
_ARTICLES = frozenset(listed("the a an der die das den la le el il l un una het de"))
_ANY = frozenset(listed("a an 1 some ein eine une um uma"))
_PLACE = frozenset(listed("in on at near from of within inside im en à dans em nel w"))
_CLAUSE = re.compile(
    r"[,;:.!?，；：。](?=\s|[^\x00-\x7f]|\Z)|\s[-–—]\s|[–—(\n]|\b(?:but|yet|so|and|because|since|as|while|whereas"
    r"|aber|denn|weil|mais|pero|porque|ma|mas)\b",
    re.IGNORECASE,
)
_OPTION_LINE = re.compile(r"(?m)^[ \t(*\[]{0,4}[A-Z][.):\]．、）：][^\n]{0,2000}$")
_LONGEST_QUESTION, _LONGEST_CLAUSE, _ENOUGH = 4_000, 200, 2
_LONGEST_COPY, _LEAST_COPY = 1_000, 3


def question_words(question: str) -> frozenset[str]:
    r"""Return the words of a question that are no function words, options left out.

    Example:
        >>> sorted(question_words("What is the capital of Peru?\nA. Lima\nB. Cusco"))
        ['capital', 'peru']
    """
    text = _OPTION_LINE.sub("", question[-_LONGEST_QUESTION:])
    return frozenset(piece.form for piece in pieces(text)) - _SMALL


@lru_cache(maxsize=256)  # the replies of a group share their question
def sayings(question: str) -> str:
    r"""Return the words of a question in order, options left out.

    Example:
        >>> sayings("Pick one.\nA. one\nB. two")
        ' pick 1 '
    """
    forms = _spelled(_OPTION_LINE.sub("", question[-_LONGEST_QUESTION:]))
    return f" {' '.join(forms)} "


def copies(sentence: str, said: str) -> bool:
    """Return whether a sentence is a part of the question, and thus chooses nothing.

    Args:
        sentence: The sentence.
        said: The words of the question, of `sayings`.

    Example:
        >>> copies("Question 0: pick one.", sayings("Question 0: pick one. Be brief."))
        True
        >>> copies("One.", sayings("Question 0: pick one."))
        False
    """
    if not said.strip() or len(sentence) > _LONGEST_COPY:
        return False
    forms = _spelled(sentence)
    return len(forms) >= _LEAST_COPY and f" {' '.join(forms)} " in said


def echoes(head: str, tail: str, words: frozenset[str], asked: frozenset[str]) -> bool:
    """Return whether the clause around an option says nothing but words of the question.

    Args:
        head: What of the sentence stands before the option.
        tail: What of the sentence stands behind it.
        words: The words of the question, of `question_words`.
        asked: What the question asks for, of `asked_for`.

    Example:
        >>> words = question_words("What is the capital of Peru?")
        >>> echoes("the capital is ", ".", words, frozenset()), echoes("", " is in Peru.", words,
        ...     frozenset())
        (True, False)
        >>> echoes("the first capital was ", ".", words, frozenset())
        False
    """
    before = _forms(_CLAUSE.split(head[-_LONGEST_CLAUSE:])[-1])
    behind = _forms(_CLAUSE.split(tail[:_LONGEST_CLAUSE])[0])
    denies = any(form in NOT for form in (*before, *behind))
    if asked:
        if "false" not in asked or not denies:
            return False
        if not before and behind[:1] and behind[0] in _IS and set(behind[1:]) <= NOT:
            return len(behind) > 1
    elif denies:
        return False
    content = {form for form in (*before, *behind) if form not in _SMALL and form not in NOT}
    if not content or not content <= words:
        return False
    if before and behind:
        # "a hexagon has six sides"
        return len(content) >= _ENOUGH and before[-1] not in _PLACE and behind[0] not in _PLACE
    if behind and len(behind) > 1 and behind[0] in _IS and behind[1] in _PLACE:
        return False
    if before and before[-1] in _PLACE:
        return False
    while before and before[-1] in _ARTICLES:
        before.pop()
    if asked or (before and before[-1] in _IS and before[0] not in _ANY):
        return True  # "the longest is the Nile", but not "a river is the Nile"
    return len(content) >= min(_ENOUGH, (len(words) + 1) // 2)


def content_of(text: str) -> frozenset[str]:
    """Return the words of a text that are no function words.

    Example:
        >>> sorted(content_of("They release the gas"))
        ['gas', 'release', 'they']
    """
    return frozenset(_spelled(text)) - _SMALL


def _forms(text: str) -> list[str]:
    return [piece.form for piece in pieces(text)]


def _spelled(text: str) -> list[str]:
    """Return the words and numbers of a text, without its signs."""
    return [form for form in _forms(text) if form[-1].isalnum()]
