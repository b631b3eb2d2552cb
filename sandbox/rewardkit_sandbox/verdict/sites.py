"""Sites of test code: each assertion rewritten, so that what it expects stays with the judge.

`assert f(x) == 3` becomes `__rk__.value(0, f(x))`: the value travels out, and 3 is compared with
it outside. What has no literal to keep back stays an assertion and is only watched.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import Any, Literal

from rewardkit_sandbox.verdict.literals import (
    NoLiteral,
    functions_in,
    inline_names,
    is_literal,
    read_literal,
)
from rewardkit_sandbox.verdict.reach import reached_for_sure

PROBE = "__rk__"
Kind = Literal["value", "truth", "identity", "seen"]
Change = Literal["", "equal", "raises", "fail"]
_OPERATORS: dict[type[ast.cmpop], str] = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
    ast.In: "in", ast.NotIn: "not in", ast.Is: "is", ast.IsNot: "is not",
}  # fmt: skip
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "in": "has", "not in": "lacks"}
_METHODS = {
    "assertEqual": "==", "assertEquals": "==", "assertListEqual": "==", "assertDictEqual": "==",
    "assertTupleEqual": "==", "assertSetEqual": "==", "assertMultiLineEqual": "==",
    "assertSequenceEqual": "==", "assertNotEqual": "!=", "assertLess": "<",
    "assertLessEqual": "<=", "assertGreater": ">", "assertGreaterEqual": ">=", "assertIn": "in",
    "assertNotIn": "not in", "assertIs": "is", "assertIsNot": "is not",
}  # fmt: skip
_ALMOST = {"assertAlmostEqual": "near", "assertAlmostEquals": "near"}
_TRUTH = {"assertTrue": True, "assertFalse": False}
_NONE = {"assertIsNone": "is", "assertIsNotNone": "is not"}
_RAISES = ("assertRaises", "assertRaisesRegex", "raises")
_CATCHING = ("AssertionError", "Exception", "BaseException")
# Of the builtins these hand on what they are given; of the others a truth says nothing.
_HANDING_ON = {"len", "list", "sorted", "set", "tuple", "sum", "str", "repr", "int", "dict", "next"}


@dataclass(frozen=True, slots=True)
class Site:
    """One assertion.

    Attributes:
        number: Its number, in the order of the text.
        line: Its line.
        unit: The test that it stands in, such as `TestAdd.test_one`; empty in helpers.
        kind: What travels out: a value, a truth, which of None, True and False it is; or, with
            `seen`, only whether the assertion held inside.
        operator: How value and expectation are compared.
        expected: The expectation, which never enters the sandbox.
        sure: Whether a test that passes cannot have gone round it.
        change: How the watched assertion is made false in the second run.
    """

    number: int
    line: int
    unit: str
    kind: Kind
    operator: str = "=="
    expected: Any = None
    sure: bool = False
    change: Change = ""


@dataclass(frozen=True, slots=True)
class Rewritten:
    """Test code with its assertions replaced, and what they were.

    Attributes:
        code: What runs.
        changed: The same with every watched assertion made false.
        sites: Every assertion.
    """

    code: str
    changed: str
    sites: tuple[Site, ...]


def rewrite(code: str, *, carry_on: bool) -> Rewritten:
    """Return test code with its expected values taken out.

    Args:
        code: Python; asserts, TestCases or pytest tests.
        carry_on: Whether an assertion that fails is noted and the rest goes on, as for scripts
            in which every assert is a test.

    Raises:
        SyntaxError: The code is not Python.
    """
    found: list[Site] = []
    texts = []
    for changed in (False, True):
        tree = ast.parse(code)
        inline_names(tree, _compared)
        rewriter = _Rewriter(tree, carry_on, changed)
        tree = rewriter.visit(tree)
        texts.append(ast.unparse(ast.fix_missing_locations(tree)))
        found = rewriter.sites
    return Rewritten(texts[0], texts[1], tuple(found))


def _compared(node: ast.AST) -> list[ast.expr]:
    """Return the two sides of an assertion of equality."""
    if isinstance(node, ast.Assert):
        test = node.test
        if isinstance(test, ast.Compare) and len(test.ops) == 1 and type(test.ops[0]) is ast.Eq:
            return [test.left, test.comparators[0]]
    if isinstance(node, ast.Call) and _METHODS.get(_method(node)) == "==" and len(node.args) >= 2:
        return node.args[:2]
    return []


def _method(node: ast.AST) -> str:
    """Return the name of a method called on `self`, else nothing."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return ""
    owner = getattr(node.func.value, "id", "")
    return node.func.attr if owner in ("self", "cls") else ""


