"""Answers in words: a name, a day, yes or no, that there is no solution."""

from __future__ import annotations

import re

from rewardkit_verifiers.math.lib.extraction.prose.tokens import LETTER

_BOLD = re.compile(r"\*\*([^*\n]{1,60}?)\*\*")
_DAY = re.compile(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b|\b(?:january|february|march|april|june|july"
    r"|august|september|october|november|december)\b",
    re.IGNORECASE,
)
# The day before Thursday is none.
_BESIDE_DAY = re.compile(
    r"\b(?:days?|weeks?|months?|hours?|one|right|just)\s(?:before|after|from|prior to|past)"
    r"\s(?:an?\s|the\s|this\s|next\s|last\s)?\Z",
    re.IGNORECASE,
)
_SET = re.compile(r"\\text(?:bf|it)?\s?\{([^\W\d_][^{}]{1,30})\}")
_YES = re.compile(
    r"\W*(yes|no|true|false|ja|nein|oui|non|sí|si|sim|não|да|нет|是|不是|はい|いいえ|네|아니요)\b",
    re.IGNORECASE,
)
_ASKED_YES = re.compile(
    r"yes|no|true|false|ja|nein|oui|non|sí|si|sim|não|да|нет|是|不是|はい|いいえ|네|아니요",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<![.!?]\s)(?<!^)\b[A-ZÀ-ÖØ-ÞА-Я][^\W\d_A-Z]{1,14}\b")
_OPENERS = (
    r"(?:(?:so|thus|therefore|hence|then|and|but|finally|overall|clearly|in conclusion"
    r"|it follows that"
    r"|we conclude that|also|damit|donc|por tanto|logo|quindi|значит|итак),?\s+)*"
)
_SUBJECT = re.compile(
    rf"\W*{_OPENERS}(?P<name>[A-ZÀ-ÖØ-ÞА-Я]{LETTER}{{1,14}})\s+(?:is|was|has|had|wins?|won"
    rf"|gets?|got|will|earned|ran"
    r"|finished|came|ist|hat|est|a|es|tiene|é|tem|è|ha)\b",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"\b(?:is|are|was|were|be|called|named|on|falls on|a|ist|heißt|est|es|é|è|это"
    r"|jest)\s+(?:an?\s+|the\s+|always\s+|der\s+"
    rf"|die\s+|das\s+|le\s+|la\s+|el\s+|o\s+)?(?P<words>(?:{LETTER}[\w'’-]*\s?){{1,4}})\W*\Z",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"\b(?:not|never|neither|nor|cannot|nicht|kein\w*|pas|nunca|não|non|не)\b|n['’]t\b",
    re.IGNORECASE,
)
_NOTHING = re.compile(
    r"\b(?:no|none|not|never|cannot|impossible|doesn['’]t|don['’]t)\b", re.IGNORECASE
)


def named(sentence: str, prompt: str, wanted: str) -> str:
    """Return the words with which a sentence answers, or an empty text.

    Args:
        sentence: A sentence of a reply.
        prompt: The question; a name that answers it is mostly in it.
        wanted: The reference: its sort of word is looked for, never the word itself.

    Example:
        >>> named("So **Ann** was the fastest, at 7 mph.", "Who was faster, Ann or Bob?", "Ann")
        'Ann'
        >>> named("In 100 days it will be a Wednesday.", "It is Monday.", "Friday")
        'Wednesday'
    """
    set_in_text = {match.strip(" .") for match in _SET.findall(sentence)}
    if len(set_in_text) == 1 and not _NOT.search(sentence):
        return str(set_in_text.pop())
    plain = sentence.replace("__", "**")
    if _ASKED_YES.fullmatch(wanted.strip(" .")):
        said = _YES.match(plain)
        return said[1] if said is not None else ""
    if _DAY.fullmatch(wanted.strip(" .")):
        found = list(_DAY.finditer(plain))
        kept = [day for day in found if not _BESIDE_DAY.search(plain, 0, day.start())]
        return _only([day[0] for day in kept], prompt)
    bold = {match[1].strip(" .:") for match in _BOLD.finditer(plain) if not match[1].endswith(":")}
    if len(bold) == 1:
        return "" if _NOT.search(plain.partition("**")[0]) else bold.pop()
    plain = plain.replace("**", "")
    if _NOT.search(plain):
        return ""
    if wanted.strip("$ ").removeprefix("\\text{")[:1].isupper():
        subject = _SUBJECT.match(plain)
        if subject is not None and subject["name"] in prompt:
            return str(subject["name"])
        names = {name for name in _NAME.findall(plain) if name in prompt}
        if len(names) == 1:
            return str(names.pop())
    ends = _ENDS.search(plain)
    if ends is not None and not _NOTHING.search(ends["words"]):
        return str(ends["words"]).strip()
    return ""


def _only(found: list[str], prompt: str) -> str:
    """Return the one word of several that the question does not give; empty where there is none."""
    once = list(dict.fromkeys(word.lower() for word in found))
    new = [word for word in once if word not in prompt.lower()]
    if len(new) == 1 or len(once) == 1:
        only = (new or once)[0]
        return next(word for word in found if word.lower() == only)
    return ""
