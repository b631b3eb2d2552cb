r"""Whether a reply declines to answer a question because it does not know.

It must say so, and each further sentence must be of a kind that answers nothing: politeness,
advice, or what the source of the question holds. A guess before or after is an answer.
"""

from __future__ import annotations

import re

from rewardkit_verifiers.text.lib.wording import normal

_FIRST_PERSON = re.compile(
    r"\bi(?:['’]m|\s+am|\s+was)?\s+(?:really\s+|just\s+|honestly\s+|simply\s+)?"
    r"(?:(?:do\s+not|don['’]?t|did\s+not|didn['’]t)\s+(?:actually\s+|really\s+)?"
    r"(?:know(?!\s+(?:of\s+any|any|everything|every|him|her|them)\b)|recall|remember|have\s+"
    r"(?:\w+\s+){0,3}?(?:information|knowledge|data|details|access|answer|idea|records?|evidence))"
    r"|have\s+no\s+(?:idea|clue|information|knowledge|way)|not\s+(?:sure|certain|aware|able)"
    r"|unsure|uncertain|unable\s+to\s+(?:answer|determine|find|say|tell|verify|confirm)"
    r"|(?:can\s?not|can['’]t|could\s+not|couldn['’]t)\s+(?:\w+ly\s+|be\s+)?"
    r"(?:answer|determine|find|recall|remember|sure|certain|(?:say|tell|verify|confirm)"
    r"(?!\s+(?:i|we|that|it|he|she|they|you\s+how\s+(?:much|glad|happy))\b)))"
    r"|\bno\s+(?:idea|clue)\b(?!\s+(?:is|was|that)\b)|\b(?:nobody|no\s+one)\s+(?:really\s+)?knows\b"
    r"|\bweiß\s+(?:ich|es|das)?\s*(?:\w+\s+)?nicht|\bje\s+ne\s+sais\s+pas|\bno\s+(?:lo\s+)?sé\b"
    r"|\bnão\s+sei\b|\bnon\s+(?:lo\s+)?so\b|\bне\s+знаю\b|不知道|不清楚|不确定|无法(?:确定|回答|得知)"
    r"|わかりません|分かりません|存じません|모르겠|모릅니다",
    re.IGNORECASE,
)
_PASSIVE = re.compile(
    r"(?:\bcan\s?not|\bcan['’]t|\bcould\s+not|(?:\bis|\bwas|['’]s)\s+not\s+possible\s+to"
    r"|\bis\s+impossible\s+to)\s+"
    r"(?:be\s+)?(?:determined?|answer(?:ed)?|know|known|say|said|tell|told|inferred|infer)\b"
    r"(?!\s+(?:i|we|that|it|he|she|they|you)\b)"
    r"|\b(?:is|are|was|remains?)\s+(?:unknown|unanswerable|not\s+(?:known|stated|mentioned|given"
    r"|specified|provided|answerable|disclosed))\b(?!\s+(?:for|as|to|by)\b)"
    r"|\bdo(?:es)?(?:\s+not|n['’]t)\s+(?:mention|state|say|specify|provide|contain|give|include"
    r"|answer|tell|indicate)\b"
    r"|\bnone\s+of\s+the\s+\w+\s+(?:mentions?|states?|says?|gives?|contains?|includes?)\b"
    r"|\b(?:not\s+enough|insufficient|no)\s+(?:information|context|data|details)\b",
    re.IGNORECASE,
)
_ALONE = re.compile(
    r"(?:n/?a|unknown|unanswerable|idk|not\s+(?:known|answerable|given|stated|mentioned|sure"
    r"|enough\s+information)|no\s+answer|none\s+of\s+the\s+above|unsure|undetermined"
    r"|(?:can\s?not|can['’]t)\s+be\s+(?:determined|answered)|insufficient\s+\w{2,14}|no\s+idea"
    r"|abstain|pass)"
)
_SOURCE = (
    r"(?:passages?|texts?|documents?|articles?|contexts?|paragraphs?|questions?|premise|sources?"
    r"|information|data|excerpts?|story|reports?|details?|prompt)"
)
_CONNECTED = re.compile(r"\W*(?:but|and|so|ich|das|i|我)\W*", re.IGNORECASE)
# What stands before "I do not know" in its sentence, and what a sentence beside it may begin with.
_COURTESY = re.compile(
    r"\W*(?:i['’]m\s+(?:so\s+)?(?:sorry|afraid)|sorry|unfortunately|apologies|i\s+apologi[sz]e"
    r"|thanks?\b|thank\s+you|(?:that(?:['’]s|\s+is)\s+(?:an?\s+)?)?(?:\w+ly\s+)?(?:great|good|hard"
    r"|interesting|tricky|difficult)\s+question|hmm+\b|well\b|honestly\b|as\s+an?\s+(?:ai|large"
    r"|language)|i\s+(?:have\s+)?(?:looked|searched|checked|read|reviewed|went)|désolé|tut\s+mir"
    r"|lo\s+siento|leider\b|抱歉|对不起|すみません|申し訳|죄송"
    rf"|(?:based\s+on|given|from|according\s+to|without)\s+(?:\w+\s+){{0,4}}?{_SOURCE})",
    re.IGNORECASE,
)
_ABOUT_SOURCE = re.compile(
    rf"\W*(?:(?:the|this|that|your|it|there|only)\s+){{0,2}}(?:\w+\s+)?{_SOURCE}\b"
    r"(?![^.\n]{0,200}\b(?:impl(?:y|ies)|suggests?|hints?|indicates?|states?|says?|names?|seems?)\b)",
    re.IGNORECASE,
)
_ADVICE = re.compile(
    r"\W*(?:i\s+(?:would\s+|['’]d\s+)?(?:recommend|suggest|advise)|you\s+(?:may|might|can|could"
    r"|should|would)|please|let\s+me\s+know|feel\s+free|if\s+you\s+(?:can|could|have|give|provide"
    r"|share|let|need|want|tell)|could\s+you|(?:it\s+)?(?:may|might)\s+help)\b",
    re.IGNORECASE,
)
# A sentence that gives an answer all the same.
_COMMITS = re.compile(
    r"\b(?:(?:the|my|final|best)\s+(?:answer|guess)\s*(?:is|was|would|must|might|could|may|[:=])"
    r"|answer\s*[:=]|i(?:['’]d|\s+would|\s+will)?\s+(?:(?:have\s+to\s+)?(?:guess|say|think|believe"
    r"|suspect|assume|bet|go\s+with|pick))|it(?:['’]s|\s+is|\s+was|\s+might\s+be|\s+may\s+be)\s+"
    r"(?!not\b|impossible|unclear|unknown|un|hard|difficult)\w|probably|likely|perhaps|maybe"
    r"|presumably|must\s+be|other\s+than|except|apart\s+from|nevertheless|nonetheless"
    r"|it\s+(?:says|names|states)|that\s+said|if\s+i\s+had\s+to)\b"
    r"|\b(?:but|although|though|however)\b(?!\s*[.!]?\s*$)(?!,?\s+(?:i|it|this|that|the\s+\w+)?\s*"
    r"(?:can|do|does|is|was|could|have|am|['’]m)?\s?(?:not|n['’]t|no|unable|unknown)\b)"
    r"|\\boxed|<answer>|\?\s*$|\*\*\w",
    re.IGNORECASE,
)
# Behind a pause stands a reason, an apology or more of the same.
_PAUSE = re.compile(
    r"(?:[,;:]|\s[-–—])\s*(?!(?:sorry|but|though|however|as|because|since|so|and|nor|or|if|unless"
    r"|unfortunately|tut\b|leider|désolé|lo\s+siento|which|who|what|when|where|why|how|there"
    r"|please|either|at|due|given|nobody|i\b"
    r"|it\b|the\b|your\b|this\b|it['’]s\b|i['’]m\b))\S",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+|(?<=[。！？])|\.{3,}")
_LONGEST, _NEAR = 2_000, 80


def abstains(text: str) -> bool:
    """Return True if a reply says that it does not know, and gives no answer all the same.

    Args:
        text: The reply without its reasoning, or what its block holds.

    Example:
        >>> abstains("I'm sorry, I don't know."), abstains("Unknown")
        (True, True)
        >>> abstains("I don't know, but it is probably Paris."), abstains("Paris. I don't know.")
        (False, False)
    """
    if len(text) > _LONGEST:
        return False
    if _ALONE.fullmatch(normal(text, ignore_case=True, punctuation="trim")):
        return True
    sentences = [one for one in _SENTENCE.split(text.strip()) if any(map(str.isalnum, one))]
    says = [_says(one) for one in sentences]
    return any(says) and all(
        said or _answers_nothing(one) for said, one in zip(says, sentences, strict=True)
    )


def _says(sentence: str) -> bool:
    """Return True if a sentence says that the writer, or nobody, knows; and no more than that."""
    found = _FIRST_PERSON.search(sentence)
    if found is not None:
        before = sentence[: found.start()].strip(" \t*_\"'-")
        polite = len(before) <= _NEAR and _COURTESY.match(before) is not None
        fits = not before or polite or _CONNECTED.fullmatch(before) is not None
        if not fits and _PASSIVE.search(before) is None and _ABOUT_SOURCE.match(before) is None:
            return False
    else:
        found = _PASSIVE.search(sentence)
    if found is None or _COMMITS.search(sentence):
        return False
    return _PAUSE.search(sentence, found.end()) is None


def _answers_nothing(sentence: str) -> bool:
    kinds = (_COURTESY, _ABOUT_SOURCE, _ADVICE)
    return any(kind.match(sentence) for kind in kinds) and not _COMMITS.search(sentence)
