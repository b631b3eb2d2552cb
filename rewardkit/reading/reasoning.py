r"""Reasoning set aside: what a model thinks aloud before its reply is no part of the reply.

The rule is one for every family, because a model that may put its answer into the reasoning of one
verifier and after the reasoning of another learns neither.
"""

from __future__ import annotations

import re

_WORDS = "think|thinking|thought|thoughts|reasoning|reason|reflection|scratchpad|analysis|cot"
_NAME = rf"(?:[a-z]+:)?(?:{_WORDS}|(?:begin|end|start)_of_(?:thought|think|thinking|reasoning))"
# <think>, [THINK], <|thinking|>, <｜think｜>, ◁think▷, <seed:think>, <|begin_of_thought|>.
_MARK = re.compile(
    rf"(?P<open>[<\[◁][|｜]?)(?P<slash>/?)(?P<name>{_NAME})(?:[|｜]?[>\]▷])", re.IGNORECASE
)
# gpt-oss writes reasoning and reply into channels of one turn.
_CHANNEL = re.compile(
    r"<\|channel\|>\s{0,4}(?P<name>\w{1,20})[^<]{0,40}(?:<\|constrain\|>\w{1,10})?<\|message\|>"
)
_RESPONSE = "###Response"
_QUOTES = "`'\"’”"


class Unfinished(ValueError):
    """The reply is reasoning and nothing after it."""


def after_reasoning(text: str) -> str:
    r"""Return what follows the reasoning of a reply; the whole reply where there is none.

    A marker between quotation marks or backticks is spoken of and ends nothing. A reply that begins
    inside its reasoning, because the prompt opened it, has only the closing marker.

    Args:
        text: The reply.

    Raises:
        Unfinished: The reasoning has no end, or nothing follows it.

    Example:
        >>> after_reasoning("<think>B? No.</think> The answer is C.")
        'The answer is C.'
        >>> after_reasoning("hm </think>\n\nParis"), after_reasoning("[THINK]hm[/THINK]4")
        ('Paris', '4')
        >>> try:
        ...     after_reasoning("<think>The answer is C.")
        ... except Unfinished as why:
        ...     print(why)
        the reasoning has no end
    """
    start, opened = 0, False
    if "<|channel|>" in text:
        start, opened = _final_channel(text)
    if _RESPONSE in text:
        start = max(start, text.rfind(_RESPONSE) + len(_RESPONSE))
    for mark in _MARK.finditer(text):
        if mark.start() < start or _quoted(text, mark.start(), mark.end()):
            continue
        if _closes(mark):
            start, opened = mark.end(), False
        else:
            opened = True
    if opened:
        raise Unfinished("the reasoning has no end")
    if start == 0:
        return text
    rest = text[start:].strip()
    if not rest:
        raise Unfinished("nothing follows the reasoning")
    return rest


def names_reasoning(tag: str) -> bool:
    """Return whether a tag is one that models put around their reasoning.

    Example:
        >>> [names_reasoning(tag) for tag in ("think", "Reasoning", "answer", "")]
        [True, True, False, False]
    """
    return tag.lower() in _WORDS.split("|")


def _closes(mark: re.Match[str]) -> bool:
    return bool(mark["slash"]) or mark["name"].lower().startswith("end_of")


def _quoted(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    return bool(before) and bool(after) and before in _QUOTES + "‘“" and after in _QUOTES


def _final_channel(text: str) -> tuple[int, bool]:
    """Return where the text of the last channel begins, and whether it is one of reasoning."""
    start, opened = 0, False
    for channel in _CHANNEL.finditer(text):
        start, opened = channel.end(), channel["name"].lower() != "final"
    return start, opened
