r"""The value of a sentence as textbooks write it: formulas, and the result in the last clause."""

from __future__ import annotations

import re

from rewardkit_verifiers.math.lib.extraction.prose.asked_value import (
    asked_expression,
    asks_extreme,
    squeezed,
)
from rewardkit_verifiers.math.lib.extraction.prose.kinds import Sort
from rewardkit_verifiers.math.lib.extraction.prose.members import member
from rewardkit_verifiers.math.lib.extraction.prose.tokens import (
    Value,
    is_plain,
    key,
    values,
    with_unit,
)

_LONGEST = 1_500
# In the skeleton of a sentence a value is one sign, and a formula without any value another.
_V, _N = "\ue000", "\ue001"
_SORTS = ("value", "decimal", "equation", "list")
# What leads from one statement to the next.
_THAT = r"(?: (?:us|me|you))?(?: that)?"
_FORMS = r"(?:simplified|written|reduced|rewritten|evaluated|expressed)"
_MEASURES = (
    r"(?:total|answer|sum|probability|result|product|value|average|minimum|maximum|area|perimeter"
    r"|volume|remainder|difference|mean|cost|price|length|speed|quotient|ratio|chance)"
)
_CONNECTS = re.compile(
    r"[,;:]?\s*\b(?:so(?: that)?|hence|thus|therefore|consequently|and so|then"
    rf"|(?:meaning|giving|yielding|implying|showing|leaving|making){_THAT}(?: with)?"
    rf"|(?:from )?which (?:(?:we|in turn|finally|then|also|further|thus|together) )?"
    rf"(?:can (?:also |further )?be {_FORMS}(?: to| as)?|(?:we )?(?:can )?(?:solve )?to obtain"
    rf"|means?{_THAT}|implies{_THAT}|gives?{_THAT}|yields?{_THAT}|simplif(?:y|ies) to"
    rf"|leaves?{_THAT}"
    rf"|reduces to|rounds to|results in|evaluates to|becomes|leads to|tells us{_THAT}"
    rf"|follows{_THAT}"
    r"|equals?|is equal to)"
    rf"|for an? (?:\w+ ){{0,2}}?{_MEASURES}(?: \w+){{0,2}} of"
    rf"|with an? (?:\w+ ){{0,2}}?{_MEASURES}(?: \w+){{0,2}} of"
    rf"|to (?:get|obtain|give|find|yield|conclude|see){_THAT}"
    rf"|(?:we|you|one|i) (?:can |now |must |then |also |finally )*"
    rf"(?:get|find|have|obtain|see|conclude|know|determine|deduce){_THAT}"
    rf"|it follows that|(?<!that )(?<!which )(?:gives?|yields?){_THAT}|of which there are"
    rf"|from which"
    r"|and(?= there (?:are|is) )"
    r"|\\(?:implies|Rightarrow))(?![\w-])",
    re.IGNORECASE,
)
# What holds where the value stands, or why it does; nothing of it is the value.
_CONDITION = re.compile(
    r"[,;]?\s*(?:\b(?:when(?:ever)?|where|if|since|because|once|provided|such that|in which"
    r"|as (?:desired|required|claimed|expected|needed|wanted|above|well)|for (?:which|all|any"
    r"|every|each)"
    r"|by (?:the (?:\w+ )?(?:formula|theorem|inequality|definition)|definition|symmetry|using)"
    r"|in (?:the|our) (?:given|first|second) \w+"
    r"|that (?:are|is|have|has|yield|give|make|do|work|can|will|contain|include|fit|meet|lie)"
    r"|and (?:is|it is|this is|that is|are|they are|we are|(?:is )?(?:achieved|attained|obtained))"
    r"|(?:is|are) (?:achieved|attained|obtained|reached|realized)|upon|occurs|works|satisf(?:y|ies)"
    r"|correspond(?:s|ing)?)\b"
    rf"|,? which (?:is|are|has|have|was|matches|agrees|works|must|does)\b(?!\W*(?:exactly |just "
    rf"|simply )?{_V}))"
    ".*\\Z",
    re.DOTALL,
)
_IS_VALUE = re.compile(
    rf",?\s*which (?:is|are)(?: just| simply| equal to| exactly| also"
    rf"| then)?\s+(?={_V}(?!\s*(?:\w+\s)?"
    r"(?:more|less|times|fewer|greater|smaller|larger|higher|of|away|percent of|than|above|below"
    r"|short|off|before|after|from)\b))",
)
_OR_FORM = re.compile(
    rf"{_V}(?P<unit>[^{_V}{_N},;]{{0,20}}),?\s+or,?\s+(?:equivalently,?\s+|simply\s+"
    rf"|just\s+)?(?={_V})"
)
_ADVERBS = (
    r"(?:\s*(?:then|thus|therefore|hence|exactly|precisely|now|simply|just|only|also|indeed"
    r"|equal to"
    r"|given by|a total of|clearly|finally|actually|the|an?|always|of|in fact|again|either))*\s*"
)
_COPULA = re.compile(
    rf"\b(?:is|are|was|were|be|equals?|becomes?|to be|comes? to|measures?|has|have|had|contains?"
    rf"|makes?|leaves?|gains?|costs?|takes?|pays?|paid|needs?|remains?|there (?:are|is"
    rf"|were))\b{_ADVERBS}\Z",
    re.IGNORECASE,
)
_BEING = re.compile(
    rf"\b(?:is|are|was|were|be|equals?|becomes?|comes? to|to be)\b{_ADVERBS}\Z", re.IGNORECASE
)
_THERE = re.compile(rf"\bthere (?:are|is|were)\b{_ADVERBS}\Z", re.IGNORECASE)
_SUBORDINATE = re.compile(
    r"\W*(?:since|as|because|if|when|setting|with|for|from|after|in|at|given|once|until"
    r"|[A-Z]?[a-z]+ing"
    r"|by|to|using)\b",
    re.IGNORECASE,
)
_DENIES = re.compile(
    r"(?:\b(?:not|never|cannot|nor|neither|except|unless|without|instead of|rather than)\b"
    r"|n['’]t\b)"
    r"(?:(?!\b(?:is|are|equals?|be)\b)[^.;,=]){0,40}\Z",
    re.IGNORECASE,
)
_DENIES_IT = re.compile(
    r"(?:\b(?:is|are|be|does|do|can|could|would|will)\s*not\b|n['’]t\b|\bcannot\b)(?:\s+(?:be|equal"
    r"|exactly|just|simply|to|the|an?|have|actually))*\s*\Z",
    re.IGNORECASE,
)
_DENIED_BEHIND = re.compile(
    r"[^.;,]{0,30}\b(?:can(?:not|['’]t| not)|is impossible|fails?|do(?:es)? not|do(?:es)?n['’]t"
    r"|is (?:wrong|false|not|too|incorrect|extraneous|impossible|invalid)|isn['’]t|contradicts?"
    r"|are (?:not|extraneous|impossible)|aren['’]t|is(?:n['’]t)? (?:neither|nearly))\b"
)
_DOUBTFUL = re.compile(
    r"\b(?:maybe|perhaps|probably|possibly|might|guess\w*|unsure|suppose|supposing|assume|assuming"
    r"|imagine|would|should|some say|claims?|someone|tempting|wrong|incorrect|mistake\w*|whether"
    r"|try"
    r"|let|want|need to|goal|asks?|question)\b|[?？]",
    re.IGNORECASE,
)
_LEAST = re.compile(r"\b(?:at least|no (?:less|fewer) than|minimum of)\s*\Z", re.IGNORECASE)
_MOST = re.compile(r"\b(?:at most|no more than|up to|maximum of)\s*\Z", re.IGNORECASE)
_BOUNDS = re.compile(
    r"\b(?:at (?:least|most)|(?:more|less|fewer|greater|larger|smaller|higher|lower|later|earlier)"
    r"(?: \w+)? than|up to|below|above|between|over|under|exceeds?|nearly|almost|about|around"
    r"|roughly"
    r"|approximately|close to|no (?:more|less|fewer) than|multiples? of|divisible by|power of"
    r"|factors? of"
    r"|divided by|modulo|mod|base|out of|per|first|last|next|another|only if|twice|half|double"
    r"|triple|times"
    r"|percent of|consider|than|from|before|after)\s*(?:the |an? )?\Z",
    re.IGNORECASE,
)
_OF_BEHIND = re.compile(
    r"\s*(?:\w+\s)?(?:more|less|times|fewer|greater|smaller|larger|higher|out of|away|than|short"
    r"|of (?:the|these|those|them|its|their|all))\b"
)


