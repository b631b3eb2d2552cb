"""The one answer of a reply to a puzzle."""

from __future__ import annotations

import re

from rewardkit import Score
from rewardkit.reading.reasoning import Unfinished, after_reasoning
from rewardkit.reading.reply import trimmed, unfenced
from rewardkit_verifiers.format.lib.extraction import extract

LONGEST = 20_000
# Words that announce an answer and say nothing about it. What follows must be the answer alone.
_INTRO = re.compile(
    r"(?:(?:so|thus|therefore|hence|ok|okay|sure|then)[,:!]?\s+)?"
    r"(?:####\s|"
    r"(?:(?:here\s+is|here['’]s|this\s+is|it\s+is|it['’]s)\s+)?(?:(?:the|my|one|a|final|correct|hidden)\s+){0,3}"
    r"(?:answer|solution|word|guess|entry|expression|equation|result|grid|letter|total|count)"
    r"(?:\s+(?:is|would\s+be)\s*:?|\s*:)|"
    r"(?:it\s+is|it['’]s)(?=\s*[\"“*])|"
    r"i(?:\s+will|['’]ll|\s+would|['’]d)?\s+(?:guess|try|choose|pick|go\s+with|start\s+with)"
    r"(?:\s+(?:the\s+)?(?:letter|word))?\s*:?|"
    r"letter(?=\s+[a-z]\W*\Z))\s*",
    re.IGNORECASE,
)
_ONLY_FENCE = re.compile(r"\A[^`\n]{0,80}:[ \t]{0,9}\n\s{0,9}(```.*```)\Z", re.DOTALL)
_WRAPPERS = (
    ("\\boxed{", "}"),
    ("\\text{", "}"),
    ("\\(", "\\)"),
    ("\\[", "\\]"),
    ("$$", "$$"),
    ("$", "$"),
    ("**", "**"),
    ("__", "__"),
    ("*", "*"),
    ("`", "`"),
    ('"', '"'),
    ("“", "”"),
)
_LAYERS = 6


def answer_of(reply: str, tag: str, *, bare: bool = True) -> str | Score:
    """Return the answer of a reply: what its one block holds, or the reply as a whole.

    Args:
        reply: The reply; its reasoning is set aside.
        tag: The tag of the block; a reply without any such tag is the answer as a whole.
        bare: Whether words that announce the answer and marks around it are set aside.

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
    if len(text) > LONGEST:
        return Score.unparsed("too_long", f"{len(text)} characters, at most {LONGEST} are read")
    fenced = unfenced(text)
    text = bare_answer(text) if bare else text if fenced is None else fenced.strip()
    if not text:
        return Score.unparsed("empty", "nothing in the reply shows")
    return text


def bare_answer(text: str) -> str:
    r"""Return an answer without its fence, the words that announce it, and marks around all of it.

    Example:
        >>> bare_answer("The answer is **stone**."), bare_answer(r"$\boxed{4 \cdot 6}$")
        ('stone', '4 \\cdot 6')
        >>> bare_answer("The answer is not stone"), bare_answer("**a** or **b**")
        ('not stone', '**a** or **b**')
    """
    for _ in range(_LAYERS):
        before = text
        fence = _ONLY_FENCE.match(text)
        text = fence[1] if fence is not None else text
        fenced = unfenced(text)
        text = text if fenced is None else fenced.strip()
        intro = _INTRO.match(text)
        text = text[intro.end() :] if intro is not None and intro.end() < len(text) else text
        text = _unwrapped(text)
        if text == before:
            break
    return text


def _unwrapped(text: str) -> str:
    """Return a text without one pair of marks around it, and a full stop behind them."""
    bare = text[:-1].rstrip() if text.endswith(".") else text
    for opening, closing in _WRAPPERS:
        inside = bare[len(opening) : len(bare) - len(closing)]
        whole = bare.startswith(opening) and bare.endswith(closing) and inside.strip()
        if not whole or len(bare) <= len(opening + closing) or opening in inside:
            continue
        if closing not in inside or (closing == "}" and _braced(inside)):
            return inside.strip()
    return text


def _braced(text: str) -> bool:
    """Return True if every closing brace of a text closes one that it opens."""
    depth = 0
    for char in text:
        depth += (char == "{") - (char == "}")
        if depth < 0:
            return False
    return depth == 0
