"""Forms of assertions: what a site is, and which sides of an assertion are compared."""

from __future__ import annotations

import ast
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from rewardkit_sandbox.verdict.literals import NoLiteral, read_literal
from rewardkit_sandbox.verdict.reach import last_name

Kind = Literal["value", "truth", "identity", "raises", "seen"]
Variant = Literal["true", "sources", "plausible", "blunt"]
KEPT = ("value", "truth", "identity", "raises")  # the judge compares what travelled out

OPERATORS: dict[type[ast.cmpop], str] = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
    ast.In: "in", ast.NotIn: "not in", ast.Is: "is", ast.IsNot: "is not",
}  # fmt: skip
TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "in": "has", "not in": "lacks"}
METHODS = {
    "assertEqual": "==", "assertEquals": "==", "assertListEqual": "==", "assertDictEqual": "==",
    "assertTupleEqual": "==", "assertSetEqual": "==", "assertMultiLineEqual": "==",
    "assertSequenceEqual": "==", "assertNotEqual": "!=", "assertLess": "<",
    "assertLessEqual": "<=", "assertGreater": ">", "assertGreaterEqual": ">=", "assertIn": "in",
    "assertNotIn": "not in", "assertIs": "is", "assertIsNot": "is not",
    "assertCountEqual": "count", "assertItemsEqual": "count",
    "assertAlmostEqual": "near", "assertAlmostEquals": "near",
}  # fmt: skip
TRUTH = {"assertTrue": True, "assertFalse": False}
NONE = {"assertIsNone": "is", "assertIsNotNone": "is not"}
RAISES = ("assertRaises", "assertRaisesRegex", "raises")
CATCHING = ("AssertionError", "Exception", "BaseException")


@dataclass(frozen=True, slots=True)
class Site:
    """One assertion.

    Attributes:
        number: Its number, in the order of the text.
        line: Its line.
        unit: The test that it stands in, such as `TestAdd.test_one`; empty in helpers.
        kind: What travels out: a value, a truth, which of None, True and False it is, the classes
            of an exception; or, with `seen`, only whether the assertion held inside.
        operator: How value and expectation are compared.
        expected: The expectation, which never enters the sandbox.
        words: Settings of the operator.
        column: Where the expectation is a column of a table: which one, else None.
        sure: Whether a test that passes cannot have gone round it.
        change: How a watched assertion is made to fail: its literals are changed, what it expects
            becomes something that nobody returns, or it is turned round.
        data: Whether a watched comparison has a side that comes from data of the tests.
        row: Assertions of one statement share a row.
    """

    number: int
    line: int
    unit: str
    kind: Kind
    operator: str = "=="
    expected: Any = None
    words: tuple[Any, ...] = ()
    column: int | None = None
    sure: bool = False
    change: str = ""
    data: bool = False
    row: int = 0


@dataclass(frozen=True, slots=True)
class Setting:
    """How one variant of test code is made; see `rewrite`."""

    carry_on: bool
    variant: Variant
    shown: frozenset[int]
    open_columns: frozenset[int]
    chance: random.Random


@dataclass(frozen=True, slots=True)
class Comparison:
    """An assertion as a comparison of two expressions.

    Attributes:
        operator: An operator of `agrees`, with the left side on its left.
        words: Settings of it.
    """

    operator: str
    left: ast.expr
    right: ast.expr
    words: tuple[Any, ...] = ()


def comparison(node: ast.AST) -> Comparison | None:
    """Return what an assertion compares, or None where it is no comparison of two sides.

    Example:
        >>> comparison(ast.parse("assert abs(f(1) - 2.5) < 1e-6").body[0]).operator
        'within'
    """
    if isinstance(node, ast.Assert):
        return of_test(node.test)
    name = method(node)
    if isinstance(node, ast.Call) and name in METHODS and len(node.args) >= 2:
        if any(isinstance(arg, ast.Starred) for arg in node.args):
            return None
        left, right = node.args[:2]
        if METHODS[name] == "near":
            return _near(node, left, right)
        return Comparison(METHODS[name], left, right)
    return None


