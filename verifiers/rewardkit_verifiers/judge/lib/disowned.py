"""Replies that hold a reference and speak against it: denied, somebody else's error, refused.

"People say potassium. It isn't potassium; K stands for krypton." As in `unsaid`, one word stands
in the place of the reference, so that it does not matter what it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from rewardkit.reading.vocabulary import NO, YES
from rewardkit.reading.words import folded_words, visible
from rewardkit_verifiers.judge.lib.stand_ins import NAME, standing_in

_LONGEST = 900
_TRIGGER = re.compile(
    r"n['’]t\b|\bnot\b|\bwrong\b|\bmistaken\b|\bincorrect\b|\bunable\b|\bcannot\b|\bdecline\b"
    r"|\b(?:nicht|kein\w*|pas|no es|non è|não é|niet|не)\b|[<>≤≥]|\\[lg](?:eq?|t)\b"
    r"|不是|并非|並非|ではな|じゃな",
    re.IGNORECASE,
)
_QUOTED = rf"[*_\"'“”‘’«»„]{{0,3}}{NAME}[*_\"'“”‘’«»]{{0,3}}"
_ENDED = r"(?=\s*(?:[.;:!,–—)]|$|\n|\s-\s|\bbut\b|\bat all\b|\beither\b|\bthough\b))"
_DENIED = re.compile(
    r"(?:\b(?:it|that|this|he|she|(?:the|my) answer)(?:['’]s|\s+is|\s+was)?\s*"
    r"(?:\bisn['’]?t|\bwasn['’]?t|\bnot|\bcannot be|\bcan['’]t be|\bcould(?:n['’]t| not) be)"
    r"(?:\s+(?:really|actually|in fact|at all|simply|just plain))?(?:\s+(?:the|an?))?"
    r"|\b(?:das|es|er|sie)\s+(?:ist|war)\s+(?:aber\s+|jedoch\s+)?(?:nicht|keine?)"
    r"|\bce\s+n['’](?:est|était)\s+(?:pas|point)|\bno\s+(?:es|era|fue)|\bnon\s+(?:è|era)"
    r"|\bnão\s+(?:é|era|foi)|\b(?:dat|het)\s+is\s+(?:niet|geen)|\bэто\s+не)"
    rf"\s+(?:(?:der|die|das|le|la|el|il|lo|o|a|de|het)\s+|l['’])?{_QUOTED}{_ENDED}"
    rf"|(?:不是|并非|並非){NAME}|{NAME}(?:ではな|じゃな)",
    re.IGNORECASE,
)
_SAYS = (
    r"(?:sa(?:y|ys|id|ying)|think\w*|thought|claim\w*|insist\w*|believ\w*|guess\w*|answer\w*"
    r"|argu\w*|maintain\w*|told|tell\w*|swear\w*|swore|wrote|vot\w+|suggest\w*|assum\w+|call\w*"
    r"|sagt\w*|sagen|meint\w*|glaub\w*|di(?:t|sent|ce|cen|cono|zem)|penser?|piensan|pensano)"
)
_OTHERS = re.compile(rf"\b{_SAYS}\b[^.!?;\n]{{0,80}}{NAME}", re.IGNORECASE)
_ERR = (
    r"(?:got (?:it|that|this|the answer) wrong|(?:is|was|were|are)\s+(?:\w+\s+)?(?:wrong|mistaken"
    r"|incorrect|in error|confused)|(?:is|was|were|are)(?:n['’]t| not) (?:right|correct))"
)
_ERRED = re.compile(
    rf"\b(?:he|she|they|that|this|which|who|both)\b\s+(?:\w+\s+)?{_ERR}\b", re.IGNORECASE
)
_RIGHT = re.compile(r"(?<!n't )(?<!n’t )(?<!not )\b(?:right|correct|agree[ds]?|indeed)\b", re.I)
_TOPIC = re.compile(
    r"\b(?:about|regarding|concerning|related to|involving|discuss\w*|such as|topics?|questions?"
    r"|on|zu|über|sur|sobre|su|о|об)\s+(?:(?!is\b|are\b|was\b)[\w'’\"“]+\s+){0,4}?[\"“'*_]{0,3}"
    + NAME,
    re.IGNORECASE,
)
_REFUSED = re.compile(
    r"\b(?:unable to|can(?:not|['’]t| not)|won['’]t|will not|not (?:able|allowed|permitted"
    r"|comfortable|going) (?:to)?|declin\w+ to|refuse to|prefer not to)\s*(?:\w+\s+){0,2}?"
    r"(?:answer\w*|help|assist\w*|discuss\w*|comment\w*|respond\w*|provid\w*|say|shar\w*|talk\w*"
    r"|engag\w*|address\w*|reply\w*|speak\w*)"
    r"|\bkann ich\b[^.!?\n]{0,80}\bnicht (?:beantworten|helfen|sagen)"
    r"|\bje ne (?:peux|puis) pas (?:répondre|aider)|\bno puedo (?:responder|ayudar|contestar)"
    r"|\bnon posso (?:rispondere|aiutare)|\bnão posso (?:responder|ajudar)|\bне могу ответить",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
# A limit, sum or integral below or above a number is no value of it.
_BOUND = re.compile(
    r"(?:\\?\blim|\\int|\\iint|\\sum|\\prod|[∫∑∏])(?![A-Za-z])[^<>≤≥=\n]*"
    rf"(?:[<>≤≥]|\\[lg](?:eq?|t)\b)\s*{NAME}[\s$.\\)\]]*$"
)
_TRUTH = YES | NO | {"true", "false", "wahr", "falsch", "none", "nothing", "not"}


def disowned(text: str, golds: Sequence[Any]) -> str:
    r"""Return why a reply that holds a reference speaks against it, or nothing.

    Args:
        text: The reply.
        golds: The references; yes, no, true and false are left to their own rules.

    Example:
        >>> disowned("People say potassium. It isn't potassium; it is krypton.", ["potassium"])
        'denied'
        >>> disowned("It isn't sodium. It is potassium.", ["potassium"])
        ''
        >>> disowned("I'm sorry, questions about Graz are something I can't answer.", ["Graz"])
        'not_asserted'
        >>> disowned(r"$\lim_{x\to 0} f(x) < 1$", ["1"])
        'bounded'
    """
    if len(text) > _LONGEST or not _TRIGGER.search(text):
        return ""
    if any(word in _TRUTH for gold in golds for word in folded_words(visible(str(gold)))[:1]):
        return ""
    found = [one for gold in golds if (one := standing_in(text, str(gold))) != text]
    if len(found) != 1:
        return ""
    said = found[0]
    if _BOUND.search(said):
        return "bounded"
    last = max((one.end() for one in _DENIED.finditer(said)), default=0)
    if last and NAME not in said[last:]:
        before = [one for one in _SENTENCE.split(said[:last])[:-1] if NAME in one]
        if all(map(_OTHERS.search, before)):
            return "denied"
    if _refused(said):
        return "not_asserted"
    return "denied" if _of_others(said) else ""


def _refused(said: str) -> bool:
    """Whether a reference is only what a refusal is about."""
    spots = _TOPIC.findall(said)
    mine = [one for one in _SENTENCE.split(said) if NAME in one]
    return len(spots) == said.count(NAME) and all(map(_REFUSED.search, mine))


def _of_others(said: str) -> bool:
    """Whether a reference is only what somebody said who is called wrong for it."""
    spots = list(_OTHERS.finditer(said))
    if not spots or len(spots) < said.count(NAME):
        return False
    behind = said[spots[-1].end() :]
    return _ERRED.search(behind) is not None and not _RIGHT.search(behind)