def closing_value(sentence: str, prompt: str, sort: Sort) -> str:
    r"""Return the value on which a sentence with formulas ends; empty where none is certain.

    Args:
        sentence: A sentence of a reply.
        prompt: The question; what it asks for decides between several formulas.
        sort: The sort of the reference.

    Example:
        >>> closing_value("This means that $x-18=25$, so $x=43$.", "", "value")
        '43'
        >>> closing_value("Thus $m=-1$, $b=6$ and $m+b=5$.", "Compute $m+b$.", "value")
        '5'
        >>> closing_value("Hence $x=3$ and $y=4$.", "", "value")
        ''
    """
    if len(sentence) > _LONGEST or sort not in _SORTS or not _has_formula(sentence):
        return ""
    found = values(sentence)
    skeleton, kept = _skeleton(sentence, found)
    if not kept or _DOUBTFUL.search(skeleton):
        return ""
    asked = asked_expression(prompt)
    if asked and sort != "list":
        hits = [one for one in kept if squeezed(one.text).startswith(asked)]
        if hits and hits[-1] is kept[-1] and _stands(skeleton, len(kept) - 1):
            said = member(hits[-1].text, prompt, sort)
            if said:
                return said
    clause, first = _last_clause(skeleton, kept)
    if sort == "equation" and first + clause.count(_V) < len(kept):
        return ""  # a condition belongs to an equation
    chosen = _choose(clause, kept[first : first + clause.count(_V)], prompt, sort)
    if chosen is None:
        return ""
    at = kept.index(chosen)
    if not _stands(skeleton, at):
        return ""
    said = member(chosen.text, prompt, sort)
    return with_unit(sentence, chosen) if said == chosen.text and not chosen.formula else said


