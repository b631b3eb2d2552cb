r"""Marks that say nothing by themselves: role tokens, delimiters, commands around nothing."""

from __future__ import annotations

import re

_ROLES = "user|assistant|system|model|tool|developer|human|ai|gpt|bot"
_NAMES = (
    "s|bos|eos|pad|unk|start_of_turn|end_of_turn|start_header_id|end_header_id|eot_id|im_start"
    "|im_end|sep|cls|mask|endoftext|answer|think|thinking|reasoning|thought|output|response|result"
    "|solution|final|submission|question|reference|criteria|rival|rubric|verdict|score|grade"
    "|answer-[\\w-]+|submission-[\\w-]+"
)
_TOKEN = re.compile(
    # A token that opens a turn takes the role that follows it along.
    rf"<[|｜][^<>|｜]{{0,40}}[|｜]>\s*(?:(?:{_ROLES})\b(?=\s*(?:\n|<|$)))?"
    rf"|</?(?:{_NAMES})\s*/?>(?:(?<=turn>)\s*(?:{_ROLES})\b)?"
    r"|<<\s*/?SYS\s*>>"
    r"|\[\s*/?\s*(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_RESULTS"
    r"|(?:BEGIN|END)(?: [A-Z]+)?)\s*\]",
    re.IGNORECASE,
)
_EMPTY_FENCE = re.compile(r"(`{3,}|~{3,})[\w+-]{0,20}\s*\1")
# Innermost first: \boxed{\text{}} takes two turns.
_EMPTY_COMMAND = re.compile(r"\\[a-zA-Z]+\*?(?:\s*\{\s*\})+")
_LAYERS = 4


def without_markup(text: str) -> str:
    r"""Return the text without marks that are no part of what it says.

    Example:
        >>> without_markup("<|im_start|>assistant\n</s>[/INST] \\boxed{\\text{}}").strip()
        ''
        >>> without_markup("<div>a < b</div> \\pi")
        '<div>a < b</div> \\pi'
    """
    if "<" in text or "[" in text:
        text = _TOKEN.sub(" ", text)
    text = _EMPTY_FENCE.sub(" ", text)
    for _ in range(_LAYERS):
        bare = _EMPTY_COMMAND.sub(" ", text) if "\\" in text else text
        if bare == text:
            break
        text = bare
    return text
