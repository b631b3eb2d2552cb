"""Answers to the parts (1), (2) of a question: with marks of another sort, or in their order."""

from __future__ import annotations

import re
from functools import lru_cache

from rewardkit_verifiers.math.lib.decide.scalar import Verdict
from rewardkit_verifiers.math.lib.equivalent import same
from rewardkit_verifiers.math.lib.policy import Policy

_LONGEST, _MOST = 600, 6
_CIRCLED = "①②③④⑤⑥"
_MARK = re.compile(
    r"(?:(?<![\w\\)}])(?:\\text\s?\{\s*)?[(（]\s?([1-6]|[a-f]|i{1,3}|iv|v|vi|I{1,3}|IV|V|VI|Ⅰ|Ⅱ|Ⅲ|Ⅳ|[A-F])"
    r"\s?[)）]\s*:?\s*\}?"
    rf"|([{_CIRCLED}])"
    r"|(?:(?<=\s)|(?<=\A)|(?<=[;,。；]))(?:part|part \(|question|第)\s?"
    r"\(?([1-6]|[a-f]|[一二三四])\)?"
    r"(?:\s?[问小题]{1,2})?\s?[:：.]?)\s*",
    re.IGNORECASE,
)
_PLACES = {
    **{str(place): place for place in range(1, 7)},
    **{letter: place for place, letter in enumerate("abcdef", 1)},
    **{letter: place for place, letter in enumerate(_CIRCLED, 1)},
    **{letter: place for place, letter in enumerate("一二三四", 1)},
    **{letter: place for place, letter in enumerate("ⅰⅱⅲⅳ", 1)},
}
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6}
_ENDS = " \n\t,;.。；，:"
_BREAKS = (
    re.compile(r"[;；\n]|\\\\(?![a-z])"),
    re.compile(r"[,，、;；\n]|\\q?quad(?![a-z])|\band\b|\\text\s?\{\s*and\s*\}|和|以及"),
)
_OPENS, _CLOSES = "([{", ")]}"
_NAMED = re.compile(r"\s*\$?[^=<>,;$]{1,24}=(?!=)\s*(?=[^=]+\Z)")
# -1 <= f(x) <= 3 is a range of values.
_VALUES_OF = re.compile(r"(?<![A-Za-z])[a-zA-Z]\s?\(\s?[a-z]\s?\)(?=\s*(?:[<>≤≥]|\\[lg]))")
_LEAVES_OPEN = re.compile(r"\b(?:or|either|not|maybe|perhaps|if|when|for)\b|[?？]")


@lru_cache(maxsize=4096)
def parts(text: str) -> tuple[str, ...]:
    r"""Return what a text says behind its marks (1), (2) and so on; none without them in order.

    Example:
        >>> parts("(1) $5$; (2) $y=2x$"), parts("① 3 ② 4"), parts("(2) 3 (1) 4")
        (('$5$', '$y=2x$'), ('3', '4'), ())
    """
    if len(text) > _LONGEST or not _MARKED.search(text):
        return ()
    marks = list(_MARK.finditer(text))
    if not 2 <= len(marks) <= _MOST or text[: marks[0].start()].strip(_ENDS + "$*"):
        return ()
    if [_place(mark) for mark in marks] != list(range(1, len(marks) + 1)):
        return ()
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    said = tuple(
        _balanced(text[mark.end() : end].strip(_ENDS))
        for mark, end in zip(marks, ends, strict=True)
    )
    return said if all(said) else ()


_MARKED = re.compile(r"[(（]\s?[1aiIAⅠ]\s?[)）]|①|\bpart\b|第", re.IGNORECASE)


def _place(mark: re.Match[str]) -> int:
    name = next(filter(None, mark.groups())).lower()
    return _PLACES.get(name) or _ROMAN.get(name, 0)


def _balanced(said: str) -> str:
    """Return a part without the dollar sign of a formula that goes on behind it."""
    return said if said.count("$") % 2 == 0 else said.replace("$", " ").strip(_ENDS)


def has_parts(gold: str) -> bool:
    """Whether a reference answers the parts of a question one by one."""
    return bool(parts(gold))


def same_parts(gold: str, said: str, prompt: str, policy: Policy) -> Verdict | None:
    r"""Compare the answers to the parts of a question in their order; None where any differs.

    Args:
        gold: The reference.
        said: The answer, with marks of any sort or with none.
        prompt: The task, which decides nothing here.
        policy: What to do where the field disagrees.

    Example:
        >>> from rewardkit_verifiers.math.lib.policy import PRESETS
        >>> gold, rules = r"(1) $\sqrt{2}$ (2) $-1-i$", PRESETS["default"]
        >>> same_parts(gold, r"$|z|=\sqrt{2}$, $\bar z=-1-i$", "", rules).equal
        True
        >>> same_parts(gold, r"$-1-i$, $\sqrt{2}$", "", rules) is None
        True
    """
    del prompt
    wanted = parts(gold)
    if not wanted or len(said) > _LONGEST:
        return None
    for told in _told(said, len(wanted)):
        if all(_same(one, other, policy) for one, other in zip(wanted, told, strict=True)):
            return Verdict(True, "structure", "the same answer to each part")
    return None


def _told(said: str, size: int) -> list[tuple[str, ...]]:
    marked = parts(said)
    if marked:
        return [marked] if len(marked) == size else []
    if _LEAVES_OPEN.search(said):
        return []
    found = [_split(said, breaks) for breaks in _BREAKS]
    return [pieces for pieces in dict.fromkeys(found) if len(pieces) == size]


def _split(text: str, breaks: re.Pattern[str]) -> tuple[str, ...]:
    """Return the pieces between marks that stand in no bracket."""
    plain = text.replace("\\left", "").replace("\\right", "").replace("$", " ")
    plain = plain.replace("\\(", " ").replace("\\)", " ").replace("**", "")
    pieces: list[str] = []
    depth, begin = 0, 0
    stops = {found.start(): found.end() for found in breaks.finditer(plain)}
    for at, sign in enumerate(plain):
        depth += (sign in _OPENS) - (sign in _CLOSES)
        if at in stops and depth == 0:
            pieces.append(plain[begin:at])
            begin = stops[at]
    pieces.append(plain[begin:])
    return tuple(piece for one in pieces if (piece := one.strip(_ENDS)))


def _same(wanted: str, told: str, policy: Policy) -> bool:
    if same(wanted, told, policy) or same(wanted, _VALUES_OF.sub("y", told), policy):
        return True
    if "=" in wanted or (named := _NAMED.match(told)) is None:
        return False
    return bool(same(wanted, told[named.end() :], policy))