def _has_formula(sentence: str) -> bool:
    return "$" in sentence or "\\(" in sentence


def _skeleton(sentence: str, found: list[Value]) -> tuple[str, list[Value]]:
    """Return a sentence with a sign for each value, and the values in their order."""
    pieces: list[str] = []
    kept: list[Value] = []
    at = 0
    for one in found:
        pieces.append(sentence[at : one.begin])
        valued = not one.formula or _VALUED.search(one.text) is not None
        pieces.append(_V if valued else _N)
        kept += [one] if valued else []
        at = one.end
    return "".join(pieces) + sentence[at:], kept


_VALUED = re.compile(r"\d|=|\\(?:infty|pi|emptyset|equiv|text|approx)(?![a-z])|[∞π∅≡]")


def _last_clause(skeleton: str, kept: list[Value]) -> tuple[str, int]:
    """Return the last clause that holds a value, and how many values stand before it."""
    begin = 0
    for pattern in (_CONNECTS, _IS_VALUE):
        for match in pattern.finditer(skeleton):
            if _V in skeleton[match.end() :]:
                begin = max(begin, match.end())
    for match in _OR_FORM.finditer(skeleton):
        at = skeleton.count(_V, 0, match.end())
        if _is_other_form(kept[at - 1].text, kept[at].text, skeleton[: match.start()]):
            begin = max(begin, match.end())
    clause = skeleton[begin:]
    first = skeleton.count(_V, 0, begin)
    cut = _CONDITION.search(clause)
    while cut is not None:
        if _V in clause[: cut.start()]:
            clause = clause[: cut.start()]
            break
        cut = _CONDITION.search(clause, cut.start() + 1)
    return clause, first


