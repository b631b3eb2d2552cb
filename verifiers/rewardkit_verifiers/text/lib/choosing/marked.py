r"""The value that a reply boxes last, or ends on in bold: `= \boxed{\frac{20}{3}}`, `= **16**`.

Where it is the text of an option, that option was worked out; where it is a number that no option
has, none was.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass

from rewardkit_verifiers.text.lib.choosing.conclusions import UNDECIDED
from rewardkit_verifiers.text.lib.choosing.names import pieces
from rewardkit_verifiers.text.lib.choosing.polarity import retracted
from rewardkit_verifiers.text.lib.choosing.reading import claimed

_BOLD = re.compile(
    r"(?:[=≈:]|\b(?:is|are|equals?|ist|est|es|è|é|это))\s{0,3}\$?(?:\*\*|__)(?P<value>[^*\n_]{1,80})(?:\*\*|__)"
    r"(?P<unit>\s{0,3}[^\W\d_]{0,12}(?:\s[^\W\d_]{1,12})?)[.。!]?[\s`*$]{0,8}\Z",
    re.IGNORECASE,
)
# Signs and words that tell the unit of a value, and what is set equal to it.
_UNIT = re.compile(
    r"\^\s?\{?\s?\\?circ\s?\}?|\^\s?\\degree|°|\\degree|\\(?:text|mathrm|textrm)\s?\{\s?(?:degrees?|units?)\s?\}"
    r"|\bdegrees?\b|\bunits?\b|(?<=\d)º"
)
_NAMED = re.compile(
    r"\s{0,3}(?:\\[a-z]{1,12}\s{0,2})?[A-Za-z]{0,12}(?:\s{0,2}[A-Z]{1,4})?\s{0,3}[=≈]\s{0,3}"
)
_BOX = re.compile(r"\\(?:boxed|fbox)\s{0,3}\{")
_NUMBER = re.compile(r"-?\d{1,12}(?:\.\d{1,12})?")
_BOUND = re.compile(r"(?:[<>≤≥≠]|\\(?:neq?|leq?|geq?|lt|gt))[\s$]{0,4}\Z")
_CLOSE = 0.01
_SCALES = (10.0, 100.0, 1000.0, 60.0)
_LONGEST, _LAST = 200, 160
_MOST = 20  # of the boxes the last are read


@dataclass(frozen=True, slots=True)
class Mark:
    """The last value that a reply marks.

    Attributes:
        letters: The options of which it is the text, or an earlier box.
        number: Its value where it is a plain number.
        start: Where the box or the bold letters begin.
        end: Where they end.
        boxed: Whether it stands in a box.
        holds: Whether the reply says it, and does not deny, bound or suppose it.
    """

    letters: frozenset[str]
    number: float | None
    start: int
    end: int
    boxed: bool
    holds: bool


def last_mark(text: str, options: Mapping[str, str]) -> Mark | None:
    r"""Return the last value that a reply boxes, or else the bold one that it ends on.

    Example:
        >>> options = {"A": "\\frac{20}{3}", "B": "120°", "C": "16"}
        >>> [last_mark(one, options).letters for one in (r"\boxed{\frac{20}{3}}", "It is **120**.")]
        [frozenset({'A'}), frozenset({'B'})]
        >>> last_mark(r"x = \boxed{77}", options).number
        77.0
        >>> last_mark("It is 16.", options) is None
        True
    """
    boxed = "\\boxed" in text or "\\fbox" in text
    boxes = deque(_BOX.finditer(text) if boxed else (), maxlen=_MOST)
    start = boxes[-1].start() if boxes else -1
    if boxes:
        begin = boxes[-1].end()
        end = _closed(text, begin)
        if end < 0:
            return None
        content = text[begin : end - 1]
    else:
        if "**" not in text[-_LAST:] and "__" not in text[-_LAST:]:
            return None
        found = _BOLD.search(text, max(0, len(text) - _LAST))
        if found is None:
            return None
        content, end = found["value"], found.end("value")
        begin = found.start("value")
    said = _forms(content)
    known = {letter: _forms(option) for letter, option in options.items()}
    letters = frozenset(letter for letter, forms in known.items() if _same(said, forms))
    for box in list(boxes)[:-1]:  # boxes that differ
        other = _forms(text[box.end() : max(box.end(), _closed(text, box.end()) - 1)])
        letters |= {letter for letter, forms in known.items() if _same(other, forms)}
    number = float(said[0]) if len(said) == 1 and _NUMBER.fullmatch(said[0]) else None
    at = start if start >= 0 else begin
    holds = _BOUND.search(text, max(0, at - 8), at) is None and claimed(text, at, end, frozenset())
    holds = holds and not (retracted(text, end) or UNDECIDED.search(text, end))
    return Mark(letters, number, at, end, start >= 0, holds)


def is_off(mark: Mark, chosen: frozenset[str], options: Mapping[str, str]) -> bool:
    r"""Return whether a boxed number is that of no option, nor near to that of the choice.

    Args:
        mark: The last mark.
        chosen: What the reply chose before.
        options: The texts of the options by letter.

    Example:
        >>> options = {"A": "65", "B": "120", "C": "76.9"}
        >>> mark = last_mark("\\boxed{77}", options)
        >>> is_off(mark, frozenset("A"), options), is_off(mark, frozenset("C"), options)
        (True, False)
    """
    if not mark.boxed or mark.letters or mark.number is None or len(chosen) > 1:
        return False
    (letter,) = chosen
    values = {}
    for one, option in options.items():
        forms = _forms(option)
        if not forms or not _NUMBER.fullmatch(forms[0]) or any(map(_counts, forms[1:])):
            return False
        values[one] = forms[0]
    if letter not in values:
        return False
    other, value = float(values[letter]), mark.number
    _, _, decimals = values[letter].partition(".")
    apart = abs(value - other)
    if apart <= max(0.51 * 10.0 ** -len(decimals), _CLOSE * abs(other)):
        return False
    scaled = (other * scale for scale in (*_SCALES, *(1 / one for one in _SCALES)))
    return not any(abs(value - one) <= _CLOSE * abs(one) for one in scaled)


def _counts(form: str) -> bool:
    """Whether a word or sign makes another value of a number before it."""
    return not form.isalpha() or form == "x" or not form.isascii()


def _forms(text: str) -> tuple[str, ...]:
    text = _UNIT.sub(" ", text[:_LONGEST])
    named = _NAMED.match(text)
    return tuple(piece.form for piece in pieces(text[named.end() :] if named else text))


def _same(said: tuple[str, ...], option: tuple[str, ...]) -> bool:
    """Whether a value is that of an option, one of them perhaps without its unit."""
    if not said or not option:
        return False
    if said == option:
        return True
    short, long = sorted((said, option), key=len)
    number = len(short) == 1 and _NUMBER.fullmatch(short[0]) is not None
    unit = long[1:]
    return number and long[0] == short[0] and len(unit) <= 2 and not any(map(_counts, unit))


def _closed(text: str, begin: int) -> int:
    """Return where the brace closes that opens before a place, or -1."""
    depth = 1
    for at in range(begin, min(len(text), begin + _LONGEST)):
        depth += {"{": 1, "}": -1}.get(text[at], 0)
        if not depth:
            return at + 1
    return -1
