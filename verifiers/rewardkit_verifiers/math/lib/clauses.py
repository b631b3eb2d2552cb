"""The last clause of an answer that is a sentence: what it concludes, without how it got there."""

from __future__ import annotations

import re

from rewardkit_verifiers.math.lib.extraction.attributed import is_attributed
from rewardkit_verifiers.math.lib.grammar.labels import unlabelled
from rewardkit_verifiers.math.lib.sentences import tells_several, told
from rewardkit_verifiers.math.lib.word_lists import FOREIGN_DOUBT, FOREIGN_SIGNS, HEDGES
from rewardkit_verifiers.math.lib.worded import reworded

_LONGEST, _MOST = 600, 10
_WORD = re.compile(r"[A-Za-z]+")
_DOUBTED = re.compile(
    r"n['’]t\b|[?？]|\.\.\.\s*$|\b(?:or so|but)\b|不|吗|或"
    rf"|{FOREIGN_SIGNS}|\b(?:{FOREIGN_DOUBT})\b"
)
_FINE = frozenset(("first", "second", "step"))
# Two equations of one clause are joined so in other languages.
_FOREIGN_AND = re.compile(
    r"(?<=[\d\w)])\s(?:y|und|et|e|и|ou|oder|o|u|または|또는)\s(?=[A-Za-z]\w?\s?=)"
)
_CUTS = (
    re.compile(r"(?<=[a-z\d)%}*$π∞])[.!。;]\s+(?=\S)|(?<=[。！])|\n+(?=\S)"),
    re.compile(
        r"[,;]?\s(?:and\s)?(?:so|hence|thus|therefore|then|which (?:gives|means|is|yields|makes"
        r"|leaves)|giving"
        r"|i\.\s?e\.|that is|namely|or exactly|consequently)[,:]?\s(?:that\s|we (?:get|have|find"
        r"|obtain)\s)?"
        r"|→|⟹|⇒|=>|\\(?:implies|Rightarrow)(?![a-z])",
        re.IGNORECASE,
    ),
    re.compile(r"(?:(?<=[\w)\]*]):|(?<=[A-Za-z])\s:)\s+(?=[^:]*$)"),
    re.compile(r"[,;]\s+(?:and\s+)?(?=-?[\d(][^,;=]*=[^,;]*$)"),
    # It is (4, 7), the inverse is [[1, 2], [3, 4]]: no words behind the verb.
    re.compile(
        r"\b(?:is|are|equals?|be|becomes?|gets?|obtain|gives?|have|has)\s+"
        r"(?=[-−]?[\[({⟨\\\d√π∞$](?:[^A-Za-z]|(?<![A-Za-z])[A-Za-z](?![A-Za-z])|\\[A-Za-z]+"
        r"|\b(?:and|or|pi|sqrt)\b)*$)"
        r"|(?:结果|答案|总数|总和|一共|总共|共)(?:是|为|為|等于|有)?\s?(?=-?[\d\\$(])|(?:是|为|為|等于"
        r"|得到?)\s?(?=-?[\d\\$(])",
    ),
)
_SAYS = re.compile(r"[\d∞∅π=]|\\[a-z]")
_CHANGES = re.compile(
    r"^\W*(?:twice|double|half|triple|the (?:square|double|half|sum|other)|one more|one less)\b"
    r"|\b(?:twice|double|half|triple|squared|times|minus|plus|less|more|other|previous|smaller"
    r"|larger|one"
    r"|wrong|guess|estimate|sum|check|note|hint|example)\W*$",
    re.IGNORECASE,
)


# 8√2, approximately 11.31.
_ROUGHLY = re.compile(
    r"(\S.{0,200}?),?\s*(?:\(|which is |or )?(?:approximately|about"
    r"|approx\.?)\s+[\d.,]+\s?[A-Za-z%]{0,12}\)?$"
)
_PART = re.compile(r"\b(?:step|case|part|line)\s*\w?\W*$", re.IGNORECASE)


def readings(text: str) -> tuple[str, ...]:
    r"""Return other readings of an answer in words: its last clauses, and each in other spelling.

    A text that doubts or denies has none.

    Example:
        >>> readings("2x > 4, so x > 2.")
        ('2x > 4, so x > 2', 'x > 2')
        >>> readings("It takes 2 h 45 min."), readings("2x > 4, so maybe x > 2.")
        (('It takes 2 h 45 min', '2\\text{ hours} 45\\text{ minutes}'), ())
    """
    if text.isdecimal() or len(text) > _LONGEST or not _SAYS.search(text) or _is_doubted(text):
        return ()
    found: list[str] = []
    last = text.strip()
    for cut in _CUTS:
        *before, last = cut.split(last)
        if last.endswith("!") and _WORD.search(last):
            last = last.rstrip("!")
        last = _FOREIGN_AND.sub(" and ", last.strip().rstrip(".。,;✅✓*_ ").strip())
        if before and cut is _CUTS[2] and ":" in before[-1]:
            break  # slope: 4, intercept: 2
        if before and (
            _CHANGES.search(before[-1]) or (_PART.search(before[-1]) and not _WORD.search(last))
        ):
            break
        if last and last != text and _SAYS.search(last):
            found.append(last)
    if (exact := _ROUGHLY.match(last)) is not None and _SAYS.search(exact[1]):
        found.append(exact[1])
    if "equiv" in text or "≡" in text:
        found.append(unlabelled(last) or "")  # 7^100 ≡ 1 (mod 10) says 1
    pieces = dict.fromkeys(filter(None, (text, *found)))
    other = [again for piece in pieces for again in (*reworded(piece), *_told(piece, text))]
    return tuple(one for one in dict.fromkeys((*filter(None, found), *other)) if one != text)[
        :_MOST
    ]


def _told(piece: str, text: str) -> tuple[str, ...]:
    said = told(piece) if piece != text else ()
    return said if len(said) == 1 else ()


def _is_doubted(text: str) -> bool:
    if tells_several(text) or is_attributed(text):
        return True
    words = {word.lower() for word in _WORD.findall(text)} - _FINE
    return not HEDGES.isdisjoint(words - {"or", "either"}) or _DOUBTED.search(text) is not None
