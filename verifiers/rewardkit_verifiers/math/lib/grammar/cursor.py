"""The cursor over tokens that every part of the grammar moves, and the rules that `Parser` has.

The parts of the grammar need one another: brackets hold expressions, and expressions hold brackets.
Each part is written against `Cursor`, which declares the rules; `Parser` supplies them.
"""

from __future__ import annotations

from collections.abc import Callable

from rewardkit_verifiers.math.lib.grammar.lexer import Token
from rewardkit_verifiers.math.lib.grammar.values import DEEPEST, Node, Unreadable
from rewardkit_verifiers.math.lib.word_lists import listed

_STEPS_A_TOKEN = 8
_CONDITIONS = frozenset(listed("in ne neq ge geq le leq"))


class Cursor:
    """A place in the tokens, and what the brackets around it mean."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.at = 0
        self.depth = 0
        self.bars = 0
        self.colon_divides = True
        self.bound: list[str] = []
        self.integrals = 0
        self.differentials: list[str] = []
        self.reversed_brackets = 0
        self.steps = 0

    # --- cursor ------------------------------------------------------------------
    @property
    def here(self) -> Token:
        """The token under the cursor."""
        return self.tokens[self.at]

    def next(self) -> Token:
        """Return the token under the cursor and move on."""
        token = self.tokens[self.at]
        if token.kind != "end":
            self.at += 1
        return token

    def sees(self, value: str) -> bool:
        """Whether an operator or command of this spelling is under the cursor."""
        token = self.tokens[self.at]
        return token.value == value and token.kind in ("op", "cmd")

    def takes(self, value: str) -> bool:
        """Move over an operator or command when it is there."""
        if self.sees(value):
            self.at += 1
            return True
        return False

    def expects(self, value: str) -> None:
        """Move over an operator or command.

        Raises:
            Unreadable: Something else is there.
        """
        if not self.takes(value):
            raise Unreadable("syntax", f"{value!r} expected, not {self.here.value!r}")

    def count(self) -> None:
        """Count one more expression; no grammar rule needs many times the tokens.

        Raises:
            Unreadable: Reading does not come to an end.
        """
        self.steps += 1
        if self.steps > _STEPS_A_TOKEN * len(self.tokens):
            raise Unreadable("syntax", "reading does not come to an end")

    def nested(self, read: Callable[[], Node], inside_bars: bool = False) -> Node:
        """Read one level deeper; a bar inside brackets does not close one outside of them."""
        if self.depth >= DEEPEST:
            raise Unreadable("too_deep", f"brackets deeper than {DEEPEST}")
        self.depth += 1
        bars, self.bars = self.bars, self.bars if inside_bars else 0
        try:
            return read()
        finally:
            self.depth -= 1
            self.bars = bars

    # --- rules, supplied by `Parser` -------------------------------------------------
    def expression(self, floor: int = 0) -> Node:
        """Read an expression whose operators bind tighter than `floor`."""
        raise NotImplementedError

    def argument(self) -> Node:
        """Read one argument of a LaTeX command: a group or a single token."""
        raise NotImplementedError

    def function_argument(self) -> Node:
        """Read brackets, or the product that follows: sin 2x is sin(2x)."""
        raise NotImplementedError

    def symbol(self, name: str) -> Node:
        """Read subscripts, primes and arguments of a symbol."""
        raise NotImplementedError

    def script(self) -> Node:
        """Read a superscript or subscript as an expression."""
        raise NotImplementedError

    def starts_atom(self, left: Node) -> bool:
        """Whether the next token begins a factor that multiplies what was read."""
        raise NotImplementedError

    def takes_differential(self) -> bool:
        """Take the dx of an integral, if it stands here."""
        raise NotImplementedError

    def item(self) -> Node:
        """Read one value with its label, unit and remarks."""
        raise NotImplementedError

    def clause(self) -> Node:
        """Read items between commas, semicolons, `and` and `or`."""
        raise NotImplementedError

    # --- looking ahead ---------------------------------------------------------------
    def condition_follows(self) -> bool:
        """Whether brackets with a relation inside follow, as in k pi (k in Z): no factor."""
        if not self.sees("("):
            return False
        end = self.closer_of(self.at)
        inside = self.tokens[self.at + 1 : end]
        return any(
            token.value in _CONDITIONS if token.kind == "cmd" else token.value in ("=", "<", ">")
            for token in inside
        )

    def closer_of(self, at: int) -> int:
        """Return the index of the bracket that closes the one at `at`, looking 40 tokens ahead."""
        level = 0
        for index in range(at, min(at + 40, len(self.tokens))):
            level += {"(": 1, ")": -1}.get(self.tokens[index].value, 0)
            if not level:
                return index
        return at
