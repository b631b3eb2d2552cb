"""The tokens of a worked solution: numbers, operators, relations and words, with their places."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from rewardkit_verifiers.math.lib.word_lists import listed

Kind = Literal["num", "op", "(", ")", "=", "~", "word", "frac", "%", "end", "other"]

_SCAN = re.compile(
    r"(?P<num>\d{1,3}(?:(?:,|\{,\}|\\,)\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|(?<![\w.])\.\d+)"
    r"|(?P<blank>[^\S\n]+|\\[,;:! ]|\\q?quad(?![A-Za-z])|[&~\u200b]"
    r"|\\(?:left|right|displaystyle|boxed|big|Big)(?![A-Za-z])|\\[()\[\]]|\\?\$|[€£]|\*\*(?![\d(])|(?<![\w)])\*\*)"
    r"|(?P<op>\*\*|[-+*/^−–×·∗÷⁄²³]|\\(?:times|cdot|ast|div)(?![A-Za-z]))"
    r"|(?P<frac>\\[dt]?frac(?![A-Za-z]))"
    r"|(?P<open>[({\[])|(?P<close>[)}\]])"
    r"|(?P<eq>==?(?!=))|(?P<approx>≈|\\approx(?![A-Za-z]))"
    r"|(?P<percent>\\?%)"
    r"|(?P<end>\n|\\\\)"
    r"|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)?)"
    r"|(?P<other>\\[A-Za-z]+|.)",
    re.DOTALL,
)
_OPS = {
    "−": "-", "–": "-", "×": "*", "·": "*", "∗": "*", "\\times": "*", "\\cdot": "*",
    "\\ast": "*", "÷": "/", "⁄": "/", "\\div": "/", "**": "^",
}  # fmt: skip
_RAISED = {"²": "2", "³": "3"}
# The calculator's notes of GSM8K repeat what stands before them.
_NOTE = re.compile(r"<<[^<>\n]{0,200}>>")
_FRAME = re.compile(r"\\(?:begin|end)\{[^{}\n]{0,40}\}(?:\{[^{}\n]{0,40}\})?")
_TEXT = re.compile(r"\\(?:text|textbf|mathrm|mbox)\s{0,4}\{([^{}\n]{0,80})\}")
_BULLET = re.compile(r"(?m)^([^\S\n]*)(?:[-*+•–]|\(?\d{1,3}[.)])(?=\s)")
_MONEY = frozenset("$€£")


@dataclass(frozen=True, slots=True)
class Token:
    """One token.

    Attributes:
        kind: Its kind.
        text: Its text; operators are written as `+ - * / ^`.
        start: Where it begins in the text.
        end: Where it ends.
        glued: Whether nothing stands between it and the token before it.
        money: Whether a sign of money stands before it.
    """

    kind: Kind
    text: str
    start: int
    end: int
    glued: bool = False
    money: bool = False


def tokens(text: str) -> list[Token]:
    r"""Return the tokens of a text in linear time; blanks and signs of mathematics are left out.

    Example:
        >>> [one.text for one in tokens(r"So \(3 \times \$4 = 12\) euros.")]
        ['So', '3', '*', '4', '=', '12', 'euros', '.']
    """
    text = _NOTE.sub(_blanked, text)
    text = _FRAME.sub(lambda found: "\n".ljust(len(found[0])), text)
    text = _TEXT.sub(lambda found: found[1].rjust(len(found[0])), text)
    text = _BULLET.sub(_blanked, text)
    out: list[Token] = []
    glued, money = False, False
    for found in _SCAN.finditer(text):
        kind, written = str(found.lastgroup), found[0]
        if kind == "blank":
            # A sign of money glues nothing and is none of the numbers.
            money = written.lstrip("\\") in _MONEY
            glued = False
            continue
        out += _made(kind, written, found.start(), found.end(), glued, money)
        glued, money = True, False
    return out


def _blanked(found: re.Match[str]) -> str:
    return " " * len(found[0])


_KINDS: dict[str, Kind] = {
    "num": "num", "frac": "frac", "open": "(", "close": ")", "eq": "=", "approx": "~",
    "percent": "%", "end": "end", "word": "word", "other": "other",
}  # fmt: skip


def _made(kind: str, written: str, start: int, end: int, glued: bool, money: bool) -> list[Token]:
    if kind == "op":
        if written in _RAISED:
            power = Token("num", _RAISED[written], start, end, True)
            return [Token("op", "^", start, end, glued), power]
        return [Token("op", _OPS.get(written, written), start, end, glued)]
    if kind == "num":
        written = written.replace("{,}", "").replace("\\,", "").replace(",", "")
    if kind == "word" and written.lower() in _PERCENT:
        kind = "percent"
    return [Token(_KINDS[kind], written, start, end, glued, money)]


_PERCENT = frozenset(listed("percent percents pct"))
