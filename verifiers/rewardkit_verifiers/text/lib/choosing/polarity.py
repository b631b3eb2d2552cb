"""Sentences that name an option without choosing it: the wrong one, exceptions, conditions, jokes.

Which of them a question wants is for the question to say: "The incorrect option is B" answers
"Which statement is incorrect?" and no other. All repeats are bounded, so that time is linear.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rewardkit.reading.claims import sentence_before

_FALSE = (
    r"wrong|incorrect|false|untrue|inaccurate|invalid|erroneous|mistaken|flawed|unsuitable"
    r"|inappropriate|odd|(?:not|non)[ -](?:correct|right|true|valid)|bad|poor"
)
_LEAST = r"least(?:\s{1,3}[a-z]{2,16})?|worst|weakest|poorest|unlikely|improbable|unlikeliest"
_NEVER = (
    r"rejected|eliminated|excluded|discarded|dismissed|ruled[ -]out|impossible|tempting|decoy"
    r"|misleading|deceptive|trap|distractor|fake|trick|joke"
    r"|second(?:[ -](?:best|likeliest|most\s{1,3}[a-z]{2,16}))?"
    r"|next[ -]best|runner[ -]up|common|popular|opposite(?:\s{1,3}of)?"
    r"|previous|initial|first"
)
# An adjective before "answer", "option": "the wrong multiple-choice answer is".
_ADJECTIVE = re.compile(
    rf"\b(?:(?P<false>{_FALSE})|(?P<least>{_LEAST})|(?P<never>{_NEVER}))[*_\"']{{0,3}}"
    r"(?:\s{1,3}(?!(?:and|or|so|the|my|our|thus|hence|then|but|is|are|final|correct|right|best|because"
    r"|since|therefore|as|if|that|option|choice|answer)\b)[a-z-]{2,16}){0,1}\s{1,3}$",
    re.IGNORECASE,
)
_EXCEPT = re.compile(
    r"\b(?:opposite\s{1,3}of|except(?:ing)?(?:\s{1,3}for)?|besides|excluding|other\s{1,3}than|apart\s{1,3}from"
    r"|aside\s{1,3}from|rather\s{1,3}than|instead\s{1,3}of|unlike|without"
    r"|(?:all|any|anything|everything|every\s{1,3}\w{1,12}|all\s{1,3}\w{1,12}|any\s{1,3}\w{1,12})\s{1,3}but)"
    r"[\s*_(\"']{1,4}(?:(?:for|the)\s{1,3})?(?:(?:option|choice|answer|statement|letter)\s{1,3})?"
    r"[*_(\"']{0,3}$",
    re.IGNORECASE,
)
# "No option other than B" is B.
_NONE_BUT = re.compile(r"\b(?:no|none|nothing)\b[^.,;:\n]{0,40}\Z", re.IGNORECASE)
# Whose choice it is, or why it would be a fault: nothing that the reply itself chooses.
_OTHERS = re.compile(
    r"\b(?:students?|beginners?|novices?|candidates?|pupils?|people|many|some|most|others?|everyone"
    r"|at\s{1,3}first|initially|originally|almost|nearly|someone|anyone|he|she|they|few|tempt(?:ed|ing|s)?|mistake|error|foolish|avoid|refuse[sd]?"
    r"|if(?!\s{1,3}in\s{1,3}doubt)"
    r"|(?:you|one|we|i)\s{1,3}(?:might|may|could)(?!\s{1,3}(?:also\s{1,3})?conclude)"
    r"|last\s{1,3}\w{1,12}\s{1,3}(?:that\s{1,3})?(?:i|you|we|one))\b[^.,;:\n]{0,40}$",
    re.IGNORECASE,
)
_PICKS = re.compile(
    r"\W{0,3}(?:(?:choose|chose|select|pick|go|going|went)\b|answer\s{1,3}[*_(\[]{0,3}(?-i:[A-Z0-9])\b)",
    re.IGNORECASE,
)
_RARELY = re.compile(
    r"\beither\s{1,3}(?:option\s{1,3}|choice\s{1,3})?$|\b(?:rarely|seldom|barely|scarcely|nearly|almost)\s{1,3}$"
    r"|\b(?:nobody|no\s{1,3}one|none)\b[^.,;:\n]{0,30}\b(?:say|think|believe|claim|argue|suggest|choose)s?\b"
    r"[^.,;:\n]{0,30}$",
    re.IGNORECASE,
)
_LINKS = re.compile(r"(?:match|correspond|point|agree|fit|align|consistent|lea?[vf])", re.I)
_NOTHING = re.compile(
    r"\b(?:nothing|none|nobody|few|little|no\s{1,3}[a-z]{2,16})\s{1,3}(?:[a-z]{2,12}\s{1,3}){0,2}$",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"[\s,;(*_)–—-]{1,6}(?:(?:but|and|only|even|just)\s{1,3}){0,2}"
    r"(?:unless\b|(?:if|when|in\s{1,3}case|had|were|provided|assuming|supposing)\b(?=[^.\n]{0,120}"
    r"\b(?:asked|asks|asking|wanted|were|was|had|would|could|said|meant|read|not|n[o']t|false|wrong"
    r"|incorrect|least|only|instead|opposite|different)\b))",
    re.IGNORECASE,
)
_WOULD = re.compile(r"\b(?:would|could|might)\b", re.IGNORECASE)
_SURE = re.compile(
    r"\bif\s{1,3}(?:i|we|memory)\s{1,3}(?:recall|remember|serves?|am\s|'m\s|understand|read\b)",
    re.IGNORECASE,
)
_LATER_IF = re.compile(
    r"(?:(?!\b(?:because|since|as|so)\b)[^.!?\n]){0,60}?\b(?:if|unless|had|were|but|except)\b",
    re.IGNORECASE,
)
_EARLIER_IF = re.compile(
    r"\bif\b[^.\n]{0,80}\b(?:asked|asks|wanted|meant|were|was|had|instead|question)\b"
    r"(?:(?!\b(?:because|since|so|therefore|thus|hence)\b)[^.\n]){0,60}$",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r",?\s{1,3}or\s{1,3}(?:option\s{1,3})?[A-Z]\s{1,3}(?:is|was)\b|,\s{0,3}(?:(?:said|says|according\s{1,3}to)\s{1,3}(?:nobody|no\s{1,3}one|others?|some)"
    r"|is(?:n['’]t|\s{1,3}not)\s{1,3}(?:that|it|this)\s{1,3}(?:wrong|false|incorrect))\b",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"[*_)\"'\s]{1,4}(?:(?:that|which|to|you|i|we|one|nobody|no\s{1,3}one)\b[^.!?\n,;]{0,40}?\b(?:choose|avoid|reject|eliminat\w{1,6}"
    r"|discard\w{0,6}|exclud\w{1,6}|rule[sd]?\s{1,3}out|wrong|incorrect|never|trap|not|n't)\b"
    r"|[.,;–—-]{0,4}\s{0,3}or\s{1,3}(?:is|was)\s{1,3}it\b"
    r"|(?:is|was|would\s{1,3}be|sounds|seems|looks)\s{1,3}(?:\w{1,12}\s{1,3}){0,2}?(?:wrong|false|incorrect|untrue"
    r"|nonsense|mistaken|a\s{1,3}(?:lie|myth|mistake|trap|joke))\b"
    r"|(?:to|for|in|of)\s{1,3}(?:an?|the|some|that)?\s{0,3}(?:different|other|another|previous|opposite"
    r"|reverse)\b)",
    re.IGNORECASE,
)
_RETRACTED = re.compile(
    r"\b(?:just|only)\s{1,3}(?:kidding|joking)|\bj/?k\b|\bi(?:['’]m|\s{1,3}am|\s{1,3}was)\s{1,3}"
    r"(?:just\s{1,3}|only\s{1,3})?(?:kidding|joking|lying)\b"
    r"|\b(?:i\s{1,3}(?:really\s{1,3}|honestly\s{1,3}|actually\s{1,3})?(?:have|had|ve|'ve)\s{1,3}|i['’]ve\s{1,3})"
    r"(?:got\s{1,3})?(?:absolutely\s{1,3})?no\s{1,3}(?:idea|clue)\b(?!\s{1,3}(?:why|how|what|who|where))"
    r"|\bi\s{1,3}(?:really\s{1,3}|honestly\s{1,3}|actually\s{1,3})?(?:do\s{1,3}not|don['’]t)\s{1,3}know"
    r"(?=\s{0,3}(?:[.!,;\n]|\Z|the\s{1,3}answer|which))"
    r"|\b(?:scratch|ignore|disregard|forget)\s{1,3}(?:(?:that|this|it)\s{0,3}(?=[.!,;\n]|\Z)"
    r"|(?:the\s{1,3}above|my\s{1,3}(?:\w{1,10}\s{1,3})?answer|what\s{1,3}i\s{1,3}(?:said|wrote))\b)"
    r"|\bnever\s{0,1}mind\b|\b(?:that|this|it)(?:['’]s|\s{1,3}(?:is|was))\s{1,3}(?:(?:all|just|only)\s{1,3})?a\s{1,3}"
    r"(?:joke|lie|random\s{1,3}guess)\b|\b(?:that|this)(?:['’]s|\s{1,3}(?:is|was))\s{1,3}not\s{1,3}my\s{1,3}answer\b"
    r"|\bi\s{1,3}(?:take\s{1,3}(?:that|it)\s{1,3}back|retract|withdraw)\b"
    r"|\bi\s{1,3}can(?:no|['’])t\s{1,3}(?:decide|tell|choose)\b",
    re.IGNORECASE,
)
# Of the choice only where no other option was named since: "A. Paris: this is wrong".
_WRONG = re.compile(
    r"\b(?:that|this|it)(?:['’]s|\s{1,3}(?:is|was))\s{1,3}(?:(?:just|probably|clearly|actually|all)\s{1,3})?"
    r"(?:wrong|incorrect|not\s{1,3}(?:right|correct))\s{0,3}(?:[.!,;\n]|\Z)",
    re.IGNORECASE,
)
_OPTION = re.compile(r"(?<![A-Za-z0-9])[A-HJ-Z](?![A-Za-z0-9'’])")
# How questions ask for the option that is wrong or least likely.
_ASKS = (
    r"\b(?:which|what|choose|select|pick|identify|find|mark|following|statements?|options?|all|each"
    r"|these)\b[^.?!;,\n]{0,160}?(?<!not )(?<!no )"
)
_ASKS_FALSE = re.compile(
    rf"{_ASKS}\b(?:{_FALSE}|not|except|cannot|isn['’]t|aren['’]t|doesn['’]t|never)\b"
    r"|(?:错误|不正确|不符合|不属于|不恰当|不可能|有误)的?(?:一项|选项|是)",
    re.IGNORECASE,
)
_ASKS_LEAST = re.compile(rf"{_ASKS}\b(?:{_LEAST})\b", re.IGNORECASE)
_OPTION_LINE = re.compile(r"(?m)^[ \t(*\[]{0,4}[A-Z][.):\]．、）：][^\n]{0,2000}$")
_LONGEST_QUESTION = 10_000
_LOOK_AHEAD = 160


@lru_cache(maxsize=256)  # the replies of a group share their question
def asked_for(question: str) -> frozenset[str]:
    r"""Return the kinds of unusual option that a question asks for: `false`, `least`.

    Example:
        >>> sorted(asked_for("Which of these is NOT true?\nA. Iron rusts\nB. Gold rusts"))
        ['false']
        >>> sorted(asked_for("Which is right? Wrong answers lose a point."))
        []
    """
    text = _OPTION_LINE.sub("", question[:_LONGEST_QUESTION])
    kinds = (("false", _ASKS_FALSE), ("least", _ASKS_LEAST))
    return frozenset(kind for kind, asks in kinds if asks.search(text))


_ALSO = re.compile(
    r"[^.!?\n]{0,20}?(?:\b(?:but|although|though|while|however|and|yet)\b|[(;])\s{0,3}(?:maybe\s{1,3})?"
    r"(?:option\s{1,3}|choice\s{1,3})?[(*]{0,3}(?-i:[A-Z0-9])[)*]{0,3}\s{1,3}(?:(?:is|are|seems|looks)\s{1,3}"
    r"(?:also|equally|just\s{1,3}as|possible|plausible|another)"
    r"|(?:works?|fits?|applies|holds)\s{1,3}(?:as\s{1,3}well|too|also|equally)\b"
    r"|(?:could|might|may|would)\s{1,3}"
    r"(?:(?:also|equally|well|just|as)\s{1,3}){0,3}(?:be|work)\b(?!\s{1,3}(?:ruled|excluded|eliminated"
    r"|rejected|wrong|incorrect|false|tempting|a\b)))"
    # "B for full marks, or C if graded otherwise": each under a condition.
    r"|[^.!?\n]{0,80}?(?:[,;(–—]|\b(?:or|and|but|else|otherwise))\s{0,3}(?:(?:or|and|but|else|otherwise),?\s{1,3}){0,2}"
    r"(?:(?:choose|pick|select|say|answer|take|go\s{1,3}with)\s{1,3})?(?:option\s{1,3}|choice\s{1,3})?"
    r"[(*]{0,3}(?-i:[A-HJ-Z])[)*]{0,3},?\s{1,3}"
    r"(?:if|when|unless|otherwise|should|provided|assuming|in\s{1,3}(?:case|which\s{1,3}case))\b",
    re.IGNORECASE,
)


def rivalled(text: str, end: int) -> bool:
    """Return whether the rest of the sentence says that another option is possible too.

    Example:
        >>> rivalled("The answer is B, but C could also be right.", 15)
        True
        >>> rivalled("The answer is B, but C was close.", 15)
        False
        >>> rivalled("Choose B for full marks, or C if graded otherwise.", 8)
        True
    """
    return _ALSO.match(text, end) is not None


def named_only(text: str, start: int, end: int, asked: frozenset[str]) -> bool:
    """Return whether a sentence names an option as another one than the answer to the question.

    Args:
        text: The reply.
        start: Where the statement begins: at "answer" in "the wrong answer is B".
        end: Where it ends, behind its letter.
        asked: What the question asks for, of `asked_for`.
    """
    before = sentence_before(text, start)
    adjective = _ADJECTIVE.search(before)
    if adjective and adjective.lastgroup not in asked:
        return True
    excepted = None if "false" in asked else _EXCEPT.search(before)
    if excepted and not _NONE_BUT.search(before, 0, excepted.start()):
        return True
    if _RARELY.search(before) or (_PICKS.match(text, start) and _OTHERS.search(before)):
        return True
    if _WOULD.search(text, start, end) and _EARLIER_IF.search(before):
        return True
    if _LINKS.match(text, start) and _NOTHING.search(before):
        return True
    tail = _BEHIND.match(text, end) or _ASIDE.match(text, end)
    return tail is not None or _conditional(text, start, end)


def _conditional(text: str, start: int, end: int) -> bool:
    if _SURE.search(text, end, end + 60):
        return False
    if _CONDITION.match(text, end):
        return True
    return bool(_WOULD.search(text, start, end) and _LATER_IF.match(text, end))


def retracted(text: str, end: int) -> bool:
    """Return whether a reply takes back what it said before a place, or says that it guessed.

    Example:
        >>> retracted("Answer: B. Just kidding, I have no idea.", 9)
        True
        >>> retracted("Answer: B. I have no idea why others doubt it.", 9)
        False
    """
    if _RETRACTED.search(text, end):
        return True
    wrong = _WRONG.search(text, end, end + _LOOK_AHEAD)
    return wrong is not None and len(set(_OPTION.findall(text, end, wrong.start()))) <= 1