class _Rewriter(ast.NodeTransformer):
    """Rewrites the assertions of one tree."""

    def __init__(self, tree: ast.Module, carry_on: bool, changed: bool) -> None:
        self.sites: list[Site] = []
        self._carry_on, self._changed = carry_on, changed
        self._unit: list[str] = []
        self._caught = 0
        self._own = {one.name for one in functions_in(tree)}
        self._sure = reached_for_sure(tree)

    # --- where we are ---------------------------------------------------------------------
    def _inside(self, node: Any) -> ast.AST:
        self._unit.append(node.name)
        self.generic_visit(node)
        self._unit.pop()
        return node  # type: ignore[no-any-return]

    visit_FunctionDef = visit_AsyncFunctionDef = visit_ClassDef = _inside  # noqa: N815

    def visit_Try(self, node: ast.Try) -> ast.AST:
        """Leave alone what stands in a `try` that catches failures of assertions."""
        catching = any(_catches(handler.type) for handler in node.handlers)
        self._caught += catching
        node.body[:] = self._all(node.body)
        self._caught -= catching
        for part in (node.orelse, node.finalbody):
            part[:] = self._all(part)
        for handler in node.handlers:
            handler.body[:] = self._all(handler.body)
        return node

    def _all(self, body: list[ast.stmt]) -> list[ast.stmt]:
        done: list[ast.stmt] = []
        for one in body:
            new = self.visit(one)
            done += new if isinstance(new, list) else [new]
        return done

    def _with(self, node: Any) -> Any:
        sites = []
        catching = False
        for item in node.items:
            call = item.context_expr
            if isinstance(call, ast.Call) and call.args and _last(call.func) in _RAISES:
                catching = catching or _catches(call.args[0])
                sites.append(self._raises(node, call))
        self._caught += catching
        node.body[:] = self._all(node.body)
        self._caught -= catching
        held = [self._probe("seen", site, ast.Constant(True)) for site in sites]
        return [node, *held] if held else node

    visit_With = visit_AsyncWith = _with  # noqa: N815

    def _raises(self, node: ast.stmt, call: ast.Call) -> Site:
        if self._changed:
            call.args[0] = _attribute("Other")
        return self._add(node, "seen", change="raises")

    # --- assertions -----------------------------------------------------------------------
    def visit_Assert(self, node: ast.Assert) -> Any:
        """Replace an assert by a probe."""
        if self._caught:
            return node
        test, wanted = node.test, True
        while isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            test, wanted = test.operand, not wanted
        taken = None
        if isinstance(test, ast.Compare) and len(test.ops) == 1 and wanted:
            operator = _OPERATORS[type(test.ops[0])]
            taken = self._compare(node, test.left, operator, test.comparators[0])
        elif not isinstance(test, ast.Compare) and self._direct(test):
            taken = self._probe("truth", self._add(node, "truth", expected=wanted), test)
        if taken is not None:
            return self._go_on(taken)
        site = self._add(node, "seen", change=_change(node.test))
        if self._changed:
            node.test = _made_false(node.test, site.change)
        if self._carry_on:
            return self._go_on(node, site)
        return [node, self._probe("seen", site, ast.Constant(True))]

    def visit_Expr(self, node: ast.Expr) -> Any:
        """Replace a call of an assertion method by a probe."""
        call, name = node.value, _method(node.value)
        if not isinstance(call, ast.Call) or not name.startswith("assert"):
            return node if not _is_main(node) else ast.copy_location(ast.Pass(), node)
        if self._caught or any(isinstance(arg, ast.Starred) for arg in call.args):
            return node
        taken = self._method_site(node, call, name)
        if taken is not None:
            return taken
        by = "equal" if _METHODS.get(name) == "==" and len(call.args) > 1 else "fail"
        change: Change = "raises" if name in _RAISES and call.args else by  # type: ignore[assignment]
        site = self._add(node, "seen", change=change)
        if self._changed and change == "raises":
            call.args[0] = _attribute("Other")
        elif self._changed and change == "equal":
            call.args[1] = _attribute("other")
        elif self._changed:
            return [node, _statement(f"{PROBE}.fail()")]
        return [node, self._probe("seen", site, ast.Constant(True))]

    def _method_site(self, node: ast.stmt, call: ast.Call, name: str) -> ast.stmt | None:
        args = call.args
        if name in _TRUTH and args and self._direct(args[0]):
            return self._probe("truth", self._add(node, "truth", expected=_TRUTH[name]), args[0])
        if name in _NONE and args:
            site = self._add(node, "identity", operator=_NONE[name])
            return self._probe("identity", site, args[0])
        if name in _METHODS and len(args) >= 2:
            return self._compare(node, args[0], _METHODS[name], args[1])
        if name in _ALMOST and len(args) >= 2:
            return self._near(node, call)
        return None

    def _near(self, node: ast.stmt, call: ast.Call) -> ast.stmt | None:
        words = {"places": None, "delta": None}
        try:
            for one in call.keywords:
                words[str(one.arg)] = read_literal(one.value)
            if len(call.args) > 2:
                words["places"] = read_literal(call.args[2])
        except NoLiteral:
            return None
        for side, other in ((1, 0), (0, 1)):
            if is_literal(call.args[side]):
                wanted = (read_literal(call.args[side]), words["places"], words["delta"])
                site = self._add(node, "value", operator="near", expected=wanted)
                return self._probe("value", site, call.args[other])
        return None

    def _compare(
        self, node: ast.stmt, left: ast.expr, operator: str, right: ast.expr
    ) -> ast.stmt | None:
        if not is_literal(right):
            if not is_literal(left):
                return self._approx(node, left, right) if operator == "==" else None
            left, right, operator = right, left, _TURNED.get(operator, operator)
        elif is_literal(left):
            return None
        expected = read_literal(right)
        if operator in ("is", "is not"):
            if expected is not None and not isinstance(expected, bool):
                return None
            site = self._add(node, "identity", operator=operator, expected=expected)
            return self._probe("identity", site, left)
        if operator not in ("==", "!=") and not self._direct(left):
            return None
        site = self._add(node, "value", operator=operator, expected=expected)
        return self._probe("value", site, left)

    def _approx(self, node: ast.stmt, left: ast.expr, right: ast.expr) -> ast.stmt | None:
        """Take out the number of `f(x) == pytest.approx(1.5)`."""
        call = right
        if not (isinstance(call, ast.Call) and _last(call.func) == "approx" and call.args):
            return None
        try:
            value = read_literal(call.args[0])
            words = {str(one.arg): read_literal(one.value) for one in call.keywords}
        except NoLiteral:
            return None
        wanted = (value, words.get("rel"), words.get("abs"))
        site = self._add(node, "value", operator="approx", expected=wanted)
        return self._probe("value", site, left)

    def _direct(self, node: ast.expr) -> bool:
        """Whether an expression only hands on what the submission answers."""
        if isinstance(node, (ast.Attribute, ast.Subscript, ast.Await, ast.Starred)):
            return self._direct(node.value)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            name = node.func.id
            if name in _HANDING_ON:
                return bool(node.args) and self._direct(node.args[0])
            return name not in self._own and name not in _BUILTIN
        if isinstance(node, ast.Call):
            return self._direct(node.func)
        return isinstance(node, ast.Name) and node.id not in self._own

    # --- pieces ---------------------------------------------------------------------------
    def _add(self, node: ast.stmt, kind: Kind, **what: Any) -> Site:
        unit = ".".join(self._unit)
        sure = id(node) in self._sure
        self.sites.append(Site(len(self.sites), node.lineno, unit, kind, sure=sure, **what))
        return self.sites[-1]

    def _probe(self, name: str, site: Site, value: ast.expr) -> ast.stmt:
        call = ast.Call(_attribute(name), [ast.Constant(site.number), value], [])
        return ast.Expr(call)

    def _go_on(self, node: ast.stmt, site: Site | None = None) -> ast.stmt:
        """In a script, note a failure and go on with the next assert."""
        if not self._carry_on:
            return node
        site = site or self.sites[-1]
        after = [self._probe("seen", site, ast.Constant(True))] if site.kind == "seen" else []
        failed = self._probe("seen", site, ast.Constant(False))
        handler = ast.ExceptHandler(ast.Name("Exception", ast.Load()), None, [failed])
        return ast.Try([node, *after], [handler], [], [])


