"""Calls written as Python, such as `[f(a=1), g(b="x")]`, read without evaluating anything."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any, NoReturn

from rewardkit_verifiers.tools.lib.call import DEEPEST, BadCall, Call, Tool

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_\-]*(?:\.[A-Za-z_][A-Za-z0-9_\-]*)*")
_KEYWORD = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)\s*=(?!=)")
_NUMBER = re.compile(r"[+-]?(?:\d[\d_]*)?(?:\.\d*)?(?:[eE][+-]?\d+)?")
_SPACE = re.compile(r"\s*")
_WORDS = {"True": True, "False": False, "None": None, "true": True, "false": False, "null": None}
_ESCAPES = {
    "n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "0": "\0", "\n": "",
}  # fmt: skip
_LONGEST_NUMBER = 1000
_BARE = re.compile(rf"{_NAME.pattern}\s*\(")
_STARTS = re.compile(rf"\[\s*{_BARE.pattern}")


def is_call_list(text: str) -> bool:
    """Return True if a text begins like a list of calls.

    Example:
        >>> is_call_list("[f(a=1)]"), is_call_list("[f](url)")
        (True, False)
    """
    return _STARTS.match(text) is not None


def is_bare_call(text: str) -> bool:
    """Return True if a text begins like a call.

    Example:
        >>> is_bare_call("f(a=1)"), is_bare_call("Call f(a=1)")
        (True, False)
    """
    return _BARE.match(text) is not None


def read_pythonic(text: str, tools: Mapping[str, Tool] | None = None) -> list[Call]:
    """Return the calls of a list such as `[f(a=1), g(b="x")]`, or of bare calls in a row.

    Args:
        text: The text.
        tools: The declared tools by name; they name arguments that stand without a name.

    Raises:
        BadCall: The text is something else, has an argument without a name that no tool names, or
            a value that is no literal. A bare word is read as text, as BFCL reads variables.

    Example:
        >>> read_pythonic('[math.add(a=1, b=[2.5, True]), now()]')[0]
        Call(name='math.add', arguments={'a': 1, 'b': [2.5, True]})
    """
    reader = _Reader(text, tools or {})
    calls = reader.calls()
    reader.finish()
    return calls


def read_literal(text: str) -> Any:
    """Return the value of a Python literal, in which a bare word is text.

    Raises:
        BadCall: It is none.

    Example:
        >>> read_literal("{'max': 4.5, 'direct': True}")
        {'max': 4.5, 'direct': True}
    """
    reader = _Reader(text, {})
    value = reader.value(0)
    reader.finish()
    return value


class _Reader:
    """A position in a text, and one method for each form that may stand there."""

    def __init__(self, text: str, tools: Mapping[str, Tool]) -> None:
        self.text = text
        self.tools = tools
        self.at = 0

    def fail(self, why: str) -> NoReturn:
        raise BadCall(f"{why} at character {self.at}")

    def finish(self) -> None:
        self.skip()
        if self.at < len(self.text):
            self.fail("text follows the calls")

    def skip(self) -> str:
        found = _SPACE.match(self.text, self.at)
        assert found is not None
        self.at = found.end()
        return self.text[self.at : self.at + 1]

    def take(self, char: str) -> bool:
        if self.skip() != char:
            return False
        self.at += 1
        return True

    def expect(self, char: str) -> None:
        if not self.take(char):
            self.fail(f"{char!r} is missing")

    def calls(self) -> list[Call]:
        if not self.take("["):
            lines = [self.call()]
            while self.take(";") or self.take(",") or self.skip().isalpha() or self.skip() == "_":
                if self.skip():
                    lines.append(self.call())
            return lines
        found: list[Call] = []
        while not self.take("]"):
            found.append(self.call())
            if not self.take(","):
                self.expect("]")
                break
        return found

    def call(self) -> Call:
        self.skip()
        name = _NAME.match(self.text, self.at)
        if name is None:
            self.fail("a name of a function is missing")
        self.at = name.end()
        self.expect("(")
        arguments: dict[str, Any] = {}
        order = self.tools[name[0]].order if name[0] in self.tools else ()
        named = False
        while not self.take(")"):
            self.skip()
            keyword = _KEYWORD.match(self.text, self.at)
            if keyword is not None:
                key, named, self.at = keyword[1], True, keyword.end()
            elif not named and len(arguments) < len(order):
                key = order[len(arguments)]
            else:
                self.fail("an argument has no name")
            if key in arguments:
                self.fail(f"the argument {key[:60]!r} is given twice")
            arguments[key] = self.value(0)
            if not self.take(","):
                self.expect(")")
                break
        return Call(name[0], arguments)

    def value(self, depth: int) -> Any:
        if depth > DEEPEST:
            self.fail("a value is nested too deeply")
        char = self.skip()
        if char in ('"', "'") and char:
            return self.string()
        if char == "[":
            return self.items("]", depth)
        if char == "(":
            return self.items(")", depth)
        if char == "{":
            return self.mapping(depth)
        if char and char in "+-.0123456789":
            return self.number()
        word = _NAME.match(self.text, self.at)
        if word is None:
            self.fail("a value is missing")
        self.at = word.end()
        return _WORDS.get(word[0], word[0])

    def items(self, close: str, depth: int) -> list[Any]:
        self.at += 1
        found: list[Any] = []
        while not self.take(close):
            found.append(self.value(depth + 1))
            if not self.take(","):
                self.expect(close)
                break
        return found

    def mapping(self, depth: int) -> dict[str, Any]:
        self.at += 1
        found: dict[str, Any] = {}
        while not self.take("}"):
            if self.skip() not in ('"', "'"):
                self.fail("a key is no text")
            key = self.string()
            if key in found:
                self.fail(f"the key {key[:60]!r} is given twice")
            self.expect(":")
            found[key] = self.value(depth + 1)
            if not self.take(","):
                self.expect("}")
                break
        return found

    def number(self) -> int | float:
        found = _NUMBER.match(self.text, self.at)
        assert found is not None
        digits = found[0]
        if not any(char.isdigit() for char in digits) or len(digits) > _LONGEST_NUMBER:
            self.fail("a number is broken")
        self.at = found.end()
        try:
            value = int(digits) if digits.lstrip("+-").replace("_", "").isdigit() else None
            real = float(digits) if value is None else 0.0
        except ValueError:
            self.fail("a number is broken")
        if not math.isfinite(real):
            self.fail("a number is out of range")
        return real if value is None else value

    def string(self) -> str:
        quote = self.text[self.at]
        end = quote * 3 if self.text.startswith(quote * 3, self.at) else quote
        self.at += len(end)
        parts: list[str] = []
        stop = re.compile(rf"\\|{end}|\n" if len(end) == 1 else rf"\\|{end}")
        while True:
            found = stop.search(self.text, self.at)
            if found is None or found[0] == "\n":
                self.fail("a text has no end")
            parts.append(self.text[self.at : found.start()])
            self.at = found.end()
            if found[0] == end:
                return "".join(parts)
            parts.append(self.escape())

    def escape(self) -> str:
        kind = self.text[self.at : self.at + 1]
        width = {"x": 2, "u": 4, "U": 8}.get(kind, 0)
        self.at += 1
        if not width:
            return _ESCAPES.get(kind, kind if kind and kind in "\\'\"" else "\\" + kind)
        digits = self.text[self.at : self.at + width]
        try:
            char = chr(int(digits, 16)) if len(digits) == width else ""
            char.encode()
        except (ValueError, OverflowError):
            char = ""
        if not char:
            self.fail("an escape is broken")
        self.at += width
        return char