def of_test(test: ast.expr) -> Comparison | None:
    """Return what the condition of an assert compares."""
    if isinstance(test, ast.Call) and last_name(test.func) == "isclose" and len(test.args) == 2:
        words = keywords(test, ("rel_tol", "abs_tol"))
        plain = ast.unparse(test.func) in ("math.isclose", "isclose")
        if words is None or not plain:
            return None
        return Comparison("close", test.args[0], test.args[1], words)
    if not isinstance(test, ast.Compare) or len(test.ops) != 1:
        return None
    operator, left, right = OPERATORS[type(test.ops[0])], test.left, test.comparators[0]
    if operator in ("<", "<=") and (apart := _apart(left)) is not None:
        try:
            bound = read_literal(right)
        except NoLiteral:
            return None
        return Comparison("within", *apart, (bound, operator == "<="))
    if operator == "==":
        for one, other in ((left, right), (right, left)):
            if isinstance(other, ast.Call) and last_name(other.func) == "approx" and other.args:
                approx = keywords(other, ("rel", "abs"))
                return None if approx is None else Comparison("approx", one, other.args[0], approx)
    return Comparison(operator, left, right)


def _apart(node: ast.expr) -> tuple[ast.expr, ast.expr] | None:
    """Return the two sides of `abs(a - b)`."""
    if isinstance(node, ast.Call) and last_name(node.func) in ("abs", "fabs"):
        inner = node.args[0] if len(node.args) == 1 else None
        if isinstance(inner, ast.BinOp) and isinstance(inner.op, ast.Sub):
            return inner.left, inner.right
    return None


def _near(call: ast.Call, left: ast.expr, right: ast.expr) -> Comparison | None:
    words = keywords(call, ("places", "delta"), ("msg",))
    if words is None:
        return None
    if len(call.args) > 2:
        try:
            words = (read_literal(call.args[2]), words[1])
        except NoLiteral:
            return None
    return Comparison("near", left, right, words)


def keywords(
    call: ast.Call, names: tuple[str, ...], idle: tuple[str, ...] = ()
) -> tuple[Any, ...] | None:
    """Return the literal keywords of a call by these names; None where there are others."""
    found: dict[str, Any] = dict.fromkeys(names)
    for one in call.keywords:
        if one.arg in idle:
            continue
        if one.arg not in found:
            return None
        try:
            found[str(one.arg)] = read_literal(one.value)
        except NoLiteral:
            return None
    return tuple(found.values())


def method(node: ast.AST) -> str:
    """Return the name of a method of a TestCase that is called, else nothing."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return ""
    name = node.func.attr
    owner = getattr(node.func.value, "id", "")
    known = name in METHODS or name in TRUTH or name in NONE
    return name if owner in ("self", "cls") or known else ""


_PAIRS = (("first", "second"), ("list1", "list2"), ("d1", "d2"), ("member", "container"),
          ("expr1", "expr2"), ("obj",), ("expr",))  # fmt: skip


def in_order(call: ast.Call) -> None:
    """Write the keywords of `assertEqual(first=a, second=b)` and the like as arguments."""
    given = {one.arg: one for one in call.keywords}
    for pair in _PAIRS:
        named = last_name(call.func).startswith("assert")
        if named and not call.args and all(name in given for name in pair):
            call.args = [given[name].value for name in pair]
            call.keywords = [one for one in call.keywords if one.arg not in pair]


def conjuncts(test: ast.expr) -> Iterator[ast.expr]:
    """Yield the parts of `a and b and c`, each of which has to hold."""
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And):
        for part in test.values:
            yield from conjuncts(part)
    else:
        yield test


def catches(kind: ast.expr | None) -> bool:
    """Return whether an exception handler of this type catches a failed assertion."""
    if kind is None:
        return True
    kinds = kind.elts if isinstance(kind, ast.Tuple) else [kind]
    return any(last_name(one) in CATCHING for one in kinds)


def caught_in(tree: ast.AST) -> set[int]:
    """Return the identities of the nodes below a `try` or `with` that catches failed assertions.

    What catches a failure has foreseen it, so these are left alone.
    """
    found: set[int] = set()
    for node in ast.walk(tree):
        below: list[ast.stmt] = []
        if isinstance(node, ast.Try) and any(catches(one.type) for one in node.handlers):
            below = node.body
        elif isinstance(node, (ast.With, ast.AsyncWith)):
            for item in node.items:
                call = item.context_expr
                if isinstance(call, ast.Call) and last_name(call.func) in RAISES and call.args:
                    below = node.body if catches(call.args[0]) else below
        found |= {id(inner) for part in below for inner in ast.walk(part)}
    return found


def compared_in(tree: ast.AST) -> Callable[[ast.AST], list[ast.expr]]:
    """Return a function that gives the compared sides of a node of this tree."""
    caught = caught_in(tree)

    def sides(node: ast.AST) -> list[ast.expr]:
        if id(node) in caught:
            return []
        if isinstance(node, ast.Assert):
            parts = [of_test(part) for part in conjuncts(node.test)]
            return [side for one in parts if one is not None for side in (one.left, one.right)]
        found = comparison(node)
        return [] if found is None else [found.left, found.right]

    return sides
