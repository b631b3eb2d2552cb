"""The raw reply of a model: what surrounds its text without being part of it."""

from __future__ import annotations

import unicodedata

# Tokens that mark the end of a turn; a trainer that decodes them leaves them in the text. A list,
# not a rule: a format may well close a block with `<|end_of_solution|>`, which ends no turn.
_PIPED = (
    "im_end im_start endoftext end_of_text eot_id eom_id eot eom end return call eos pad user"
    " assistant system end_of_turn end_of_turn_token endofturn end_of_role end_of_sentence"
    " end▁of▁sentence end_of_message begin_of_text start_header_id eoa eoe endofresponse"
)
_PLAIN = "s eos pad eoa eoe eot eom end_of_turn end_of_utterance end_of_text turn seed:eos sep"
_TOKENS = (
    *(f"<{bar}{name}{bar}>" for name in _PIPED.split() for bar in "|｜"),
    *(f"<{slash}{name}>" for name in _PLAIN.split() for slash in ("", "/") if name + slash != "s"),
    *("<turn|>", "[|endofturn|]", "[e~[", "[eos]", "<eod>", "<longcat_user>", "<|eoh|>"),
)
END_TOKENS = frozenset(_TOKENS)
_LONGEST_TOKEN = max(map(len, END_TOKENS))
FENCES = ("```", "~~~")
# Letters, marks and symbols by category that nevertheless show nothing on the page.
BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufffc\ufffd")
_INVISIBLE = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp", "Zs"}


def invisible(char: str) -> bool:
    r"""Return whether a character shows nothing on the page.

    Example:
        >>> [invisible(char) for char in " \u200bx"]
        [True, True, False]
    """
    return char in BLANKS or unicodedata.category(char) in _INVISIBLE


def trimmed(text: str) -> str:
    r"""Return the text without invisible characters and end-of-turn tokens at its ends.

    Example:
        >>> trimmed("\ufeff 36 <|im_end|>\n")
        '36'
    """
    start, end = 0, len(text)
    while True:
        while end > start and invisible(text[end - 1]):
            end -= 1
        token = _end_token(text, start, end)
        if not token:
            break
        end -= token
    while start < end and invisible(text[start]):
        start += 1
    return text[start:end]


def without_end_tokens(text: str) -> str:
    r"""Return the text without the end-of-turn tokens that close it; all else is kept.

    Example:
        >>> without_end_tokens(" 36 \n<|im_end|>\n")
        ' 36 \n'
        >>> without_end_tokens(" 36 \n")
        ' 36 \n'
    """
    end = len(text)
    while True:
        at = end
        while at and text[at - 1].isspace():
            at -= 1
        token = _end_token(text, 0, at) if at else 0
        if not token:
            return text[:end]
        end = at - token


def _end_token(text: str, start: int, end: int) -> int:
    """Return how long the end-of-turn token is that a text ends with; 0 where there is none."""
    if text[end - 1 : end] not in (">", "[", "]"):
        return 0
    # A look at the last few characters, so that a megabyte of end tokens stays linear.
    tail = text[max(start, end - _LONGEST_TOKEN) : end].lower()
    at = max(tail.rfind("<"), tail[:-1].rfind("["))
    return len(tail) - at if at >= 0 and tail[at:] in END_TOKENS else 0


def unfenced(text: str, languages: tuple[str, ...] | None = None) -> str | None:
    r"""Return what a code fence around the whole (trimmed) text holds, or None.

    Args:
        text: The text, without blanks at its ends.
        languages: The words that may stand after the opening fence, in lower case; None for any.

    Example:
        >>> unfenced("```json\n{}\n```", ("json",))
        '{}\n'
        >>> unfenced("{}") is None
        True
    """
    mark = text[:3]
    first_line = text.find("\n")
    if mark not in FENCES or first_line < 0:
        return None
    language = text[3:first_line].strip()
    if mark[0] in language or (languages is not None and language.lower() not in languages):
        return None
    last_line = text.rfind("\n") + 1
    if last_line <= first_line or text[last_line:].strip() != mark:
        return None
    inside = text[first_line + 1 : last_line]
    return None if f"\n{mark}" in f"\n{inside}" else inside


def wordless(text: str) -> bool:
    """Return whether a text has no letter and no digit, whatever else it has.

    Example:
        >>> wordless(" ** --- "), wordless("So: 4")
        (True, False)
    """
    return not any(char.isalnum() and char not in BLANKS for char in text)
