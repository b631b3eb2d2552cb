r"""Fenced blocks of a reply, found by one pass over its lines.

Wider than CommonMark where models are: a fence may follow text on its line, a block may close at
the end of a line of code or never, and a whole block may stand on one line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# What stands before a fence without being text: blanks, quotes, list marks, tags, bold marks.
_LEAD = re.compile(r"(?:[\s>]|[-*+](?=\s)|\d{1,3}[.)](?=\s)|\*\*|</?[A-Za-z][\w-]{0,30}>)*")
_MARK = re.compile(r"`{3,}|~{3,}")
MOST_BLOCKS = 50
_WORD = re.compile(r"[\w+#.-]{1,30}")
LANGUAGES = {
    "python": "python", "python3": "python", "py": "python", "py3": "python", "cpython": "python",
    "ipython": "python", "sage": "python", "python2": "python2", "pycon": "transcript",
    "javascript": "javascript", "js": "javascript", "node": "javascript", "nodejs": "javascript",
    "cpp": "cpp", "c++": "cpp", "cc": "cpp", "cxx": "cpp", "c++17": "cpp", "cpp17": "cpp",
    "bash": "bash", "sh": "bash", "shell": "bash", "zsh": "bash",
    "sql": "sql", "sqlite": "sql", "sqlite3": "sql",
    "regex": "regex", "regexp": "regex", "re": "regex", "pcre": "regex",
    "text": "text", "txt": "text", "plaintext": "text", "output": "text", "input": "text",
    "console": "text", "json": "json", "yaml": "yaml", "c": "c", "java": "java", "go": "go",
    "rust": "rust", "ruby": "ruby", "typescript": "typescript", "ts": "typescript",
    "markdown": "markdown", "md": "markdown", "html": "html", "diff": "diff",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fenced:
    """One fenced block.

    Attributes:
        code: What is inside, without the indentation of the fence itself.
        label: The word after the opening fence, in lower case, or "".
        closed: Whether it has its closing fence.
    """

    code: str
    label: str = ""
    closed: bool = True

    @property
    def language(self) -> str:
        """The language that the label means; the label itself when it means none we know."""
        return LANGUAGES.get(self.label, self.label)


@dataclass(frozen=True, slots=True)
class _Opening:
    """A fence that opens a block: how far it is indented, its mark and its label."""

    indent: int
    mark: str
    label: str


def fenced_blocks(text: str) -> list[Fenced]:
    r"""Return the first fenced blocks of a text (at most 50), in order.

    Example:
        >>> [(block.label, block.code) for block in fenced_blocks("a:\n```py\nx = 1\n```\nb")]
        [('py', 'x = 1\n')]
        >>> fenced_blocks("```python\nx = 1")[0].closed
        False
    """
    blocks: list[Fenced] = []
    lines = text.splitlines(keepends=True)
    # Only lines with a mark are looked at again, and the blocks are few: time stays linear.
    marked = [n for n, line in enumerate(lines) if "```" in line or "~~~" in line]
    at = 0
    while at < len(marked) and len(blocks) < MOST_BLOCKS:
        line = lines[marked[at]]
        opened = _opening(line)
        if opened is not None:
            block, at = _body(lines, marked, at, opened)
            blocks.append(block)
            continue
        if (whole := _one_line(line)) is not None:
            blocks.append(whole)
        at += 1
    return blocks


def _opening(line: str) -> _Opening | None:
    """Read the fence that opens a block; None for a line that has none."""
    found = _MARK.search(line)
    if found is None:
        return None
    after = line[found.end() :].strip()
    if found[0][0] in after:
        return None
    label = _label(after)
    lead = line[: found.start()]
    if _LEAD.fullmatch(lead) is None and (label not in LANGUAGES or after.casefold() != label):
        return None  # a sentence that speaks of fences
    return _Opening(len(lead) if lead.isspace() else 0, found[0], label)


def _label(after: str) -> str:
    # ```{python}, ```{.python .numberLines}, ```python title="x", ```python:main.py
    word = _WORD.match(after.lstrip("{. ").partition(":")[0])
    return word[0].casefold() if word else ""


def _body(lines: list[str], marked: list[int], at: int, opened: _Opening) -> tuple[Fenced, int]:
    """Read a block up to its end; return it and where to go on among the marked lines."""
    start, mark = marked[at] + 1, opened.mark
    tail: int | None = None
    for number in range(at + 1, len(marked)):
        line = lines[marked[number]]
        bare = line.strip().lstrip("> ")
        # Further in than that, it is text inside the code, such as an example in a docstring.
        near = len(line) - len(line.lstrip(" ")) <= opened.indent + 3
        if near and bare.startswith(mark):
            if _label(bare.lstrip(mark[0])) in LANGUAGES:
                break  # the fence of the next block: this one was not closed by a line
            code = _dedented(lines[start : marked[number]], opened.indent)
            return Fenced(code, opened.label), number + 1
        elif tail is None and line.rstrip().endswith(mark):
            tail = number
    else:
        number = len(marked)
    if tail is not None:
        end = marked[tail]
        body = [*lines[start:end], lines[end].rstrip().removesuffix(mark) + "\n"]
        return Fenced(_dedented(body, opened.indent), opened.label), tail + 1
    stop = marked[number] if number < len(marked) else len(lines)
    return Fenced(_dedented(lines[start:stop], opened.indent), opened.label, closed=False), number


def _one_line(line: str) -> Fenced | None:
    """Return a block that opens and closes on one line, if its language is named."""
    marks = list(_MARK.finditer(line))
    if len(marks) != 2 or marks[0][0] != marks[1][0]:
        return None
    inside = line[marks[0].end() : marks[1].start()]
    word, _, code = inside.partition(" ")
    if word.casefold() not in LANGUAGES or not code.strip():
        return None
    return Fenced(code.strip() + "\n", word.casefold())


def _dedented(lines: list[str], indent: int) -> str:
    if not indent:
        return "".join(lines)
    return "".join(
        line[indent:] if not line[:indent].strip() else line.lstrip(" \t") for line in lines
    )
