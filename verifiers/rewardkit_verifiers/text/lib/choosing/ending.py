r"""A last sentence that is an option and no more: `Hence option (B).`, `[B]`, `\textbf{(B)}`.

Only the end of a reply is matched, and each repeat has a bound, so that time is linear.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_ADVERB = r"(?:definitely|certainly|clearly|surely|undoubtedly|obviously|absolutely),?\s{1,3}"
_THUS = (
    r"(?:(?:so|thus|hence|therefore|consequently|accordingly|overall|in\s{1,3}conclusion"
    r"|to\s{1,3}conclude)\b|i\.e\.)[,:]?\s{1,3}"
)
_LABEL = (
    r"(?:my\s{1,3})?(?:selected|chosen|picked)(?:\s{1,3}(?:option|choice|answer|letter))?"
    r"\s{0,2}[:=]\s{0,3}"
)
_NOUN = (
    r"(?:the\s{1,3})?(?:(?:correct|right|best|final)\s{1,3})?"
    r"(?:option|choice|answer|statement|letter|alternative)\s{1,3}"
)
_OPEN = r"(?:\\(?:text|textbf|textit|mathrm|mathbf|boldsymbol)\s?\{|\\\(\s?|[*_\"'`$(\[{])"
_CLOSE = r"(?:[*_\"'`$)\]}]|\s?\\\)|\\\]){0,8}"
_TRUE = r"\s{1,3}(?:(?:is|must\s{1,3}be)\s{1,3}(?:true|valid)|holds)"
_WINDOW = 160
_SENTENCE = re.compile(r"[.!][\"'”’)\]}*_$]{0,4}\Z")
# No sentence ends behind these, and what they lead to is no choice.
_SHORT = re.compile(
    r"(?:^|[^A-Za-z])(?:figs?|eqs?|secs?|vs|cf|refs?|nos?|pp?|chs?|approx|e\.g|i\.e|etc|st|dr)\.\Z",
    re.IGNORECASE,
)
_IN_A_SENTENCE = re.compile(r"[*_]{0,3}(?:so|thus|hence|therefore|i\.e\.)", re.IGNORECASE)
_REFUTED = re.compile(
    r"\b(?:not|never|no|neither|nor|cannot|wrong|incorrect|false|fails?|impossible|absurd|invalid"
    r"|untrue|contradicts?|eliminat\w{1,6}|exclud\w{1,4}|reject\w{0,4}|discard\w{0,4}"
    r"|rul(?:e|es|ed|ing)\s{1,3}(?:[a-z]{1,12}\s{1,3})?out|too\s{1,3}[a-z]{3,12})\b|n['’]t\b",
    re.IGNORECASE,
)
# In "the worst one, i.e. option B" the letter is not what is chosen.
_OTHER = re.compile(
    r"\b(?:worst|weakest|least|unlikely|except|unlike|opposite|others?|second|tempt\w{0,4}|trap"
    r"|mistake|errors?|if|unless|would|could|might|may|suppos\w{1,4}|assum\w{1,4}|said|says)\b",
    re.IGNORECASE,
)
_ARTICLE = re.compile(
    r"A\s{1,3}(?!(?:is|was|and|or|but|can|could|would|will|may|might|must|should|seems|looks|fits"
    r"|works|too|also|if|as|because|since|says|has|does|rather|instead|on|at|in|for)\b)[a-z]"
)
_VARIABLE = re.compile(r"[A-Z]\s{0,2}[=+*/^<>≤≥≈]")
_PARTS = re.compile(r"(?<=[.!?;])\s|,\s{1,3}but\s")


@dataclass(frozen=True, slots=True)
class Ending:
    """The option that the last sentence of a reply is.

    Attributes:
        letter: The letter.
        start: Where the sentence begins.
        end: Where the letter and its marks end.
        concludes: Whether a word says that it is what was chosen, as in `Hence option (B).`
        alone: Whether no other option is offered on its line.
    """

    letter: str
    start: int
    end: int
    concludes: bool
    alone: bool


def ending(text: str, choices: str, asked: frozenset[str]) -> Ending | None:
    r"""Return the option that the last sentence of a reply is, or None.

    Args:
        text: The reply.
        choices: The letters that stand for options.
        asked: What the question asks for, of `asked_for`.

    Example:
        >>> ending("Heat flows out. Hence option (B).", "ABCD", frozenset()).letter
        'B'
        >>> ending("Heat flows out. Not option (B).", "ABCD", frozenset()) is None
        True
    """
    text = text.rstrip()
    found = _body(choices).search(text, max(0, len(text) - _WINDOW))
    if found is None or (found["true"] and asked):
        return None
    start = found.start()
    before = text[text.rfind("\n", 0, start) + 1 : start].rstrip()
    # A citation such as [2] is no choice, and "3. B" no sentence.
    bare = found["letter"].isdigit() or (found[0][0].isalpha() and before[-2:-1].isdigit())
    if bare and not (found["lead"] or found["noun"]):
        return None
    if before.strip("#>*_ -") and not _begins(before, found):
        return None
    offered = _offers_another(before, found["letter"], choices)
    return Ending(found["letter"], start, found.end("letter"), bool(found["lead"]), not offered)


@lru_cache(maxsize=64)
def _body(choices: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\S)[*_]{{0,3}}(?P<lead>(?:{_THUS}){{1,2}}(?:{_ADVERB})?|{_ADVERB}|{_LABEL})?"
        rf"(?:(?P<noun>{_NOUN}){_OPEN}{{0,6}}|{_OPEN}{{1,6}}|(?<=[\s:=]){_OPEN}{{0,6}})"
        rf"(?P<letter>(?-i:[{choices}])){_CLOSE}(?P<true>(?<=\S){_TRUE})?[.!]?{_CLOSE}\Z",
        re.IGNORECASE,
    )


def _begins(before: str, found: re.Match[str]) -> bool:
    """Whether a sentence, or a clause that draws a conclusion, begins behind a text."""
    if _SENTENCE.search(before[-8:]):
        return not abbreviated(before)
    if found["lead"] and before.endswith(("}", "$")):
        return True  # behind a box or a formula
    clause = _IN_A_SENTENCE.match(found[0]) is not None and before.endswith((",", ";", "—", "–"))
    if not clause:
        return False
    sentence = _PARTS.split(before)[-1]
    named = found[0].lower().lstrip("*_").startswith("i.e.") and _REFUTED.search(sentence)
    return not named and _OTHER.search(sentence) is None


def abbreviated(before: str) -> bool:
    """Return whether a text ends with a short form that ends no sentence.

    Example:
        >>> abbreviated("as in Fig."), abbreviated("Only D melts.")
        (True, False)
    """
    return _SHORT.search(before.rstrip()[-12:]) is not None


def _offers_another(before: str, letter: str, choices: str) -> bool:
    """Whether a sentence before on the line names another option, and does not refute it."""
    alone = re.compile(rf"(?<![A-Za-z0-9_\\°])[{choices}](?![A-Za-z0-9_'’])")
    for sentence in _PARTS.split(before):
        others = [
            one
            for one in alone.finditer(sentence)
            if one[0] != letter
            and not one[0].isdigit()
            and not _ARTICLE.match(sentence, one.start())
            and not _VARIABLE.match(sentence, one.start())
        ]
        if others and not _REFUTED.search(sentence):
            return True
    return False
