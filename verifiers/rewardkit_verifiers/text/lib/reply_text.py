"""The reply of a completion without its reasoning, and the reasoning alone."""

from __future__ import annotations

import re

from rewardkit import Score
from rewardkit.reading.hidden import seen
from rewardkit.reading.reasoning import Unfinished, after_reasoning
from rewardkit.reading.reply import trimmed

_FENCED = re.compile(r"```.*?(?:```|\Z)", re.DOTALL)
_MARKS = re.compile(
    r"</?[a-zA-Z_]{1,20}>|<\|[^|<>]{1,40}\|>|https?://\S+|\$[^$\n]{1,400}\$|`[^`\n]*`"
)


def reply_and_reasoning(completion: str) -> tuple[str, str] | Score:
    """Return what a reply says and what was thought before it, or the score of one without a reply.

    Example:
        >>> reply_and_reasoning("<think>Hm.</think> Paris")
        ('Paris', '<think>Hm.</think> ')
    """
    try:
        reply = after_reasoning(completion)
    except Unfinished as why:
        return Score.unparsed("unfinished_reasoning", str(why))
    shown = trimmed(reply)
    if not shown:
        return Score.unparsed("empty", "nothing in the reply shows")
    return shown, completion[: completion.rindex(reply)]


def prose(text: str) -> str:
    """Return a text without code, formulas, links, tags and what is hidden or struck out.

    Example:
        >>> prose("See `x` and <b>$y$</b> there").split()
        ['See', 'and', 'there']
    """
    return _MARKS.sub(" ", seen(_FENCED.sub(" ", text)))
