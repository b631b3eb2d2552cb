"""Stubs that stand where an answer should: TODO, N/A, "I hope this helps!", "1. 2. 3."."""

from __future__ import annotations

import re

from rewardkit.judge.gate.markup import without_markup
from rewardkit.reading.words import folded_words, visible

# Nothing at all, whatever was asked for; a reference that is one of these is looked for first.
_ALWAYS = re.compile(
    r"nan|null|undefined|todo|tbd|tba|wip|fixme|qed|q\.?e\.?d\.?|xxx+|placeholder"
    r"|lorem ipsum.{0,60}"
    r"|see (?:the )?(?:attached|attachment|above|below|file|link|document|appendix)[\w ]{0,30}"
    r"|as (?:discussed|mentioned|explained|stated|shown|noted|described|requested) ?"
    r"(?:above|before|below|earlier|previously)?"
    r"|(?:please )?(?:refer to|consult) .{0,40}"
    r"|(?:i )?hope (?:this|that|it) (?:helps|is helpful|answers.{0,30})|you(?:'re| are) welcome"
    r"|let me know if .{0,60}|feel free to .{0,60}"
    r"|happy to help.{0,40}|good (?:question|luck)|great question|(?:that's|this is) all"
    r"|(?:answer|response|text|solution|explanation|content|reply)s? (?:goes|comes|follows|omitted"
    r"|redacted|pending|to follow|withheld|here|attached|above|below|provided)[\w ]{0,20}"
    r"|(?:insert|your|add|put|write|enter) .{0,20}(?:answer|response|text|solution)s?(?: here)?"
    r"|(?:task|work|job|mission)? ?(?:is )?(?:completed?|done|finished|accomplished|submitted)"
    r"|no comment|loading|pending|coming soon|to be continued|continued|end of (?:answer|response)"
    r"|the end|full marks|perfect(?: score)?|approved|passed?",
    re.IGNORECASE,
)
# Nothing where a text was asked for; elsewhere it may well be the answer.
_FOR_PROSE = re.compile(
    r"n/?a|none|nil|nothing|ok(?:ay)?|idk|i (?:do not|don't) know|no idea|yes|no|true|false"
    r"|hi|hello|etc(?:etera)?|and so on(?: and so forth)?|so forth"
    r"|(?:(?:well|so|hmm+|um+|er+|uh+|right|sure|anyway|now|oh|ah|yeah|indeed|like)[,.! ]*){1,12}"
    r"|thanks?(?: you)?(?: for .{0,40})?|ditto|same|end|fin|correct(?:ly)?(?: answer)?"
    r"|obvious(?:ly)?"
    r"|trivial(?:ly)?|self[- ]explanatory|[\d\s.,:;/%()#*+=-]+|[a-z]"
    r"|(?:it|this) (?:is|depends)(?: (?:obvious|trivial|clear|true|correct|easy|simple))?",
    re.IGNORECASE,
)
_PROMISE = re.compile(
    r"(?:as an? (?:ai|large)[\w -]{0,40},? )?(?:sure|certainly|of course|okay|yes)?[,.!]? ?"
    r"(?:i(?:'d| would| will|'ll| am|'m)|let me|we(?:'ll| will)|here(?:'s| is)|this is|below is"
    r"|the following is)\b"
    r"(?: (?:be|am|is|now|happy|glad|to|going|help|you|with|that|this|provide|give|write|offer"
    r"|present|deliver|make|prepare|explain|describe|discuss|a|an|the|my|your|its|it|all|for|of"
    r"|and|in|very|most|best|possible|comprehensive|detailed|complete|full|clear|concise|thorough"
    r"|accurate|correct|high|quality|well|written|structured|good|great|helpful|useful|final"
    r"|answer|response|explanation|solution|overview|summary|analysis|essay|paragraph|text|reply"
    r"|request|question|query|topic|task|shortly|soon|below|here|asked|requested|some|more|one"
    r"|information|details?|depth|as|so|do|try|able|delighted|pleased|ready|assist|begin|start"
    r"|step|by|first|think|about|carefully)[,]?)+",
    re.IGNORECASE,
)
_PROSE = re.compile(
    r"\b(?:explain|describe|discuss|write|essay|paragraph|story|poem|letter|summar\w+|argue|compare"
    r"|contrast|outline|elaborate|justify|prove|analy[sz]e|draft|compose|why)\b"
    r"|解释|说明|描述|写|为什么|erkläre|beschreibe|expli\w+|décris|describ\w+|объясни|опиши|説明",
    re.IGNORECASE,
)
_FORM = re.compile(
    r"\s*(?:please\s+)?(?:translate|repeat|print|copy|echo|spell|say|output|type|quote|reproduce"
    r"|(?:reply|respond|answer)\s+(?:only\s+)?with|what (?:is|does) (?:the|an?)?.{0,60}"
    r"(?:character|word|symbol|emoji|sign|letter|term|mean|called|translation)"
    r"|(?:give|name|state|what|which)\b.{0,40}\b(?:operator|symbol|sign|character|punctuation|emoji"
    r"|delimiter|wildcard)"
    r"|which (?:word|symbol|emoji|character|sign)"
    r"|give (?:me )?(?:an?|one|the) (?:emoji|symbol|empty)|return (?:an?|the) empty"
    r"|write (?:only|just|exactly|the (?:word|symbol|character))"
    r"|how do you (?:say|write|spell)|übersetze|traduis|traduce)\b",
    re.IGNORECASE,
)
_SHORT_PROMPT = 200
_LONGEST = 160
_SPACED = re.compile(r"(?<!\S)(?:\w[ _.*-]){3,40}\w(?!\S)")
_LEET = str.maketrans("013457@$", "oleastas")
_EDGES = " \t\n.,:;!?…*_`'\"()[]{}<>-–—#/\\|~=+"


