"""A sentence with a sign for each of its values, cut into clauses; the last one states one."""

from __future__ import annotations

import re

from rewardkit_verifiers.math.lib.extraction.prose.tokens import Value, is_plain

# In the skeleton of a sentence a value is one sign, and a formula without any value another.
VALUE, NAME = "\ue000", "\ue001"

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
    rf"|it follows that|(?<!that )(?<!which )(?:gives?|yields?){_THAT}|of which(?: there are)?"
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
    r"|(?:achieved|attained|reached|obtained) (?:at|when|for|by)|(?:is|are) (?:achieved|attained"
    r"|obtained|reached|realized)|upon|occurs|works|satisf(?:y|ies)"
    r"|correspond(?:s|ing)?)\b"
    rf"|,? which (?:is|are|has|have|was|matches|agrees|works|must|does)\b(?!\W*(?:exactly |just "
    rf"|simply )?{VALUE}))"
    ".*\\Z",
    re.DOTALL,
)
_IS_VALUE = re.compile(
    rf",?\s*which (?:is|are)(?: just| simply| equal to| exactly| also"
    rf"| then)?\s+(?={VALUE}(?!\s*(?:\w+\s)?"
    r"(?:more|less|times|fewer|greater|smaller|larger|higher|of|away|percent of|than|above|below"
    r"|short|off|before|after|from)\b))",
)
_OR_FORM = re.compile(
    rf"{VALUE}(?P<unit>[^{VALUE}{NAME},;]{{0,20}}),?\s+or,?\s+(?:equivalently,?\s+|simply\s+"
    rf"|just\s+)?(?={VALUE})"
)


def skeleton_of(sentence: str, found: list[Value]) -> tuple[str, list[Value]]:
    """Return a sentence with a sign for each value, and the values in their order."""
    pieces: list[str] = []
    kept: list[Value] = []
    at = 0
    for one in found:
        pieces.append(sentence[at : one.begin])
        valued = not one.formula or _VALUED.search(one.text) is not None
        pieces.append(VALUE if valued else NAME)
        kept += [one] if valued else []
        at = one.end
    return "".join(pieces) + sentence[at:], kept


_VALUED = re.compile(r"\d|=|\\(?:infty|pi|emptyset|equiv|text|approx)(?![a-z])|[∞π∅≡]")


def last_clause(skeleton: str, kept: list[Value]) -> tuple[str, int]:
    """Return the last clause that holds a value, and how many values stand before it."""
    begin = 0
    for pattern in (_CONNECTS, _IS_VALUE):
        for match in pattern.finditer(skeleton):
            if VALUE in skeleton[match.end() :]:
                begin = max(begin, match.end())
    for match in _OR_FORM.finditer(skeleton):
        at = skeleton.count(VALUE, 0, match.end())
        if _is_other_form(kept[at - 1].text, kept[at].text, skeleton[: match.start()]):
            begin = max(begin, match.end())
    clause = skeleton[begin:]
    first = skeleton.count(VALUE, 0, begin)
    cut = _CONDITION.search(clause)
    while cut is not None:
        if VALUE in clause[: cut.start()]:
            clause = clause[: cut.start()]
            break
        cut = _CONDITION.search(clause, cut.start() + 1)
    return clause, first


def _is_other_form(one: str, other: str, before: str) -> bool:
    """Whether a value behind *or* is the one before it, worked out: 18 * 17, or 306."""
    if "=" in one:
        named = NAMED.fullmatch(other.strip(" .,"))
        return named is not None and not re.match(rf"\s*{re.escape(named[1])}\s*=", one)
    if "=" in other or is_plain(one.strip("$ .,")):
        return "=" not in other and _OF.search(before) is not None
    return _OPERATES.search(one) is not None


_OF = re.compile(r"\b(?:of|past|after|before|from|half|twice)\s*\Z")
_OPERATES = re.compile(r"\\(?:cdot|times|div|sqrt|[dt]?frac|binom)(?![a-z])|[*/+!^]|(?<=\w)\s?-")


NAMED = re.compile(r"(\\?[A-Za-z]+(?:_\{?\w{1,4}\}?)?)\s*=\s*[^=]*\d[^=]*")
