"""Marks around an answer that are no part of it: HTML, quotation, arrows, the next question."""

from __future__ import annotations

import re

from rewardkit_verifiers.text.lib.turns import first_turn

_TAG = re.compile(
    r"</?(?:b|i|u|s|p|em|strong|span|div|br|hr|mark|small|big|code|pre|tt|kbd|samp|font|center"
    r"|h[1-6]"
    r"|ul|ol|li|table|thead|tbody|tr|td|th|section|article|blockquote"
    r"|q)(?:\s[^<>\n]{0,80})?\s?/?>",
    re.IGNORECASE,
)
_PROMPT = re.compile(r"^[ \t]*>{1,3}[ \t]*(?=\S)", re.MULTILINE)
_ARROW = re.compile(r"(?:[=-]{1,3}>)(?=\s*\S)|⟶|⟹|➜|➔|➡|⮕")
_HEADING = re.compile(r"^[ \t]*#{1,6}[ \t]+(?=\S)|(?<=\s)#[ \t]+(?=[-+]?\d)", re.MULTILINE)
_STRONG = re.compile(r"(?<![\w_])__(?=[^\s_])([^_\n]{1,200})__(?![\w_])")
_BELOW_ZERO = re.compile(
    r"(?<![-\d.,])(\d+(?:\.\d+)?)\s*(°\s?[CF]?|degrees?(?:\s(?:celsius|fahrenheit|C"
    r"|F))?)?\s+below\s+zero\b",
    re.IGNORECASE,
)
# "It's just 42" says no more than 42; "just under 42" does.
_JUST = re.compile(r"\b(?:just|simply|merely)\s+(?=[-+$€£*_(\\]{0,3}\d)", re.IGNORECASE)


def undressed(text: str) -> str:
    r"""Return a reply without what is around its answer and no part of it.

    Example:
        >>> undressed("<b>42</b>"), undressed("6*7 => 42"), undressed("> It's just 42.")
        ('42', '6*7 → 42', "It's 42.")
        >>> undressed("42\n\nQ: What is 3 + 4?\nA: 7")
        '42'
    """
    text = text.replace("{,}", ",") if "{,}" in text else text  # thousands in LaTeX
    text = first_turn(text)  # a model that was not taught to stop asks on
    if "<" in text and ">" in text:
        text = _TAG.sub("", text)
    if ">" in text:
        text = _ARROW.sub("→", _PROMPT.sub("", text))
    if "#" in text:
        text = _HEADING.sub(" ", text)
    text = _BELOW_ZERO.sub(r"-\1 \2", text)
    return _JUST.sub("", _STRONG.sub(r"\1", text)).strip()
