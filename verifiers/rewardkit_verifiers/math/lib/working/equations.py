"""The equations of a worked solution: found in its text, and decided by exact arithmetic."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from rewardkit_verifiers.math.lib.word_lists import listed
from rewardkit_verifiers.math.lib.working.amounts import (
    CHANGING,
    CONVERTIBLE,
    Amount,
    Unread,
    amount_of,
    is_product,
)
from rewardkit_verifiers.math.lib.working.tokens import Token, tokens

MOST = 2_000
_LONGEST_SIDE = 80
_MOST_TEXT = 400_000
# A number that follows one of these words is only a part of what is computed.
_OPERATING = frozenset(
    listed(
        "times plus minus over by than squared cubed divided multiplied per mod root choose twice"
        " thrice double triple half log ln exp sin cos tan sqrt square cube"
    )
)
_PARTS = re.compile(
    r"(?:half|third|thirds|quarter|quarters|fourth|fourths|fifth|fifths|sixth|sixths|eighth|tenth"
    r"|tenths|percent|digits?|multiple|multiples|factors?|remainder|root|cube|square|power|rest)",
    re.IGNORECASE,
)
# A line with one of these may state an equation that its author does not hold, or rounds.
_UNSAID = re.compile(
    r"\b(?:not|isn['’]?t|wrong|incorrect|false|if|suppose|assume|would|mistake|instead|error"
    r"|contradiction|impossible|check(?:ing)?|guess|try|maybe)\b|[?≠]|n['’]t\b",
    re.IGNORECASE,
)
_ROUNDED = re.compile(
    r"\b(?:round|about|approx|nearest|roughly|whole|full|floor|ceil|truncat|estimat|integer|mod\b"
    r"|remainder|base\b|binary|clock|o['’]clock|[ap]\.?m\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Equation:
    """An equation of a solution.

    Attributes:
        end: The offset at which it ends.
        text: It as the solution writes it.
        holds: True or False; None where exact arithmetic cannot decide.
    """

    end: int
    text: str
    holds: bool | None


def equations(text: str) -> list[Equation]:
    """Return the equations between plain numbers that a text states, in order, at most 2,000.

    An equation has two neighbouring sides of which at least one is an operation. An equation with
    a letter, a root or a function is passed over.

    Example:
        >>> [(one.text, one.holds) for one in equations("She has 3 * 4 = 12 eggs, 12 + 5 = 18.")]
        [('3 * 4 = 12 eggs', True), ('12 + 5 = 18', False)]
    """
    text = text[:_MOST_TEXT]
    found = tokens(text)
    out: list[Equation] = []
    for start, stop in _lines(found):
        line = found[start:stop]
        if any(one.kind in "=~" for one in line):
            out += _of_line(line, text)
            if len(out) >= MOST:
                break
    return out[:MOST]


def _lines(found: Sequence[Token]) -> Iterator[tuple[int, int]]:
    start = 0
    for at, one in enumerate(found):
        if one.kind == "end":
            yield start, at
            start = at + 1
    yield start, len(found)


def _of_line(line: Sequence[Token], text: str) -> Iterator[Equation]:
    signs = [at for at, one in enumerate(line) if one.kind in "=~"]
    written = text[line[0].start : line[-1].end]
    said = _UNSAID.search(written) is None
    rounded = _ROUNDED.search(written) is not None
    bounds = [-1, *signs, len(line)]
    for number, at in enumerate(signs):
        left = _left(line, bounds[number] + 1, at, first=number == 0)
        right = _right(line, at + 1, bounds[number + 2], last=number == len(signs) - 1)
        if left is None or right is None:
            continue
        (one, start), (other, stop) = left, right
        sides = line[at].start, line[at].end
        copied = _bare(text[start : sides[0]]) == _bare(text[sides[1] : stop])
        if copied or not (one.works or other.works):
            continue
        holds = _decide(one, other, line[at].kind == "~" or rounded)
        if holds is False and not said:
            holds = None
        yield Equation(stop, text[start:stop], holds)


def _left(line: Sequence[Token], start: int, stop: int, first: bool) -> tuple[Amount, int] | None:
    """Return the side before a sign, and where it begins in the text."""
    if not first:
        # Of an earlier equation's right side only the expression at its end may matter.
        whole = _read(line[start:stop], whole=True)
        if whole is not None:
            return whole[0], line[start].start
    begin = _begin(line, max(start, stop - _LONGEST_SIDE), stop)
    if begin is None or begin == stop:
        return None
    found = _read(line[begin:stop], whole=True)
    return None if found is None else (found[0], line[begin].start)


def _begin(line: Sequence[Token], start: int, stop: int) -> int | None:
    """Return where the expression that ends before `stop` begins; None where that is unsafe."""
    at, depth = stop, 0
    while at > start:
        one = line[at - 1]
        if one.kind == ")":
            depth += 1
        elif one.kind == "(":
            if not depth:
                return None if _called(line, at - 1) else at
            depth -= 1
        elif one.kind in ("other", "=", "~"):
            return _safe(line, at)
        elif one.kind == "word" and not is_product(line, at - 1):
            run = at - 1
            while run > start and line[run - 1].kind == "word":
                run -= 1
            before = line[run - 1] if run > start else None
            unit = before is not None and before.kind in ("num", ")", "%")
            follows = at == stop or line[at].kind == "op" or is_product(line, at)
            per = before is not None and before.text == "/" and run - 1 > start
            if per and follows and line[run - 2].kind in ("num", "word", ")"):
                at = run - 1  # 20 / hour
                continue
            if not (unit and follows):
                # 3 hours 20 minutes: the second number is a part of the amount.
                part = unit and line[at - 1].text.lower() in CONVERTIBLE
                return None if part else _safe(line, at)
            at = run
            continue
        at -= 1
    return 0 if not at and not depth else None


def _called(line: Sequence[Token], at: int) -> bool:
    return at > 0 and line[at].glued and line[at - 1].kind in ("word", "num", ")")


def _safe(line: Sequence[Token], at: int) -> int | None:
    """Return the start, unless what stands before it belongs to the expression."""
    before, here = line[at - 1], line[at] if at < len(line) else None
    if here is None or (here.kind == "op" and not (here.text == "-" and before.kind == "other")):
        return None
    if before.kind == "word":
        word = before.text.lower()
        if word in _OPERATING or (len(word) == 1 and word not in ("a", "i")) or here.glued:
            return None
        earlier = line[at - 2] if at > 1 else None
        if word == "of" and earlier is not None:
            part = earlier.kind in ("num", "%", ")") or _PARTS.fullmatch(earlier.text)
            return None if part else at
        return at
    # 3:30, a \sqrt before it, and the like.
    return None if (before.text[0] in "\\:!<>_|'" and here.glued) or before.text[0] == "\\" else at


def _right(line: Sequence[Token], start: int, stop: int, last: bool) -> tuple[Amount, int] | None:
    """Return the side after a sign, and where it ends in the text."""
    side = line[start : min(stop, start + _LONGEST_SIDE)]
    found = _read(side, whole=False)
    if found is None:
        return None
    amount, count = found
    after = side[count] if count < len(side) else None
    if after is not None:
        if after.kind in ("op", "(", "num", "frac", "%") or after.text in "!_|^":
            return None
        if after.kind == "other" and after.text[0] == "\\":
            return None
        if after.kind == "word":
            follow = side[count + 1] if count + 1 < len(side) else None
            told = after.text.lower() == "of" and side[count - 1].kind == "word"  # pieces of fruit
            if not told and after.text.lower() in CHANGING - {"is", "are", "was", "and", "or"}:
                return None
            joined = follow is not None and follow.kind == "num" and amount.units
            if joined and after.text.lower() == "and":
                return None  # 3 hours and 20 minutes
            if after.glued or len(after.text) == 1:
                return None
    return amount, side[count - 1].end


def _read(side: Sequence[Token], whole: bool) -> tuple[Amount, int] | None:
    if not side or len(side) > _LONGEST_SIDE:
        return None
    try:
        return amount_of(side, whole)
    except Unread:
        return None


def _bare(side: str) -> str:
    return "".join(side.split())


def _decide(one: Amount, other: Amount, rounded: bool) -> bool | None:
    mine, theirs = {one.bounds.value, one.plain}, {other.bounds.value, other.plain}
    if mine & theirs:
        return True
    value, wanted = one.bounds.value, other.bounds.value
    gap = abs(value - wanted)
    if gap * 10**9 <= abs(value):
        return True  # 0.30000000000000004, as programs print it
    for number, worked in ((other, one), (one, other)):
        places = number.places
        if places is not None and places > 0 and worked.works:
            unit = Fraction(1, 10**places)
            for mark in {worked.bounds.value, worked.plain}:
                if min(abs(mark - at) for at in (number.bounds.value, number.plain)) <= unit / 2:
                    return True
            if gap < unit:
                return None  # cut off instead of rounded
    if rounded:
        return True if gap * 20 <= abs(value) else None
    overlap = one.bounds.low <= other.bounds.high and other.bounds.low <= one.bounds.high
    if overlap or one.loose or other.loose or len(one.units | other.units) > 1:
        return None
    # 2 + 3 = 5 * 4 = 20: each sign announces the next result.
    if other.works and other.lead in mine:
        return None
    return False
