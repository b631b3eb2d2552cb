"""Asserts of JavaScript test code as calls with expected values, so that they stay outside.

MultiPL-E and HumanEval-X write one assertion a call, with literals on both sides. Each becomes a
test of code/function: the submission never sees what is expected. What is anything else than such
an assertion, or the frame around them, is refused: an assertion left out would weaken the tests.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from rewardkit_verifiers.code.lib.columns import BadTests, CallTest
from rewardkit_verifiers.code.lib.js_tokens import Token, tokens_of

_EQUALS = ("deepEqual", "deepStrictEqual", "strictEqual", "equal")
_MATCHERS = ("toBe", "toEqual", "toStrictEqual")
_BLOCKS = ("describe", "test", "it", "xtest", "xit")
_MOST_DEPTH = 100
_END = Token("mark", "", -1)
_WORDS = {
    "true": True, "false": False, "null": None, "undefined": None,
    "NaN": float("nan"), "Infinity": float("inf"),
}  # fmt: skip


def read_asserts(source: str) -> list[CallTest]:
    """Return the calls of a JavaScript test, with what each should return.

    Read are `assert.deepEqual(f(1), 2)` and its siblings, `assert(f(1) === 2)`, `console.assert`,
    the same of `JSON.stringify` on both sides, and `expect(f(1)).toEqual(2)`.

    Args:
        source: The test code.

    Raises:
        BadTests: It has something else.

    Example:
        >>> read_asserts("let candidate = add; assert.deepEqual(candidate(1, 2), 3);")
        [CallTest(name='add', args=(1, 2), expected=3, kwargs={}, either=())]
    """
    reader = _Reader(tokens_of(source))
    reader.statements()
    if not reader.found:
        raise BadTests("the JavaScript tests hold no assertion")
    return reader.found


class _Reader:
    """A place in the tokens, and the calls read so far."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.at = 0
        self.found: list[CallTest] = []
        self.names: dict[str, str] = {}
        self.values: dict[str, Any] = {}
        self.frames: set[str] = set()

    # --- tokens ---------------------------------------------------------------------------
    def peek(self, ahead: int = 0) -> Token:
        """Return a token to come; one without text behind the last."""
        at = self.at + ahead
        return self.tokens[at] if at < len(self.tokens) else _END

    def take(self) -> Token:
        """Return the next token and go on."""
        token = self.peek()
        self.at += 1
        return token

    def accept(self, *texts: str) -> bool:
        """Go on behind these tokens, if they are the next ones."""
        for number, text in enumerate(texts):
            token = self.peek(number)
            if token.text != text or token.kind not in ("mark", "name"):
                return False
        self.at += len(texts)
        return True

    def need(self, *texts: str) -> None:
        """Go on behind these tokens, which must be the next ones."""
        if not self.accept(*texts):
            raise self.refused()

    def name(self) -> str:
        """Return the next token, a name."""
        token = self.take()
        if token.kind != "name":
            raise self.refused(-1)
        return token.text

    def refused(self, ahead: int = 0) -> BadTests:
        """Return the error that shows what is not read."""
        shown = " ".join(token.text for token in self.tokens[max(0, self.at + ahead) :][:8])
        return BadTests(f"only asserts of calls with literals are read in JavaScript: {shown!r}")

    # --- statements -----------------------------------------------------------------------
    def statements(self, depth: int = 0) -> None:
        """Read statements up to the end of their block."""
        if depth > _MOST_DEPTH:
            raise BadTests(f"blocks nested more than {_MOST_DEPTH} deep")
        while self.peek() is not _END and self.peek().text != "}":
            if not self.accept(";"):
                self.statement(depth)
        if depth == 0 and self.peek() is not _END:
            raise self.refused()

    def statement(self, depth: int) -> None:
        """Read one statement: a frame around assertions, or an assertion."""
        word = self.peek().text if self.peek().kind == "name" else ""
        if word == "import":
            while self.peek().kind != "text" and self.peek() is not _END:
                self.take()
            self.take()
        elif word == "function" or (word == "async" and self.peek(1).text == "function"):
            self.accept("async")
            self.need("function")
            self.frames.add(self.name())
            self.need("(", ")", "{")
            self.block(depth)
        elif word in ("const", "let", "var"):
            self.take()
            self.declaration(depth)
        elif word in _BLOCKS and self.peek(1).text == "(" and self.peek(2).kind == "text":
            self.at += 3
            self.need(",")
            self.arrow(depth)
            self.need(")")
        elif word in self.frames and self.accept(word, "(", ")"):
            self.accept(";")
        else:
            self.found.append(self.assertion())

    def block(self, depth: int) -> None:
        """Read the rest of a block."""
        self.statements(depth + 1)
        self.need("}")

    def arrow(self, depth: int) -> None:
        """Read a function without parameters and its block."""
        self.accept("async")
        if self.accept("function"):
            self.need("(", ")", "{")
        else:
            self.need("(", ")", "=>", "{")
        self.block(depth)

    def declaration(self, depth: int) -> None:
        """Read what a name means: a module, another name, a function of tests or a literal."""
        if self.accept("{"):  # const { add } = require("./add")
            while not self.accept("}"):
                self.name()
                self.accept(",")
            self.need("=", "require", "(")
            self.take()
            self.need(")")
            return
        name = self.name()
        self.need("=")
        nearest = self.peek(), self.peek(1)
        if self.accept("require", "("):
            self.take()
            self.need(")")
            while self.accept("."):
                self.name()
        elif nearest[0].text in ("async", "function") or nearest[1].text == ")":
            self.frames.add(name)
            self.arrow(depth)
        elif nearest[0].kind == "name" and nearest[0].text not in (*_WORDS, *self.values, "new"):
            self.names[name] = self.target()
        else:
            self.values[name] = self.value()

    # --- assertions -----------------------------------------------------------------------
    def assertion(self) -> CallTest:
        """Read one assertion."""
        self.accept("await")
        if self.accept("expect", "("):
            test = self.call()
            self.need(")", ".")
            if self.name() not in _MATCHERS:
                raise self.refused(-1)
            self.need("(")
            return self.with_value(test, self.value)
        if self.accept("console", ".", "assert", "(") or self.accept("assert", "("):
            return self.compared()
        self.need("assert", ".")
        method = self.name()
        self.need("(")
        if method == "ok":
            return self.compared()
        if method not in _EQUALS:
            raise self.refused(-2)
        test = self.call()
        self.need(",")
        return self.with_value(test, self.value)

    def compared(self) -> CallTest:
        """Read `f(1) === 2` or the same of texts of JSON, up to the end of the assertion."""
        if self.accept("JSON", ".", "stringify", "("):
            test = self.call()
            self.need(")")
            self.equal_sign()
            self.need("JSON", ".", "stringify", "(")
            value = self.value()
            self.need(")")
            return self.with_value(test, lambda: value)
        turned = self.accept("!")
        test = self.call()
        if turned or self.peek().text in (")", ","):
            return self.with_value(test, lambda: not turned)
        self.equal_sign()
        return self.with_value(test, self.value)

    def equal_sign(self) -> None:
        """Go on behind a sign of equality."""
        if not (self.accept("===") or self.accept("==")):
            raise self.refused()

    def with_value(self, test: CallTest, value: Callable[[], Any]) -> CallTest:
        """Return a call with its expected value; goes on behind the assertion and its message."""
        found = value()
        if self.accept(",") and self.peek().text != ")":
            self.value()
        self.accept(",")
        self.need(")")
        self.accept(";")
        return CallTest(test.name, test.args, found)

    def target(self) -> str:
        """Return the name of a function, behind its other names and its module."""
        name = self.name()
        while self.peek().text == "." and self.peek(1).kind == "name":
            self.take()
            name = self.name()
        return self.names.get(name, name)

    def call(self) -> CallTest:
        """Read a call of a function with literals."""
        self.accept("await")
        name = self.target()
        self.need("(")
        return CallTest(name, tuple(self.items(")")), None)

    # --- literals -------------------------------------------------------------------------
    def items(self, end: str, depth: int = 0) -> list[Any]:
        """Read literals up to the mark that ends them."""
        found: list[Any] = []
        while not self.accept(end):
            found.append(self.value(depth + 1))
            if not self.accept(","):
                self.need(end)
                break
        return found

    def value(self, depth: int = 0) -> Any:
        """Read one literal."""
        if depth > _MOST_DEPTH:
            raise BadTests(f"literals nested more than {_MOST_DEPTH} deep")
        token = self.take()
        if token.kind == "text":
            return token.text
        if token.kind == "number":
            return _number(token.text)
        if token.kind == "name":
            return self.word(token.text, depth)
        if token.text in ("-", "+"):
            value = self.value(depth + 1)
            if isinstance(value, bool) or not isinstance(value, (int, float)):
                raise self.refused(-1)
            return -value if token.text == "-" else value
        if token.text == "(":
            value = self.value(depth + 1)
            self.need(")")
            return value
        if token.text == "[":
            return self.items("]", depth)
        if token.text == "{":
            return self.members(depth)
        raise self.refused(-1)

    def word(self, word: str, depth: int) -> Any:
        """Read a literal that begins with a name."""
        if word in _WORDS:
            return _WORDS[word]
        if word in self.values:
            return self.values[word]
        if word == "new" and self.peek().text in ("Set", "Map"):
            kind = self.name()
            self.need("(")
            given = self.items(")", depth)
            return _collection(kind, given[0] if given else [])
        raise self.refused(-1)

    def members(self, depth: int) -> Mapping[str, Any]:
        """Read the members of an object."""
        found: dict[str, Any] = {}
        while not self.accept("}"):
            key = self.take()
            if key.kind == "mark":
                raise self.refused(-1)
            self.need(":")
            text = str(_number(key.text)) if key.kind == "number" else key.text
            found[text] = self.value(depth + 1)
            if not self.accept(","):
                self.need("}")
                break
        return found


def _number(text: str) -> int | float:
    digits = text.replace("_", "").removesuffix("n")
    try:
        if digits[:2].lower() in ("0x", "0o", "0b"):
            return int(digits, 0)
        if digits.isdigit():
            return int(digits)
        number = float(digits)
    except ValueError:
        raise BadTests(f"not a number in JavaScript: {text[:40]}") from None
    # In JavaScript 2.0 and 2 are one number, and a function that wants 2 gets either.
    return int(number) if number.is_integer() else number


def _collection(kind: str, items: Any) -> Any:
    try:
        return set(items) if kind == "Set" else dict(items)
    except (TypeError, ValueError):
        raise BadTests(f"new {kind}(...) of {str(items)[:40]} is not read") from None