def asks_for_form(prompt: str) -> bool:
    """Return whether a short prompt asks for a word or a sign, so that one may be the answer.

    Example:
        >>> asks_for_form("Translate 'solution' into German."), asks_for_form("Why is it green?")
        (True, False)
    """
    return len(prompt) <= _SHORT_PROMPT and _FORM.match(prompt) is not None


def asks_for_prose(prompt: str) -> bool:
    """Return whether a prompt asks for a text and not for a value.

    Example:
        >>> asks_for_prose("Explain recursion."), asks_for_prose("What is 2 + 2?")
        (True, False)
    """
    return _PROSE.search(prompt) is not None


def is_stub(text: str, *, prose: bool) -> bool:
    """Return whether a text only stands where an answer should.

    Args:
        text: The completion without its reasoning.
        prose: Whether a text was asked for, so that a lone number or "None" is none.

    Example:
        >>> [is_stub(text, prose=True) for text in ("TODO", "10/10", "Hope this helps!", "Ice.")]
        [True, True, True, False]
        >>> is_stub("10/10", prose=False)
        False
    """
    if len(text) > _LONGEST:
        return False
    bare = " ".join(visible(without_markup(text)).replace("’", "'").split()).strip(_EDGES)
    if not bare:
        return prose
    if _ALWAYS.fullmatch(bare) or _PROMISE.fullmatch(bare):
        return True
    return prose and (_FOR_PROSE.fullmatch(bare) is not None or not folded_words(bare))


def unspaced(text: str) -> str:
    """Return the text with words in spaced-out or disguised letters written as words.

    Example:
        >>> unspaced("S o l u t i o n"), unspaced("S0lution: 40")
        ('Solution', 'Solution: 40')
    """
    if len(text) > _LONGEST:
        return text
    text = _SPACED.sub(lambda found: re.sub(r"[ _.*-]", "", found[0]), text)
    words = re.split(r"(\W+)", text)
    return "".join(
        word.translate(_LEET) if re.search(r"[A-Za-z]{3}", word) and not word.isalpha() else word
        for word in words
    )
