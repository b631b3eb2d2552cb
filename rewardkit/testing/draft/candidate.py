"""The candidate in a model's reply: its source, the program that calls it, its constants."""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Iterator

from rewardkit_sandbox import Program

LONGEST = 20_000
"""The number of characters from which on a candidate is refused."""
NAME = "reward"
CALL = "_rewardkit_call"
_FENCE = "```"
_PYTHON = ("", "py", "python", "python3")
# Appended to the candidate and run in the sandbox alone. What it computes is believed of the
# candidate's own value only: expectations never enter the sandbox.
_HARNESS = f"""

def {CALL}(row):
    import inspect
    known = inspect.signature({NAME}).parameters.values()
    if not any(one.kind is one.VAR_KEYWORD for one in known):
        names = [one.name for one in known]
        row = {{name: value for name, value in row.items() if name in names}}
    return {NAME}(**row)
"""


def read_candidate(reply: str) -> str | None:
    r"""Return the source that a reply proposes, or None.

    It is the last block of Python that defines `reward`; a reply without any block may be the
    source itself.

    Example:
        >>> read_candidate("Here:\n```python\ndef reward(completion):\n    return 1.0\n```")
        'def reward(completion):\n    return 1.0\n'
        >>> read_candidate("I cannot do that.") is None
        True
    """
    lines = reply.replace("\r\n", "\n").split("\n")
    fenced = any(line.strip().startswith(_FENCE) for line in lines)
    blocks = list(_blocks(lines)) if fenced else [lines]
    for block in reversed(blocks):
        if any(line.startswith(f"def {NAME}(") for line in block):
            return "\n".join(block).strip("\n") + "\n"
    return None


def _blocks(lines: list[str]) -> Iterator[list[str]]:
    block: list[str] | None = None
    python = False
    for line in lines:
        mark = line.strip()
        if not mark.startswith(_FENCE):
            if block is not None:
                block.append(line)
        elif block is None:
            block, python = [], mark[len(_FENCE) :].strip().lower() in _PYTHON
        else:
            if python:
                yield block
            block = None
    if block is not None and python:
        yield block


def program_of(source: str) -> Program:
    """Return the program that defines a candidate and can be called by rows."""
    return Program(source + _HARNESS)


def words_of(source: str) -> tuple[str, ...]:
    r"""Return the text constants of a source, read token by token: nothing of it is compiled.

    Example:
        >>> words_of("def reward(completion):\n    return float('<b>' in completion)")
        ('<b>',)
    """
    found: dict[str, None] = {}
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type == tokenize.STRING:
                text = _text(token.string)
                if text:
                    found[text] = None
    except (tokenize.TokenError, SyntaxError):
        pass  # a candidate that is no Python is refused when it is loaded
    return tuple(found)


def _text(literal: str) -> str:
    # One string literal has no depth, so that the reader cannot be made to recurse.
    try:
        value = ast.literal_eval(literal)
    except (ValueError, SyntaxError, MemoryError):
        return ""
    return value if isinstance(value, str) else ""
