"""From a reply to the program in it: which block counts, by a policy that has a name.

Reads text and runs nothing; time is linear in the length of the reply.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rewardkit.reading.reply import trimmed
from rewardkit_verifiers.code.lib.beside_code import inside_tags, without_examples
from rewardkit_verifiers.code.lib.fences import Fenced, fenced_blocks

Policy = Literal["last", "first", "longest", "all", "only"]
MAX_CHARS = 200_000
_THOUGHT = ("<think>", "</think>")
# A line that begins a program and hardly ever a sentence.
_CODE_LINE = {
    "python": re.compile(
        r"(?:async def |def |class )\s*\w+\s*[(:\[]"
        r"|import [\w.]+(?: as \w+)?(?:, ?[\w.]+)*\s*(?:[;#].*)?$|from [\w.]+ import [\w*(]"
        r"|@\w+|#!|\w[\w.]*\(.*\)\s*$|[A-Za-z_][\w.\[\], ]*[-+*/|&^%]?=[^=]"
    ),
    "bash": re.compile(r"#!|[A-Za-z_]\w*=|(?:echo|read|printf|for|while|if|set|awk|sed|cat)\b"),
    "javascript": re.compile(
        r"(?:const|let|var|function|class|import|async)\b.*[({=;]|console\.|process\.|//|[\w.]+\(.*\);?\s*$"
    ),
    "cpp": re.compile(r"#\s*include\b|using namespace\b|int main\b|template\s*<|class \w+"),
    "c": re.compile(r"#\s*include\b|int main\b|typedef\b"),
    "java": re.compile(r"import java|package \w|(?:public |final )*class \w+|@\w+"),
    "rust": re.compile(r"use std\b|fn \w+|#!\[|#\[|struct \w+|pub fn\b"),
    "go": re.compile(r"package \w+|import\b|func \w+"),
    "sql": re.compile(r"\(*\s*(?:select|with|values|explain)\b", re.IGNORECASE),
}
# One that may begin either; it is code when an indented line follows.
_BLOCK_LINE = re.compile(r"(?:for|while|if|with|try|match)\b.*:\s*(?:#.*)?$")
_PROSE = re.compile(r"(?:[A-Z][\w']*,? [a-z]|[-*] [A-Z]|#+ [A-Z]|$)")
_DEFINES = (
    r"^[ \t]*(?:(?:async[ \t]+)?def|class)[ \t]+{0}\b|^{0}\b[ \t]*(?::[^=\n]*)?="
    r"|^[ \t]*(?:export[ \t]+)?(?:(?:async[ \t]+)?function\b[ \t*]*|(?:const|let|var)[ \t]+){0}\b"
)


@dataclass(frozen=True, slots=True)
class Code:
    """The program of a reply.

    Attributes:
        text: Its source.
        origin: `fence`, or `bare` for a reply without fences.
        blocks: How many blocks there were to choose from.
    """

    text: str
    origin: Literal["fence", "bare"] = "fence"
    blocks: int = 1


@dataclass(frozen=True, slots=True)
class NoCode:
    """Why a reply has no program: a stable reason and a sentence."""

    reason: str
    detail: str = ""


def extract_code(
    text: str,
    *,
    language: str = "python",
    policy: Policy = "last",
    defines: Sequence[str] = (),
    strict: bool = False,
) -> Code | NoCode:
    r"""Return the program of a reply.

    What a model thinks aloud before `</think>` is not its reply. Blocks of another language do
    not count; blocks without a label count where none has the right one. Among several:

    | policy | takes |
    | --- | --- |
    | `last`, `first`, `longest` | that one of the blocks that define what is asked for, if any do |
    | `all` | all of them, one after another, as one program |
    | `only` | the one there is; several different ones are unreadable |

    Args:
        text: The reply.
        language: What the program is written in.
        policy: Which block counts.
        defines: Names that the program must define, such as the function that is tested.
        strict: Read only closed fences or a reply that is all program, with the policy `only`.

    Returns:
        The program, or why there is none: `empty`, `too_long`, `unfinished_thought`, `no_code`,
        `no_block`, `unclosed_block`, `empty_block` or `several_blocks`.

    Example:
        >>> extract_code("Sure!\n```python\nprint(1)\n```").text
        'print(1)\n'
        >>> extract_code("I do not know.").reason
        'no_code'
    """
    text = _after_thought(text)
    if len(text) > MAX_CHARS:
        return NoCode("too_long", f"{len(text)} characters; {MAX_CHARS} are read")
    text = trimmed(text)
    if not text:
        return NoCode("empty", "nothing in the reply shows")
    if text.startswith(_THOUGHT[0]):
        return NoCode("unfinished_thought", f"{_THOUGHT[0]} is never closed")
    blocks = fenced_blocks(text)
    if not blocks:
        return _bare(text if strict else inside_tags(text, language), language, strict)
    return _from_blocks(blocks, language, "only" if strict else policy, defines, strict)


def _after_thought(text: str) -> str:
    return text[text.rfind(_THOUGHT[1]) + len(_THOUGHT[1]) :] if _THOUGHT[1] in text else text


def _from_blocks(
    blocks: list[Fenced], language: str, policy: Policy, defines: Sequence[str], strict: bool
) -> Code | NoCode:
    mine = [block for block in blocks if block.language == language]
    mine = mine or [block for block in blocks if not block.label and _plausible(block, language)]
    mine = mine or [block for block in blocks if not block.label]
    if not mine:
        labels = ", ".join(sorted({block.label for block in blocks}))
        return NoCode("no_code", f"no block is {language}; there are: {labels[:80]}")
    full = [block for block in mine if block.code.strip()]
    if not full:
        return NoCode("empty_block", "the code block is empty")
    if strict and not all(block.closed for block in full):
        return NoCode("unclosed_block", "a fence is never closed")
    if policy == "all":
        return Code("\n".join(dict.fromkeys(block.code for block in full)), blocks=len(full))
    if language == "python" and not strict:
        full = without_examples(full)
    right = [block for block in full if _defines(block.code, defines)] if defines else []
    choice = right or full
    different = {block.code.strip() for block in choice}
    if policy == "only" and len(different) > 1:
        return NoCode("several_blocks", f"{len(different)} different blocks, and one is asked for")
    if policy == "longest":
        chosen = max(choice, key=lambda block: len(block.code))
    else:
        chosen = choice[0] if policy == "first" else choice[-1]
    return Code(chosen.code, blocks=len(full))


def _plausible(block: Fenced, language: str) -> bool:
    form = _CODE_LINE.get(language)
    return form is None or any(form.match(line.lstrip()) for line in block.code.splitlines())


def _defines(code: str, names: Sequence[str]) -> bool:
    return all(
        re.search(_DEFINES.format(re.escape(name.partition(".")[0])), code, re.MULTILINE)
        for name in names
    )


def _bare(text: str, language: str, strict: bool) -> Code | NoCode:
    """Read a reply without fences: from the first line that begins a program to the end.

    Strictly read, a reply that is not all program is none.
    """
    form = _CODE_LINE.get(language)
    if form is None:
        return Code(text + "\n", "bare")
    lines = text.splitlines(keepends=True)
    for at, line in enumerate(lines):
        indented = at + 1 < len(lines) and lines[at + 1][:1] in (" ", "\t")
        if form.match(line) or (language == "python" and indented and _BLOCK_LINE.match(line)):
            kept = _without_tail(lines[at:])
            if strict and len(kept) < len(lines):
                return NoCode("no_block", "there are sentences beside the program, and no fence")
            return Code("".join(kept).rstrip() + "\n", "bare")
    return NoCode("no_code", f"there is no fenced block, and no line begins a {language} program")


def _without_tail(lines: list[str]) -> list[str]:
    """Drop the sentences that end a reply."""
    end = len(lines)
    while end > 1 and _PROSE.match(lines[end - 1].rstrip()):
        end -= 1
    return lines[:end]
