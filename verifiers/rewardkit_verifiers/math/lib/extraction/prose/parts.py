r"""A reply cut into headings, sentences, list items, table rows, displays and code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

Kind = Literal["sentence", "item", "row", "display", "code"]
_FENCE = ("```", "~~~")
_ITEM = re.compile(r"\s*(?:[-*•+–]|\(?\d{1,2}[.)])\s+(?=\S)")
_HASHED = re.compile(r"\s*#{1,6}\s+(.*?)\s*#*\s*")
_RULE = re.compile(r"\s*(?:[-*_=]\s*){3,}")
# A line that only names what follows: **Check:**, Verification:
_TITLE = re.compile(
    r"\s*(?:\*\*|__)([^*_\n\d=]{2,60}?)\s*[:：]?\s*(?:\*\*|__)\s*[:：]?\s*"
    r"|\s*([^\W\d][^\n\d=*.,]{1,40})[:：]\s*"
)
_DISPLAYS = {"$$": "$$", "\\[": "\\]"}
_OPENS = re.compile(r"\$\$|\\\[|\\begin\s?\{(align\*?|aligned|equation\*?|gather\*?|multline\*?)\}")
# The rule under the header of a table: --- | ---
_SEPARATOR = re.compile(r"\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)+\|?")
_SHORT = re.compile(
    r"(?:\b(?:i\.e|e\.g|z\.B|d\.h|p\.ex|p\. ex|approx|ca|vs|cf|etc|resp|Dr|Mr|Mrs|Ms|St|No|Nr"
    r"|Fig|Eq"
    r"|bzw|usw|т\.е|т\.д|др|руб|см|d\.p|s\.f|sig|a\.m|p\.m|in|sq|ft|min|sec|hr)|\b[A-Z])\.\Z"
)
_STOP = re.compile(
    r"(?:[.!?…]+(?:\*\*|__|\\\)|[*_)\"”’$])*(?=\s)(?!\s+[a-zа-яё=+<>≈])|[。！？；]+(?:\*\*)?)"
)


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a reply.

    Attributes:
        kind: What it is.
        text: Its words, without the mark of a list item.
        begin: Where it begins in the reply.
        end: Where it ends.
        heading: The heading above it in lower case, or an empty text.
        section: The number of that heading, counted from the start.
    """

    kind: Kind
    text: str
    begin: int
    end: int
    heading: str = ""
    section: int = 0


def parts(text: str) -> list[Part]:
    r"""Return the pieces of a text in their order.

    Example:
        >>> [(part.kind, part.text) for part in parts("We add. So\n$$1+1=2$$\n* two")]
        [('sentence', 'We add.'), ('sentence', 'So'), ('display', '1+1=2'), ('item', 'two')]
    """
    found: list[Part] = []
    heading, section = "", 0
    answered = _answered(text)
    for kind, begin, end in _blocks(text):
        if kind == "display":
            found.append(Part("display", text[begin:end], begin, end, heading, section))
            continue
        if kind == "code":
            found.append(Part("code", text[begin:end], begin, end, heading, section))
            continue
        at = begin
        tabled = False
        for line in text[begin:end].split("\n"):
            size = len(line)
            title = heading_of(line)
            if "|" not in line:
                tabled = False
            elif not tabled and _SEPARATOR.fullmatch(line.strip()) is not None:
                tabled = True
                found += _header(found, at)
            if tabled:
                found.append(Part("row", line.strip(), at, at + size, heading, section))
            elif title is not None:
                heading, section = title, section + 1
            elif line.strip() and not _RULE.fullmatch(line):
                pieces = _line(line, at, answered if at == begin == 0 else 0)
                found += (Part(*part, heading, section) for part in pieces)
            at += size + 1
    return found


def _header(found: list[Part], at: int) -> list[Part]:
    """Take the line right above the rule of a table off what was found, and return it as a row."""
    if not found or found[-1].end != at - 1 or "|" not in found[-1].text:
        return []
    line = found.pop()
    return [replace(line, kind="row")]


def unwrapped(text: str) -> str:
    r"""Return a text in which no line ends inside a formula; it stays as long as it was.

    Example:
        >>> unwrapped("So $x =\n3$ holds.")
        'So $x = 3$ holds.'
    """
    if "$" not in text or "\n" not in text:
        return text
    lines = text.split("\n")
    made = [lines[0]]
    odd = lines[0].count("$") % 2
    for line in lines[1:]:
        count = line.count("$") % 2
        joins = odd and count and line.strip()
        made.append((" " if joins else "\n") + line)
        odd = 0 if joins else count
    return "".join(made)