def _is_other_form(one: str, other: str, before: str) -> bool:
    """Whether a value behind *or* is the one before it, worked out: 18 * 17, or 306."""
    if "=" in one:
        named = _NAMED.fullmatch(other.strip(" .,"))
        return named is not None and not re.match(rf"\s*{re.escape(named[1])}\s*=", one)
    if "=" in other or is_plain(one.strip("$ .,")):
        return "=" not in other and _OF.search(before) is not None
    return _OPERATES.search(one) is not None


_OF = re.compile(r"\b(?:of|past|after|before|from|half|twice)\s*\Z")
_OPERATES = re.compile(r"\\(?:cdot|times|div|sqrt|[dt]?frac|binom)(?![a-z])|[*/+!^]|(?<=\w)\s?-")


def _choose(clause: str, held: list[Value], prompt: str, sort: Sort) -> Value | None:
    """Return the one of the values of a clause that it states, or None."""
    if not held:
        return None
    texts = clause.split(_V)
    if sort == "list":
        return held[0] if len(held) == 1 and _listed(held[0].text) else None
    if len(held) == 1:
        return held[0] if _may_state(texts[0], texts[1], prompt) else None
    if (solved := _solved(held)) is not None:
        return solved
    if _BEING.search(texts[-2]) and _may_state(texts[-2], texts[-1], prompt):
        joins = re.fullmatch(r"\s*(?:,|and|,\s*and|or)\s*", texts[-2]) is not None
        return None if joins else held[-1]
    given = {key(number) for number in _NUMBERS.findall(prompt)}
    if _THERE.search(texts[0]) and all(key(one.text) in given for one in held[1:]):
        return held[0]
    comma = clause.rfind(", ", 0, clause.rfind(_V))
    if comma > 0 and _SUBORDINATE.match(clause) and clause.count(_V, comma) == 1:
        tail = clause[comma:].split(_V)
        return held[-1] if _may_state(tail[0], tail[1], prompt) else None
    return None


_NUMBERS = re.compile(r"\d[\d,.]*")


def _listed(text: str) -> bool:
    return "," in text and "=" not in text


def _may_state(before: str, behind: str, prompt: str) -> bool:
    """Whether words leave the one value of a clause as what it states."""
    if _OF_BEHIND.match(behind):
        return False
    bound = _BOUNDS.search(before)
    if bound is None:
        return True
    extreme = asks_extreme(prompt)
    if _LEAST.search(before):
        return extreme == "least"
    if _MOST.search(before):
        return extreme == "most"
    return False


def _solved(held: list[Value]) -> Value | None:
    """Return the last of several formulas where it solves all the others: 2x = 70 and x = 35."""
    last = _NAMED.fullmatch(held[-1].text.strip(" .,"))
    if last is None or not all(one.formula for one in held):
        return None
    name = re.escape(last[1])
    alone = re.compile(rf"\s*{name}\s*=")
    used = re.compile(rf"(?<![A-Za-z\\]){name}(?![A-Za-z])")
    for one in held[:-1]:
        if "=" not in one.text or alone.match(one.text) or not used.search(one.text):
            return None
    return held[-1]


_NAMED = re.compile(r"(\\?[A-Za-z]+(?:_\{?\w{1,4}\}?)?)\s*=\s*[^=]*\d[^=]*")


def _stands(skeleton: str, at: int) -> bool:
    """Whether no words beside a value deny it."""
    spot = -1
    for _ in range(at + 1):
        spot = skeleton.find(_V, spot + 1)
    before, behind = skeleton[:spot], skeleton[spot + 1 :]
    return not (_DENIES.search(before) or _DENIES_IT.search(before) or _DENIED_BEHIND.match(behind))
