"""Expressions by precedence: the heart of the grammar.

Precedence climbing keeps the Python stack shallow: one level of brackets costs three frames.
"""

from __future__ import annotations

import re
from fractions import Fraction

from rewardkit_verifiers.math.lib.grammar.answers import clause, item
from rewardkit_verifiers.math.lib.grammar.brackets import arguments, bracket
from rewardkit_verifiers.math.lib.grammar.build import (
    combinations,
    is_minus_one,
    negated,
    terms,
    times,
    unwrapped,
)
from rewardkit_verifiers.math.lib.grammar.commands import command
from rewardkit_verifiers.math.lib.grammar.cursor import Cursor
from rewardkit_verifiers.math.lib.grammar.literals import number, subscript
from rewardkit_verifiers.math.lib.grammar.precedence import BARS, INFIX, POWER, PRODUCT, SUM
from rewardkit_verifiers.math.lib.grammar.values import DEEPEST, Node, Unreadable, num, sym
from rewardkit_verifiers.math.lib.grammar.words import GREEK, INVERSES, LISTED
from rewardkit_verifiers.math.lib.word_lists import listed

_CLOCK = re.compile(r"0\d")
_SET_OPS = {"cup": "union", "cap": "inter", "setminus": "minus"}
# Letters that name functions: f(x) is their value, never a product.
_FUNCTION_LETTERS = frozenset("fghFGH")
_AT_ZERO = ["(", "0", ")"]
_ATOM_OPS = frozenset(("(", "[", "\\{", "{", "<|", "<||"))
_STOP_CMDS = frozenset(
    listed(
        "cup cap setminus pm mp mod le leq ge geq ne neq in notin to approx end rfloor rceil "
        "choose over land lor iff rangle subset subseteq supset supseteq equiv sim oplus "
        "otimes mid pmod otimes simeq cong propto rightarrow Rightarrow implies "
        "leftrightarrow Leftrightarrow tag label leqslant geqslant lt gt quad qquad langle "
        "colon ll gg mapsto ni parallel perp circ odot leqq geqq longrightarrow triangleq "
        "nmid exists forall thickapprox doteq"
    )
)


