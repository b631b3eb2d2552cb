"""The one answer of a reply to a puzzle."""

from __future__ import annotations

from rewardkit import Score
from rewardkit.reading.reasoning import Unfinished, after_reasoning
from rewardkit.reading.reply import trimmed, unfenced
from rewardkit_verifiers.format.lib.extraction import extract

LONGEST = 20_000


def answer_of(reply: str, tag: str) -> str | Score:
    """Return the answer of a reply: what its one block holds, or the reply as a whole.

    Args:
        reply: The reply; its reasoning is set aside.
        tag: The tag of the block; a reply without any such tag is the answer as a whole.

    Returns:
        The answer, or the score of a reply that has none.

    Example:
        >>> answer_of("<think>2*12?</think> So <answer> 4*6 </answer>", "answer")
        '4*6'
        >>> answer_of("<answer>1</answer> or <answer>2</answer>", "answer").reason
        'missing_tag'
    """
    try:
        text = after_reasoning(reply)
    except Unfinished as why:
        return Score.unparsed("unfinished_reasoning", str(why))
    if tag and f"<{tag}>" in text:
        inside = extract(text, tag)
        if inside is None:
            return Score.unparsed("missing_tag", f"there is no single <{tag}> block")
        text = inside
    text = trimmed(text)
    fenced = unfenced(text)
    text = text if fenced is None else fenced.strip()
    if not text:
        return Score.unparsed("empty", "nothing in the reply shows")
    if len(text) > LONGEST:
        return Score.unparsed("too_long", f"{len(text)} characters, at most {LONGEST} are read")
    return text
