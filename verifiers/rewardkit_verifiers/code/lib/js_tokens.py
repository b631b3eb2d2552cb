"""Tokens of JavaScript test code, by one linear pass."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from rewardkit_verifiers.code.lib.columns import BadTests

Kind = Literal["name", "number", "text", "mark"]
LONGEST = 1_000_000
_SKIPPED = re.compile(r"(?:\s|//[^\n]*(?:\n|$)|/\*(?:[^*]|\*(?!/))*\*/)+")
_NAME = re.compile(r"[A-Za-z_$][\w$]*")
_NUMBER = re.compile(
    r"0[xX][\da-fA-F_]+n?|0[oO][0-7_]+n?|0[bB][01_]+n?"
    r"|(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][-+]?\d+)?n?"
)
_TEXT = re.compile(r'"(?:[^"\\\n]|\\[\s\S])*"|\'(?:[^\'\\\n]|\\[\s\S])*\'|`(?:[^`\\]|\\[\s\S])*`')
_MARK = re.compile(r"=>|===?|!==?|\.\.\.|[-+(){}\[\],;:.=<>!&|?*/%]")
_ESCAPE = re.compile(
    r"\\(?:u\{([\da-fA-F]{1,6})\}|u([\da-fA-F]{4})|x([\da-fA-F]{2})|(\r\n|[\s\S]))"
)
_LETTERS = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}


@dataclass(frozen=True, slots=True)
class Token:
    """One token: its kind, its text (a string without its quotes), and where it begins."""

    kind: Kind
    text: str
    at: int


def tokens_of(source: str) -> list[Token]:
    """Return the tokens of a source, without blanks and comments.

    Raises:
        BadTests: It is too long, or has a form that is not read, such as a regular expression.

    Example:
        >>> [token.text for token in tokens_of("f('a') // call")]
        ['f', '(', 'a', ')']
    """
    if len(source) > LONGEST:
        raise BadTests(f"{len(source)} characters of JavaScript; {LONGEST} are read")
    found: list[Token] = []
    at, end = 0, len(source)
    while at < end:
        if skipped := _SKIPPED.match(source, at):
            at = skipped.end()
            continue
        token = _token(source, at)
        found.append(token[0])
        at = token[1]
    return found


def _token(source: str, at: int) -> tuple[Token, int]:
    if found := _NAME.match(source, at):
        return Token("name", found[0], at), found.end()
    if found := _NUMBER.match(source, at):
        return Token("number", found[0], at), found.end()
    if found := _TEXT.match(source, at):
        if found[0][0] == "`" and "${" in found[0]:
            raise BadTests(f"a text with parts is not read: {found[0][:40]}")
        return Token("text", _unescaped(found[0][1:-1]), at), found.end()
    if found := _MARK.match(source, at):
        return Token("mark", found[0], at), found.end()
    raise BadTests(f"not read in JavaScript: {source[at : at + 40]!r}")


def _unescaped(text: str) -> str:
    """Return what a string literal says; two halves of a character become one."""
    said = _ESCAPE.sub(_meant, text)
    return said.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


def _meant(found: re.Match[str]) -> str:
    digits = found[1] or found[2] or found[3]
    if digits is not None:
        number = int(digits, 16)
        if number > 0x10FFFF:
            raise BadTests(f"no character: {found[0]}")
        return chr(number)
    one: str = found[4]
    return "" if one in ("\n", "\r\n") else _LETTERS.get(one, one)
