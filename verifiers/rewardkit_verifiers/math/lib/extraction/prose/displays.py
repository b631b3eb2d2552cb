r"""The value on which a display ends: its last row, and the last member of a chain there."""

from __future__ import annotations

import re

_ENVIRONMENT = re.compile(
    r"\\(?:begin|end)\s?\{(?:align\*?|aligned|equation\*?|gather\*?|gathered|split|multline\*?"
    r"|alignat)\}(?:\{\d\})?"
)
# Numbers and names of equations.
_TAG = re.compile(
    r"\\(?:tag\*?|label)\s?\{(?:[^{}]|\{[^{}]*\})*\}|\\(?:nonumber|notag)(?![A-Za-z])"
)
_DEPTH = re.compile(r"\\begin\s?\{[a-z*]{1,12}\}|\\end\s?\{[a-z*]{1,12}\}|[{}()\[\]]")
_RELATION = re.compile(r"=|\\(?:approx|implies|Rightarrow|Longrightarrow|iff|to)(?![a-z])|≈|⇒|⟹")
_EQUAL = ("", "=", "≈", "\\approx")
_NAME = re.compile(r"\s*\\?[A-Za-z]{1,12}(?:_\{?\w{1,6}\}?|\([^()=]{1,12}\))?['′]?\s*")
_PUNCTUATION = re.compile(r"\\[,;!]\Z|[\s.,;]+\Z|\\qquad\Z|\\quad\Z")
# What a row says behind its last column of what was done.
_REMARK = re.compile(r"&\s*(?:\\q?quad\s*)?\(?\\(?:text|mbox|textrm)\s?\{[^{}]*\}\)?[\s.,]*\Z")
_COMMANDS = re.compile(r"\\[A-Za-z]+")
_LEADING = re.compile(r"(?:\\q?quad|\\text\s?\{\s*\}|&|\s)+")
_EXACT = re.compile(
    r"(?:-?\d{1,9}\s?/\s?\d{1,9}|-?\\[dt]?frac\s?\{?\d{1,9}\}?\s?\{?\d{1,9}\}?|-?\d{0,9}\\sqrt\s?\{?\d{1,9}\}?"
    r"|-?\d{0,9}\\pi|\\ln\s?\d{1,9})"
)
_FACTORIAL = re.compile(r"[\d)]!")
_HUGE = re.compile(r"\\(?:[Bb]igg?[lrm]?|displaystyle|textstyle)(?![a-z])")


def ending(display: str, *, equation: bool = False, decimal: bool = False) -> str:
    r"""Return what a display ends on.

    Args:
        display: The inside of a display.
        equation: Whether the reference is an equation, which keeps its left side.
        decimal: Whether the reference is a decimal, which an approximation may be.

    Example:
        >>> ending(r"A = \sqrt{7056} = 84."), ending(r"y = 3x - 1", equation=True)
        ('84', 'y = 3x - 1')
    """
    if "\\tag" in display or "\\label" in display or "\\no" in display:
        display = _TAG.sub(" ", display)
    rows = _rows(_ENVIRONMENT.sub(" ", display))
    if not rows:
        return ""
    row = trimmed(_outside_matrices(_REMARK.sub("", rows[-1])))
    members = _split(row)
    if len(members) < 2:
        return members[0][1] if members and members[0][0] == "=" else row
    relation, last = members[-1]
    if relation in ("\\approx", "≈") and not decimal and len(members) > 2:
        members, last = members[:-1], members[-2][1]
    elif relation in ("\\approx", "≈") and not decimal and _EXACT.fullmatch(members[0][1].strip()):
        return members[0][1]  # 5/36, which is about 0.139
    if equation:
        return _kept(members, row)
    if _NAME.fullmatch(last) and _is_numeral(members[-2][1]):
        return members[-2][1]  # 18 = x
    return last


def _is_numeral(text: str) -> bool:
    """Whether a member holds digits and no letter."""
    plain = _COMMANDS.sub("", text)
    return any(map(str.isdigit, plain)) and not any(map(str.isalpha, plain))


def _kept(members: list[tuple[str, str]], row: str) -> str:
    """Return a short relation whole, and the two ends of a long chain that begins with a name."""
    arrow = max(
        (i for i, (mark, _) in enumerate(members) if mark not in ("", "=", "≈", "\\approx")),
        default=0,
    )
    members = members[arrow:]
    if len(members) == 1:
        return members[0][1]
    if len(members) == 2 or not _NAME.fullmatch(members[0][1]):
        return " ".join(
            f"{mark if i else ''} {text}".strip() for i, (mark, text) in enumerate(members)
        )
    return f"{members[0][1]} = {members[-1][1]}"


def trimmed(text: str) -> str:
    r"""Return a formula without the punctuation and spaces around it.

    Example:
        >>> trimmed(r" x = 3 \,.")
        'x = 3'
    """
    before = ""
    while before != text:
        before, text = text, _PUNCTUATION.sub("", text).strip()
    text = text.removesuffix("\\").strip()
    text = _HUGE.sub("", text)
    begin = _LEADING.match(text)
    return text[begin.end() :].strip() if begin is not None else text.strip()


def _rows(text: str) -> list[str]:
    """Return the rows of a display; those of a matrix in it are none."""
    found: list[str] = []
    begin = depth = 0
    for match in re.finditer(r"\\begin\s?\{|\\end\s?\{|\\\\(?:\[[^\]]{0,12}\])?|\n\s*\n", text):
        if match[0].startswith("\\begin"):
            depth += 1
        elif match[0].startswith("\\end"):
            depth -= 1
        elif depth <= 0:
            found.append(text[begin : match.start()])
            begin = match.end()
    found.append(text[begin:])
    return [row for row in found if row.strip(" \n\t&.,")]


def _outside_matrices(row: str) -> str:
    """Return a row without marks of alignment; those inside a matrix stay."""
    return row if "\\begin" in row else row.replace("&", " ")


def _split(row: str) -> list[tuple[str, str]]:
    """Return the members of a chain with the relation before each; none inside brackets."""
    cuts: list[tuple[int, int, str]] = []
    depth = 0
    deep: list[tuple[int, int]] = []
    for match in _DEPTH.finditer(row):
        mark = match[0]
        if mark in "{([" or mark.startswith("\\begin"):
            depth += 1
        elif mark in "})]" or mark.startswith("\\end"):
            depth = max(0, depth - 1)
        deep.append((match.end(), depth))
    index = level = 0
    for match in _RELATION.finditer(row):
        while index < len(deep) and deep[index][0] <= match.start():
            level = deep[index][1]
            index += 1
        before = row[max(0, match.start() - 2) : match.start()]
        if level == 0 and (before[-1:] not in ("<", ">", "!", ":") or _FACTORIAL.match(before)):
            cuts.append((match.start(), match.end(), match[0]))
    members: list[tuple[str, str]] = []
    begin, relation = 0, ""
    for start, stop, mark in cuts:
        members.append((relation, trimmed(row[begin:start])))
        begin, relation = stop, mark
    members.append((relation, trimmed(row[begin:])))
    return [member for member in members if member[1]]
