"""Sentences that there is no answer: no solution, no limit, infinitely many, divergence."""

from __future__ import annotations

import re
from itertools import islice

from rewardkit_verifiers.math.lib.extraction.prose.asides import is_aside, restates
from rewardkit_verifiers.math.lib.extraction.prose.parts import Part
from rewardkit_verifiers.math.lib.extraction.prose.tokens import values

_MOST_PARTS, _MOST_SAID = 2, 8
_COMMAND = re.compile(r"\\(?:text\w*|mathrm|mbox)\s?\{([^{}]*)\}")
# References, by what they say there is none of.
_WANTED = {
    "none": re.compile(
        r"(?:there (?:is|are) |has |have )?no (?:real |such |valid |possible )?"
        r"(?:solutions?|roots?)(?: exists?)?|none|empty set"
        r"|\\(?:emptyset|varnothing)|∅|\\\{\s*\\\}",
        re.IGNORECASE,
    ),
    "undefined": re.compile(
        r"(?:the limit |the inverse |it )?(?:does not exist|doesn['’]t exist|dne)|undefined"
        r"|not defined",
        re.IGNORECASE,
    ),
    "infinite": re.compile(
        r"(?:there are |an )?infinitely many(?: solutions)?|infinite(?: number of)? solutions",
        re.IGNORECASE,
    ),
    "diverges": re.compile(r"(?:it |the \w+ )?diverge(?:s|nt)|divergent", re.IGNORECASE),
    "converges": re.compile(r"(?:it |the \w+ )?converge(?:s|nt)|convergent", re.IGNORECASE),
}
_SAYS = {
    "none": re.compile(
        r"\bno\s+(?:(?:real|valid|possible|such)\s+){0,2}(?:solutions?|roots?)\b"
        r"|\b(?:solution set|set of solutions) is (?:the )?empty\b"
        r"|\bkeine\s+(?:reellen?\s+)?lösung(?:en)?\b"
        r"|\b(?:pas|aucune)\s+(?:de\s+)?solutions?(?:\s+réelles?)?\b"
        r"|\bno\s+(?:hay|tiene|existen?)\s+(?:ninguna\s+)?soluci(?:ón|ones)(?:\s+real(?:es)?)?\b"
        r"|\b(?:não\s+(?:há|tem|existem?)|sem)\s+solu(?:ção|ções)\b"
        r"|\bnon\s+(?:ha|ci\s+sono|esiste|esistono)\s+(?:alcuna\s+)?soluzion[ei]\b"
        r"|\bнет\s+(?:действительных\s+)?(?:решений|корней)|\b(?:решений|корней)\s+нет"
        r"|не\s+имеет\s+(?:решений|корней)|\bbrak\s+rozwiązań|\bgeen\s+oplossing(?:en)?\b"
        r"|\bçözüm(?:ü)?\s+yok\w*|\bvô\s+nghiệm"
        r"|[无無](?:实数?)?[解根]|没有(?:实数?)?[解根]|解なし|解は?(?:存在しない|ない|ありません)|해[가는]\s?없\w*",
        re.IGNORECASE,
    ),
    "undefined": re.compile(
        r"\b(?:does|do)(?:\s+not|n['’]t)\s+exist\b|\bis\s+(?:therefore\s+|thus\s+)?(?:undefined"
        r"|not\s+defined)\b|\bDNE\b|\bexistiert\s+nicht\b|\bn['’]existe\s+pas\b|\bno\s+existe\b"
        r"|\bnão\s+existe\b|\bnon\s+esiste\b|\bне\s+существует|不存在|存在しない|존재하지\s?않\w*",
        re.IGNORECASE,
    ),
    "infinite": re.compile(
        r"\b(?:infinitely\s+many|an\s+infinite\s+number\s+of)\b(?:\s+solutions)?|\binfinite\s+solutions\b"
        r"|\bunendlich\s+viele\b(?:\s+lösungen)?|\bune\s+infinité\s+de\s+solutions"
        r"|\binfinitas\s+solu(?:ciones|ções)|\binfinite\s+soluzioni|бесконечно\s+много(?:\s+решений)?"
        r"|[无無]穷多(?:个?解)?|[无無]数(?:个?解)?|무수히\s많\w*",
        re.IGNORECASE,
    ),
    "diverges": re.compile(
        r"\bdiverge(?:s|nt)?\b|\bdivergiert\b|расходится|发散|發散|発散\w*|발산\w*", re.IGNORECASE
    ),
    "converges": re.compile(
        r"\bconverge(?:s|nt)?\b|\bkonvergiert\b|сходится|收敛|收斂|収束\w*|수렴\w*", re.IGNORECASE
    ),
}
# Behind it the sentence ends, or only says of what.
_ENDS = re.compile(
    r"(?:\s+(?:exists?|at all|here|whatsoever|solutions?|absolutely|conditionally"
    r"|(?:to|of) (?:this|the) (?:given )?(?:equation|system|problem|inequality)"
    r"|(?:in|over|among) (?:the )?(?:reals?|real numbers)))?"
    r"(?:\s*\((?:DNE|∅|\$?\\emptyset\$?)\))?[\s.!*_)$。！다니습]*"
)
# What stands before it in its clause, or anywhere in its sentence, and leaves it unsaid.
_CLAUSE = re.compile(
    r"[,;:，；：]\s|，|\b(?:so|hence|thus|therefore|then|that|and)\b", re.IGNORECASE
)
_UNSAID = re.compile(
    r"\b(?:not|never|cannot|nicht|kein\w*|alone|left|right|first|second|one-sided|other|some|others"
    r"|many|people|say|says|said|claims?|would|might|may|could|should)\b|n['’]t\b|不|并非",
    re.IGNORECASE,
)
_SUPPOSED = re.compile(
    r"\b(?:if|unless|when|whenever|whether|suppos\w+|assum\w+|maybe|perhaps|possibly|probably|guess"
    r"|wenn|falls|vielleicht|si|quizás?|talvez|se|forse|если|возможно)\b|如果|若|もし|可能|[?？]",
    re.IGNORECASE,
)


def absent(rest: list[Part], wanted: str) -> str:
    r"""Return a reference that says there is no answer, where the last sentence says it too.

    Args:
        rest: The pieces that may hold the answer.
        wanted: The reference.

    Example:
        >>> part = Part("sentence", "The squares are negative, so there is no solution.", 0, 50)
        >>> absent([part], r"\text{no solution}"), absent([part], "undefined")
        ('\\text{no solution}', '')
    """
    plain = _COMMAND.sub(r"\1", wanted).strip(" .$")
    kind = next((one for one, says in _WANTED.items() if says.fullmatch(plain)), None)
    if kind is None:
        return ""
    asserting = [part for part in rest if not is_aside(part.text) and not restates(part.text)]
    for part in asserting[: -_MOST_PARTS - 1 : -1]:
        if part.kind != "display" and _is_said(part.text, kind):
            return wanted
        if (
            part.kind == "display"
            or values(part.text)
            or any(says.search(part.text) for says in _SAYS.values())
        ):
            return ""
    return ""


def _is_said(sentence: str, kind: str) -> bool:
    """Whether a sentence ends on such words, and neither supposes nor denies them."""
    sentence = sentence.replace("**", "")
    if _SUPPOSED.search(sentence) is not None:
        return False
    return any(
        _ENDS.fullmatch(sentence, found.end()) is not None
        and _UNSAID.search(_CLAUSE.split(sentence[: found.start()])[-1]) is None
        for found in islice(_SAYS[kind].finditer(sentence), _MOST_SAID)
    )
