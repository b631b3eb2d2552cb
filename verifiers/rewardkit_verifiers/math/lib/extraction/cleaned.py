"""A completion without what is no part of its answer: reasoning, copies, markup, courtesies."""

from __future__ import annotations

import re

from rewardkit.reading.hidden import seen
from rewardkit.reading.reply import trimmed
from rewardkit_verifiers.math.lib.extraction.constants_named import VALUE_ENDS, without_constants
from rewardkit_verifiers.math.lib.extraction.conventions import REASONING_ENDS, REASONING_STARTS
from rewardkit_verifiers.math.lib.extraction.courtesies import ends_on_unit, without_courtesies
from rewardkit_verifiers.math.lib.extraction.found import Missing
from rewardkit_verifiers.math.lib.extraction.prose.runon import before_run_on

# Longer completions are cut at the front: a final answer stands at the end.
LONGEST = 1_000_000
# A prompt shorter than this may well be an answer too, so copies of it are not cut out.
_SHORTEST_PROMPT = 16


def cleaned(completion: str, prompt: str = "") -> str | Missing:
    """Return a completion without reasoning, copies of its prompt, hidden text and courtesies.

    Args:
        completion: What the policy wrote.
        prompt: Copies of it inside the completion do not count.
    """
    text = completion[-LONGEST:]
    if not (text and "!" <= text[0] <= "~" and "!" <= text[-1] <= "~" and text[-1] != ">"):
        # Not printable at both ends, or perhaps a token that ends the turn.
        text = trimmed(text)
    if not text or text.isspace():
        return Missing("empty", "the completion is empty")
    if prompt and len(prompt) >= _SHORTEST_PROMPT and prompt in text:
        text = text.replace(prompt, "\n")
        if text.isspace():
            return Missing("copied_prompt", "the completion is a copy of the prompt")
    # <<3*4=12>> is the calculator of a data set, and neither a tag nor a token of a chat.
    tags = "<" in text and text.count("<") != 2 * text.count("<<")
    if tags or "#" in text:
        text = _after_reasoning(text)
    text = before_run_on(text, prompt, tags)
    if ("~" in text and "~~" in text) or (tags and _ELEMENT.search(text) and _hides(text)):
        text = seen(text)
    end = text[-2:-1] if text[-1:] == "." else text[-1:]
    if end in VALUE_ENDS:
        return text  # neither a courtesy nor a word about constants ends so
    if not _ENDS_ON_VALUE.match(text, max(0, len(text) - 4)) and not ends_on_unit(text):
        text = without_courtesies(text)
    if not text or text.isspace():
        return Missing("unfinished_reasoning", "nothing follows the reasoning")
    return without_constants(text)


def _after_reasoning(text: str) -> str:
    if "think" not in text and "reason" not in text and "thought" not in text and "#R" not in text:
        return text
    cut = max(text.rfind(end) + len(end) if end in text else -1 for end in REASONING_ENDS)
    if cut >= 0:
        text = text[cut:]
    opened = [at for at in map(text.find, REASONING_STARTS) if at >= 0]
    return text[: min(opened)] if opened else text


def _hides(text: str) -> bool:
    """Whether a text may hold markup that keeps a part of it from being seen."""
    if any(map(text.__contains__, _STYLES)):
        return True
    return any(map(text.__contains__, _UNSEEN)) or "<DEL" in text


# An element or comment; <<3*4=12>> is none.
_ELEMENT = re.compile(r"<[A-Za-z!]")
# Words of markup that a reader does not see, or sees struck out; most replies hold none.
_UNSEEN = ("<!--", "<del", "<strike", "<template", "<script", "<style", "<noscript")
_STYLES = ("hidden", "display", "font-size")
# No courtesy ends so.
_ENDS_ON_VALUE = re.compile(r".{0,2}(?:[\d}$]\.?|[}$\s]\\[\])]\.?)\Z", re.DOTALL)