_BUILTIN = {
    "all", "any", "isinstance", "issubclass", "hasattr", "callable", "abs", "bool", "getattr",
    "round", "max", "min", "type", "id", "map", "filter", "zip",
}  # fmt: skip


def _attribute(name: str) -> ast.expr:
    return ast.Attribute(ast.Name(PROBE, ast.Load()), name, ast.Load())


def _statement(text: str) -> ast.stmt:
    return ast.parse(text).body[0]


def _last(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _catches(kind: ast.expr | None) -> bool:
    if kind is None:
        return True
    kinds = kind.elts if isinstance(kind, ast.Tuple) else [kind]
    return any(_last(one) in _CATCHING for one in kinds)


def _is_main(node: ast.Expr) -> bool:
    """Whether a statement is `unittest.main()`, which would end the process."""
    call = node.value
    return isinstance(call, ast.Call) and ast.unparse(call.func) in (
        "unittest.main", "pytest.main", "main",
    )  # fmt: skip


def _change(test: ast.expr) -> Change:
    equal = isinstance(test, ast.Compare) and len(test.ops) == 1 and type(test.ops[0]) is ast.Eq
    return "equal" if equal else "fail"


def _made_false(test: ast.expr, change: Change) -> ast.expr:
    if change == "equal" and isinstance(test, ast.Compare):
        test.comparators[0] = _attribute("other")
        return test
    return ast.Call(_attribute("no"), [test], [])