class Parser(Cursor):
    """A cursor whose methods read expressions, each one part of the grammar."""

    # --- expressions ---------------------------------------------------------------
    def expression(self, floor: int = 0) -> Node:
        """Read an expression whose operators bind tighter than `floor`."""
        self.count()
        left = self.prefix()
        while True:
            token = self.here
            name = token.value
            power = INFIX.get(name, 0) if token.kind in ("op", "cmd") else 0
            if name == ":" and not self.colon_divides:
                return left
            if power:
                if power <= floor:
                    return left
                left = self.infix(left, name, power)
            elif self.starts_atom(left):
                if floor >= PRODUCT:
                    return left
                left = times(left, self.implicit(left))
            else:
                postfixed = self.postfix(left)
                if postfixed is None:
                    return left
                left = postfixed

    def prefix(self) -> Node:
        """Read a sign and what it governs, or an atom."""
        token = self.here
        if token.kind == "op" and token.value in ("-", "+"):
            self.next()
            inner = self.nested(lambda: self.expression(SUM))
            return inner if token.value == "+" else negated(inner)
        if token.kind == "cmd" and token.value in ("pm", "mp"):
            self.next()
            return Node(token.value, None, self.nested(lambda: self.expression(SUM)))
        return self.atom()

    def infix(self, left: Node, name: str, power: int) -> Node:
        """Read an operator and its right side."""
        self.next()
        if power == POWER:
            return self.power(left)
        if name in ("+", "-", "pm", "mp") and self.here.kind == "end":
            raise Unreadable("syntax", f"nothing follows {name!r}")
        right = self.expression(power)
        if name == "/":
            # t/RC is t/(RC), though 1/2 x is half of x.
            while right.op in ("sym", "*") and self.here.kind == "sym" and not self.here.space:
                right = times(right, self.expression(PRODUCT))
        if name == "+":
            return Node("+", *terms(left), right)
        if name == "-":
            return Node("+", *terms(left), negated(right))
        if name == "*":
            return times(left, right)
        if name == ":" and _CLOCK.fullmatch(self.tokens[self.at - 1].value):
            # 12:03 is a time of day; no ratio is written with a leading zero.
            return Node("opaque", "clock", left, right)
        if name == ":":
            return Node("ratio", *(left.args if left.op == "ratio" else (left,)), right)
        if name in ("/", "over"):
            return Node("/", left, right)
        if name in _SET_OPS:
            return Node(_SET_OPS[name], left, right)
        if name in ("pm", "mp"):
            return Node(name, left, right)
        if name == "choose":
            return Node("fn", "binom", left, right)
        return Node("fn" if name == "mod" else "opaque", name, left, right)

    def power(self, base: Node) -> Node:
        """Read an exponent; degree signs, ordinals and primes are exponents in LaTeX."""
        braced = self.takes("{")
        if self.here.value in ("circ", "degree"):
            self.next()
            if braced:
                self.expects("}")
            return Node("deg", self.minutes(base))
        if self.here.value in ("prime", "'", "*", "star", "dagger") and base.op == "sym":
            name = ""
            while self.here.value in ("prime", "'", "*", "star", "dagger"):
                name += "'" if self.next().value in ("prime", "'") else "*"
            if braced:
                self.expects("}")
            return sym(base.args[0] + name)
        if braced:
            if self.here.kind in ("text", "word") and self.tokens[self.at + 1].value == "}":
                self.at += 2
                return base
            exponent = unwrapped(self.nested(lambda: self.expression()))
            self.expects("}")
        elif self.here.value in ("-", "+", "pm"):
            exponent = self.prefix_power()
        else:
            exponent = self.single()
        if base.op == "sym" and self.sees("_"):
            # x^2_i is x_i^2.
            self.next()
            base = sym(f"{base.args[0]}_{subscript(self)}")
        if base.op == "tuple" and exponent.op == "sym" and exponent.args[0] in ("T", "top"):
            return base
        if base.op == "sym" and (chosen := combinations(base.args[0], exponent)) is not None:
            return chosen
        # 2^3^2 is 2^(3^2).
        if self.sees("^") or self.sees("**"):
            self.next()
            exponent = self.nested(lambda: self.power(exponent))
        return Node("^", base, exponent)

    def prefix_power(self) -> Node:
        """Read a signed exponent without brackets, as in 2**-1."""
        minus = self.next().value == "-"
        inner = self.expression(PRODUCT)
        return negated(inner) if minus else inner

    def postfix(self, left: Node) -> Node | None:
        """Read a factorial, a percent or degree sign or a prime, or return None."""
        token = self.here
        if token.kind not in ("op", "cmd"):
            return None
        name = token.value
        if name == "!":
            self.next()
            if self.takes("!"):
                return Node("fn", "factorial2", left)
            return Node("!", left)
        if name == "%":
            self.next()
            return Node("pct", left)
        if name in ("degree", "circ") and left.op in ("num", "dec", "neg", "/", "+"):
            self.next()
            return Node("deg", left)
        if name == "'" and left.op == "sym":
            self.next()
            return sym(left.args[0] + "'")
        if name == "pmod":
            self.next()
            return Node("fn", "pmod", left, self.argument())
        return None

    def minutes(self, left: Node) -> Node:
        """Read minutes of arc after degrees, as in 60° 42'."""
        token, after = self.here, self.tokens[min(self.at + 1, len(self.tokens) - 1)]
        if token.kind == "num" and after.value in ("'", "prime"):
            self.at += 2
            return Node("+", left, num(Fraction(token.value) / 60))
        return left

    # --- juxtaposition ---------------------------------------------------------------
    def starts_atom(self, left: Node) -> bool:
        """Whether the next token begins a factor that multiplies what was read."""
        token = self.here
        kind = token.kind
        if kind in ("sym", "const", "fn"):
            return True
        if kind == "num":
            # 3 4 is no product, but x2 is, and so are 3 1\frac12 and (-1) 4; (2) 4 numbers a 4.
            if left.op not in ("num", "dec") or self.tokens[self.at + 1].value == "frac":
                return True
            return self.tokens[self.at - 1].value == ")" and self.tokens[self.at - 3].value != "("
        if kind == "op":
            if token.value == "|" or token.value == "||":
                return not self.bars and self.depth < DEEPEST and self.bar_closes()
            if token.value == "[" and self.reversed_brackets:
                return False
            return token.value in _ATOM_OPS and not self.condition_follows()
        return kind == "cmd" and token.value not in _STOP_CMDS

    def bar_closes(self) -> bool:
        """Whether another bar follows, so that this one may open an absolute value."""
        if not self.colon_divides:
            return False
        return any(
            token.value == self.here.value for token in self.tokens[self.at + 1 : self.at + 60]
        )

    def implicit(self, left: Node) -> Node:
        """Read a factor that stands beside another without a sign."""
        return num(1) if self.takes_differential() else self.expression(PRODUCT)

    def takes_differential(self) -> bool:
        """Take the dx of an integral, if it stands here."""
        token, after = self.here, self.tokens[self.at + 1 : self.at + 2]
        if not self.integrals or token.kind != "sym" or token.value != "d" or not after:
            return False
        if after[0].kind not in ("sym", "const") and after[0].value not in GREEK:
            return False
        self.at += 2
        self.differentials.append(after[0].value)
        return True

    # --- atoms -----------------------------------------------------------------------
    def atom(self) -> Node:
        """Read one operand with its subscripts."""
        token = self.next()
        kind, value = token.kind, token.value
        if kind == "num":
            return number(self, value)
        if kind == "sym":
            return self.symbol(value)
        if kind == "const":
            primed = value == "e" and self.sees("'")
            if self.sees("_") or value in self.bound or primed or self.at_zero():
                return self.symbol(value)
            return Node("const", value)
        if kind == "fn":
            return self.nested(lambda: self.function(value), inside_bars=True)
        if kind == "op" and value in ("(", "[", "\\{", "{", *BARS, "]"):
            return bracket(self, value)
        if kind == "cmd":
            return self.nested(lambda: command(self, value), inside_bars=True)
        if kind == "word" and len(value) > 2 and (self.sees("_") or self.sees("(")):
            return self.symbol(value)
        raise Unreadable("syntax", f"{value or 'the end'!r} is no operand")

    def symbol(self, name: str) -> Node:
        """Read subscripts, primes and arguments of a symbol."""
        while True:
            if self.sees("_"):
                self.next()
                name += "_" + subscript(self)
            elif self.sees("'"):
                self.next()
                name += "'"
            elif self.sees("^") and self.tokens[self.at + 1].value in ("prime", "'"):
                self.at += 2
                name += "'"
            else:
                break
        if name == "C" and self.sees("(") and self.tokens[self.at + 2].value == ",":
            return Node("fn", "binom", *arguments(self))
        function = name[0] in _FUNCTION_LETTERS and name not in self.bound
        function = function or self.at_zero()
        if (self.sees("(") and (function or self.defines())) or (function and self.applied_group()):
            return Node("app", name, *arguments(self))
        return sym(name)

    def at_zero(self) -> bool:
        """Whether (0) follows: I(0) is a value of I, since nobody multiplies by 0."""
        return [one.value for one in self.tokens[self.at : self.at + 3]] == _AT_ZERO

    def defines(self) -> bool:
        """Whether brackets with plain arguments and an equals sign follow, as in p(x) = ..."""
        for index in range(self.at + 1, min(self.at + 12, len(self.tokens) - 1)):
            token = self.tokens[index]
            if token.value == ")":
                return self.tokens[index + 1].value == "=" and index > self.at + 1
            if token.kind not in ("sym", "num", "const") and token.value != ",":
                return False
        return False

    def applied_group(self) -> bool:
        r"""Whether a group with brackets inside follows, as sympy prints f{\left(x \right)}."""
        return self.sees("{") and self.tokens[self.at + 1].value == "("

    def function(self, name: str) -> Node:
        """Read a function of one argument: its power, its base, and its argument."""
        base: Node | None = None
        power: Node | None = None
        while self.sees("_") or self.sees("^"):
            if self.next().value == "_":
                base = self.script()
            else:
                power = self.script()
        if power is not None and name in INVERSES and is_minus_one(power):
            name, power = INVERSES[name], None
        argument = self.function_argument()
        made = Node("log", base, argument) if base is not None else Node("fn", name, argument)
        return made if power is None else Node("^", made, power)

    def single(self) -> Node:
        """Read one token as an operand, without the subscript that belongs to what it stands on."""
        token = self.here
        if token.kind == "num" and token.value.isdigit():
            self.next()
            return num(int(token.value))
        if token.kind == "sym" and self.tokens[self.at + 1].value == "_":
            self.next()
            return sym(token.value)
        return self.atom()

    def script(self) -> Node:
        """Read a superscript or subscript as an expression."""
        if self.takes("{"):
            inner = self.nested(lambda: self.expression())
            self.expects("}")
            return inner
        if self.sees("-"):
            self.next()
            return negated(self.single())
        return self.single()

    def function_argument(self) -> Node:
        """Read brackets, or the product that follows: sin 2x is sin(2x)."""
        token = self.here
        if token.kind == "op" and token.value in ("(", "[", "\\{", "{"):
            inner = self.atom()
            return unwrapped(inner)
        if token.kind == "op" and token.value in BARS:
            return self.atom()
        if token.value == "-" and token.kind == "op":
            self.next()
            return negated(self.function_argument())
        left = self.expression(PRODUCT)
        if left.op in ("fn", "log"):
            return left
        while self.starts_atom(left) and self.here.kind != "fn" and self.here.value not in LISTED:
            if self.here.kind == "op" and self.here.value in ("(", "[", "\\{", "|", "<|"):
                break
            if self.integrals and self.here.value == "d":
                break
            left = times(left, self.expression(PRODUCT))
        return left

    def argument(self) -> Node:
        """Read one argument of a LaTeX command: a group or a single token."""
        if self.takes("{"):
            inner = self.nested(lambda: self.expression())
            self.expects("}")
            return inner
        return self.atom()

    # --- answers ---------------------------------------------------------------------
    def clause(self) -> Node:
        """Read items between commas, semicolons, `and` and `or`."""
        return clause(self)

    def item(self) -> Node:
        """Read one value with its label, unit and remarks."""
        return item(self)
