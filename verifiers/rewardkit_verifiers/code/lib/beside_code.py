"""What stands around the program of a reply: tags in place of fences, examples of its use."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Sequence

from rewardkit_verifiers.code.lib.fences import LANGUAGES, Fenced

_ANY = ("answer", "code", "solution", "program", "final_answer", "final_code")
_BUILTINS = frozenset(dir(builtins)) | {"__name__", "__file__", "__doc__"}
_SESSION = re.compile(r"\s*(?:>>> |\$ |In \[\d+\]:)")
_TAGS = re.MULTILINE | re.IGNORECASE
_LONGEST = 20_000  # characters of a block that is asked whether it is an example
_Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def inside_tags(text: str, language: str) -> str:
    r"""Return what stands between the last tags (`<answer>`, `[PYTHON]`), or the text without.

    A tag counts at the beginning of a line, its end at the end of one. `<python>` counts for
    programs in Python only.

    Example:
        >>> inside_tags("So:\n<answer>\nprint(1)\n</answer>", "python")
        'print(1)'
        >>> inside_tags("print(1)", "python")
        'print(1)'
    """
    own = [name for name, meaning in LANGUAGES.items() if meaning == language]
    names = "|".join(map(re.escape, (*_ANY, *own)))
    closings = list(re.finditer(rf"[<\[]/({names})[>\]][ \t]*$", text, _TAGS))
    if not closings:
        return text
    last = closings[-1]
    opening = rf"^[ \t]*[<\[]{re.escape(last[1])}[>\]]"
    openings = re.finditer(opening, text[: last.start()], _TAGS)
    start = max((found.end() for found in openings), default=-1)
    inside = text[start : last.start()].strip("\r\n") if start >= 0 else ""
    return inside if inside.strip() else text


def without_examples(blocks: Sequence[Fenced]) -> list[Fenced]:
    r"""Return the blocks of a reply that are no example of using another one, if any are left.

    An example is a session of an interpreter, a block of nothing but comments, or one that uses a
    function or class which it does not have and a block before it defines: alone it could not run.

    Example:
        >>> [one.code for one in without_examples([Fenced("def f(): pass"), Fenced("f()")])]
        ['def f(): pass']
    """
    if len({block.code for block in blocks}) < 2:
        return list(blocks)
    defined: set[str] = set()
    kept = []
    for block in blocks:
        tree = _tree(block.code)
        leans = bool(tree and defined and _missing(tree) & defined)
        leans = leans or (tree is not None and not tree.body)
        if not leans and _SESSION.match(block.code) is None:
            kept.append(block)
        if tree is not None:
            defined |= {one.name for one in tree.body if isinstance(one, _Definition)}
    return kept or list(blocks)


def _tree(code: str) -> ast.Module | None:
    if len(code) > _LONGEST:
        return None
    try:
        return ast.parse(code)
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return None


def _missing(tree: ast.Module) -> set[str]:
    """Return the names that a program reads and binds nowhere."""
    read: set[str] = set()
    bound = set(_BUILTINS)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            (read if isinstance(node.ctx, ast.Load) else bound).add(node.id)
        elif isinstance(node, _Definition):
            bound.add(node.name)
        elif isinstance(node, ast.arg):
            bound.add(node.arg)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            if any(one.name == "*" for one in node.names):
                return set()
            bound |= {one.asname or one.name.partition(".")[0] for one in node.names}
    return read - bound
