"""Answers in boxes: one, several that are one answer, and boxes that hold none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rewardkit_verifiers.math.lib.extraction.found import Found, Missing, finish
from rewardkit_verifiers.math.lib.extraction.last_box import last_decides

_UNCLOSED_BOXES = 8
_BOX = re.compile(
    r"\\(?:boxed|fbox|framebox)\s*(?:\{|(?P<bare>[^\s{}$\\][^\s{}$\\]*))|(?P<glm><\|begin_of_box\|>)"
)
_PLAIN = "\\boxed{"
_LONGEST_MENTION = 120
_LONGEST_NAME = 24
# `x = \boxed{3}`, `(a) \boxed{3}`: the label stands outside.
_NAME = re.compile(
    r"(?<![A-Za-z\\\d^_+\-*/(])([A-Za-z](?:_\{?\w{1,4}\}?)?)\s{0,3}=\s{0,3}(?:[$\s]|\\[(\[])*\Z"
    r"|(?:^|[\s;,.])(?:\*\*)?\(([a-h]|i{1,3}|iv|[1-9])\)(?:\*\*)?:?(?:[$\s]|\\[(\[])*\Z"
)
_LONGEST_DENIAL = 60
# It cannot be, is not equal to, is never: the words between say nothing else.
_DENIAL = re.compile(
    r"(?:\b(?:not|cannot|never)\b|n['’]t\b)"
    r"(?:\s+(?:be|been|equals?|to|the|a|an|answer|value|possibly|actually|really|have|get|give|gives"
    r"|correct|is))*+\Z|(?:\\neq?|≠|(?<![\w)}\]])!=)\Z"
    r"|\\(?:[hv]?phantom|sout|cancel|(?:text)?color\s?\{white\})\s?\{?\Z"
)
# Every denial holds one of these, and most texts hold none before a box.
_DENIAL_HINTS = ("not", "never", "n't", "n’t", "\\ne", "≠", "!=", "phan", "sout", "cancel", "color")
_GAP = r"(?:\s|\$|\\[()\[\],;:! ]|\\q?quad|~)*"
_JOINT = re.compile(
    rf"{_GAP}(?:,|;|&|\band\b|\bor\b|\\text\s*\{{\s*(?:and|or)\s*\}})+{_GAP}(?:(?:and|or)\b)?{_GAP}"
)
_ESCAPED_END = re.compile(r"([^{}\\\n]{1,60})\\\}(?=[\s$.]*$)")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)


def boxed(text: str) -> Found | Missing | None:
    """Take what the boxes of a text hold, the last of several as the answer."""
    last = text.rfind("box")
    if last < 0:
        return None
    if text.startswith(_PLAIN, last - 1) and text.find("box") == last:
        # The one box that most replies have; what is denied or left open goes the long way.
        opened = last + len(_PLAIN) - 1
        closed = closing_brace(text, opened)
        if closed >= 0 and not _is_denied(text, last - 1):
            return finish("boxed", [text[opened:closed]], (last - 1, closed + 1))
    boxes = text.count("box")
    raw: list[str] = []
    begins: list[int] = []
    stops: list[int] = []
    end = unclosed = 0
    denied = False
    # `find` skips what is between boxes faster than a pattern that knows the rare ones.
    plain = boxes == text.count("\\boxed")
    for match in _plain_boxes(text) if plain else _BOX.finditer(text):
        if match.start() < end:
            continue
        inside, stop = _inside(text, match)
        if _is_denied(text, match.start()):
            denied, end = True, max(end, stop)
            continue
        if inside is None:
            unclosed += 1
            if unclosed >= _UNCLOSED_BOXES:
                break
            continue
        between = text[end + 1 : match.start()] if raw else ""
        if raw and not inside.strip() and len(between) < _LONGEST_MENTION:
            # "I have put it in \boxed{}" right after an answer speaks of its box; farther off
            # stands the form of another task.
            continue
        if raw and len(between) < 60 and _joins(text, between, begins[-1], match.start()):
            # \boxed{2}, \boxed{3} is one answer in two boxes.
            raw[-1] = f"{raw[-1]}, {inside}"
            stops[-1] = stop
        else:
            raw.append(inside)
            begins.append(match.start())
            stops.append(stop)
        end = stop
    if not raw and unclosed:
        return Missing("unclosed", r"\boxed{ is opened and never closed")
    if denied and not raw:
        return Missing("no_answer", "the only box holds what the text says it is not")
    if len(raw) > 1:
        names = [_name_before(text, begin) for begin in begins]
        if all(names) and len(set(names)) > 1:
            raw = [_named(raw, names)]
        elif (
            len(set(raw)) > 1
            and not _assigns(raw)
            and last_decides(text, [*zip(begins, stops, raw, strict=True)])
        ):
            raw = [piece for piece in raw if piece == raw[-1]]
    return finish("boxed", raw)


def _assigns(raw: list[str]) -> bool:
    """Whether the boxes give different unknowns their values, and are one answer together."""
    given = [match[1] for match in map(_ASSIGNMENT.match, raw) if match]
    return len(given) == len(raw) and len(set(given)) > 1


_ASSIGNMENT = re.compile(r"[\s$]*([A-Za-z](?:_\{?\w{1,8}\}?)?)\s*=(?!=)")


def _joins(text: str, between: str, first: int, second: int) -> bool:
    """Whether two boxes are one answer: a comma between them, or `or x =` for one unknown."""
    if "=" in between:
        name = _name_before(text, second)
        if name and name == _name_before(text, first):
            between = between[: between.rfind(name[0])]
    return _JOINT.fullmatch(between) is not None


def _name_before(text: str, box: int) -> str:
    """Return the unknown or the part of the question that a box answers, or an empty text."""
    match = _NAME.search(text[max(0, box - _LONGEST_NAME) : box])
    return "" if match is None else match[1] or f"({match[2]})"


def _named(raw: list[str], names: list[str]) -> str:
    """Return the boxes of several unknowns, or of several parts of a question, as one answer."""
    pairs = list(dict.fromkeys(zip(names, raw, strict=True)))
    if all(name.startswith("(") for name in names):
        # Parts have an order, and each is answered once.
        once = dict(pairs)
        return f"({', '.join(once.values())})" if len(once) == len(pairs) else ", ".join(raw)
    return ", ".join(
        inside if name.startswith("(") or "=" in inside else f"{name}={inside}"
        for name, inside in pairs
    )


def _plain_boxes(text: str) -> Iterator[re.Match[str]]:
    at = text.find("\\boxed")
    while at >= 0:
        match = _BOX.match(text, at)
        if match is not None:
            yield match
        at = text.find("\\boxed", at + 6)


def _is_denied(text: str, box: int) -> bool:
    before = text[max(0, box - _LONGEST_DENIAL) : box].lower()
    if not any(map(before.__contains__, _DENIAL_HINTS)):
        return False
    return _DENIAL.search(before.rstrip(" \n\t$([*\\")) is not None


def _inside(text: str, match: re.Match[str]) -> tuple[str | None, int]:
    """Return what a box holds and where it ends; None when it is not closed."""
    if match.lastgroup == "bare":
        return match["bare"], match.end()
    if match.lastgroup == "glm":
        stop = text.find("<|end_of_box|>", match.end())
    else:
        stop = closing_brace(text, match.end())
        if stop < 0 and (escaped := _ESCAPED_END.match(text, match.end())) is not None:
            # \boxed{185\} closes with the backslash of a slip.
            return escaped[1], escaped.end()
    return (text[match.end() : stop], stop) if stop >= 0 else (None, stop)


def closing_brace(text: str, start: int) -> int:
    r"""Return the index of the `}` that closes a group whose inside begins at `start`, or -1.

    Escaped braces such as `\{` do not count.

    Example:
        >>> closing_brace("{a{b}c}", 1)
        6
    """
    near = text.find("}", start)
    if near < 0 or (text[near - 1] != "\\" and text.find("{", start, near) < 0):
        return near
    depth = 1
    for match in _BRACE.finditer(text, start):
        mark = match[0]
        if mark == "{":
            depth += 1
        elif mark == "}":
            depth -= 1
            if not depth:
                return match.start()
    return -1
