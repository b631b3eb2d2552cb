"""Changes to a completion that should not change its score (metamorphic relations).

Metamorphic testing needs no reference score, only a change whose effect is known: Chen, Cheung
and Yiu, HKUST-CS98-01 (1998).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from rewardkit.data.sample import Sample

PROSE = "\n\nI hope this helps!"
Change = Callable[[str], str]


def leading_whitespace(text: str) -> str:
    """Put white space before a completion."""
    return "\n  " + text


def trailing_whitespace(text: str) -> str:
    """Put white space after a completion."""
    return text + "  \n\n"


def crlf(text: str) -> str:
    r"""Give a completion the line ends of Windows.

    Example:
        >>> crlf("a\nb\r\n")
        'a\r\nb\r\n'
    """
    return text.replace("\r\n", "\n").replace("\n", "\r\n")


def trailing_prose(text: str) -> str:
    """Put a polite sentence after a completion; it holds no digit and no markup."""
    return text + PROSE


RELATIONS: dict[str, Change] = {
    "leading_whitespace": leading_whitespace,
    "trailing_whitespace": trailing_whitespace,
    "crlf": crlf,
    "trailing_prose": trailing_prose,
}


def changed(sample: Sample, change: Change) -> Sample | None:
    """Return a sample with its completion changed; None where the change does nothing.

    Of a chat, the text of the last assistant message is changed. An empty completion has
    nothing to be wrapped in white space or prose, and stays as it is.
    """
    text = sample.text
    if not text or change(text) == text:
        return None
    if isinstance(sample.completion, str):
        return replace(sample, completion=change(text))
    messages = list(sample.completion)
    for index in range(len(messages) - 1, -1, -1):
        if messages[index].get("role", "assistant") == "assistant":
            messages[index] = {**messages[index], "content": change(text)}
            return replace(sample, completion=messages)
    return None