def is_prose(pieces: list[Part]) -> bool:
    """Whether a reply is more than a bare answer: two pieces, or a sentence of words."""
    pieces = [part for part in pieces if part.kind != "code"]
    if len(pieces) != 1:
        return bool(pieces)
    if pieces[0].kind == "display":
        return True
    outside = _IN_MATH.sub(" ", pieces[0].text)
    chain = pieces[0].text.count("=") > 1 and "," not in pieces[0].text
    if (
        chain
        and not _OR_WORD.search(pieces[0].text)
        and ("$" not in pieces[0].text or not outside.strip(" ."))
    ):
        return True
    spoken = len(_WORDS.findall(outside)) > 2 or _UNSPACED.search(outside) is not None
    spoken = (
        spoken or _BECAUSE.search(outside) is not None or _SAYS_AGAIN.search(outside) is not None
    )
    return spoken and "\\" not in outside


_BECAUSE = re.compile(r"[^\W\d_]\W+(?:because|since|as)\s", re.IGNORECASE)
# 20/80 = 0.25, which is 25%.
_SAYS_AGAIN = re.compile(
    r"\d,?\s(?:which (?:is|equals|makes|gives)|that is,?|i\.e\.,?|or|so)\s\$?\d[\d.,]*\s?%"
)
_OR_WORD = re.compile(r"\b(?:or|and)\b")
_WORDS = re.compile(r"(?<![\\A-Za-z])[^\W\d_]{2,}")
_IN_MATH = re.compile(r"\$[^$]*\$|\\\([^\n]*?\\\)")
# Three letters of a language that puts no spaces between words.
_EAST = r"[\u3040-\u30ff\u4e00-\u9fff]"
_UNSPACED = re.compile(f"{_EAST}.*{_EAST}.*{_EAST}")


def heading_of(line: str) -> str | None:
    """Return the words of a line that is a heading, in lower case, or None."""
    hashed = _HASHED.fullmatch(line)
    if hashed is not None:
        return hashed[1].strip("*_:： ").lower()
    title = _TITLE.fullmatch(line)
    if title is None:
        return None
    words: str = title[1] or title[2]
    return words.strip().lower() if len(words.split()) <= _MOST_WORDS else None


_MOST_WORDS = 5


def _blocks(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield displays, code and what stands between them."""
    at = 0
    missing: set[str] = set()
    while at < len(text):
        fence = min((i for i in map(text.find, _FENCE, (at, at)) if i >= 0), default=-1)
        opened = _OPENS.search(text, at, fence if fence >= 0 else len(text))
        if opened is not None:
            close = _DISPLAYS.get(opened[0]) or f"\\end{{{opened[1]}}}"
            stop = -1 if close in missing else text.find(close, opened.end())
            if stop < 0:
                missing.add(close)
                yield "text", at, opened.start()
                at = opened.end()
                continue
            yield "text", at, opened.start()
            # The environment stays: its rows are read by it.
            begin = opened.end() if opened[1] is None else opened.start()
            yield "display", begin, stop if opened[1] is None else stop + len(close)
            at = stop + len(close)
        elif fence >= 0:
            yield "text", at, fence
            stop = text.find(text[fence : fence + 3], fence + 3)
            stop = len(text) if stop < 0 else stop + 3
            yield "code", fence, stop
            at = stop
        else:
            yield "text", at, len(text)
            at = len(text)


def _answered(text: str) -> int:
    """Return where a number ends that a text answers with before it explains it."""
    first = _ANSWERED.match(text)
    return 0 if first is None or _NUMBERED.search(text, first.end()) else first.end()


_ANSWERED = re.compile(r"(?!1[.)])\d{1,2}\.(?=\s+[A-Z][a-z]*\s)")
_NUMBERED = re.compile(r"\n\s*\(?\d{1,2}[.)]\s")


def _line(line: str, at: int, answered: int = 0) -> Iterator[tuple[Kind, str, int, int]]:
    if line.lstrip().startswith("|"):
        yield "row", line.strip(), at, at + len(line)
        return
    item = None if answered else _ITEM.match(line)
    kind: Kind = "sentence"
    begin = 0
    if item is not None:
        kind, begin = "item", item.end()
    for first, last in _sentences(line, begin):
        if (words := line[first:last].strip(" \t>")).strip("*_.,;: "):
            yield kind, words, at + first, at + last


def _sentences(line: str, begin: int) -> Iterator[tuple[int, int]]:
    """Yield where the sentences of a line begin and end; none ends inside brackets or a formula."""
    first = begin
    for match in _STOP.finditer(line, begin):
        if match.start() < first:
            continue
        piece = line[first : match.end()]
        if _SHORT.search(line[max(first, match.start() - 8) : match.start() + 1]):
            continue
        if piece.count("(") > piece.count(")") or piece.count("$") % 2 or piece.count("**") % 2:
            continue
        yield first, match.end()
        first = match.end()
    if first < len(line):
        yield first, len(line)
