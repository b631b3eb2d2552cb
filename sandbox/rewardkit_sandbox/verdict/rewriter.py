"""The rewriting of one file of tests: every assertion becomes a call of the probe."""

from __future__ import annotations

import ast
import copy
from typing import Any

from rewardkit_sandbox.verdict.claims import LOGGING, WARNING, falsify, other_warning, plain_calls
from rewardkit_sandbox.verdict.forms import (
    NONE,
    OPERATORS,
    RAISES,
    TRUTH,
    TURNED,
    Comparison,
    Kind,
    Setting,
    Site,
    caught_in,
    comparison,
    conjuncts,
    keywords,
    of_test,
)
from rewardkit_sandbox.verdict.literals import NoLiteral, is_literal, read_literal
from rewardkit_sandbox.verdict.mutants import changed, holds_literal, nobody_returns, other_type
from rewardkit_sandbox.verdict.names import functions_in
from rewardkit_sandbox.verdict.reach import last_name, reached_for_sure
from rewardkit_sandbox.verdict.scan import (
    BUILTIN,
    HANDING_ON,
    asserting,
    change_of,
    class_names,
    computed_names,
    local_names,
    main_names,
    quiet_calls,
    right_of,
    shadowed_functions,
    stubbed,
)
from rewardkit_sandbox.verdict.tables import PROBE, Tables

_OF_ANY_VALUE = ("==", "!=", "near", "approx", "within", "close", "count")
_META = set(".^$*+?{}[]\\|()")


class Rewriter(ast.NodeTransformer):
    """Rewrites the assertions of one tree."""

    def __init__(
        self, tree: ast.Module, setting: Setting, tables: Tables, place: str, first: int,
        filled: frozenset[str],
    ) -> None:  # fmt: skip
        self.sites: list[Site] = []
        self._setting, self._tables, self._place, self._first = setting, tables, place, first
        self._unit: list[str] = []
        self._caught = caught_in(tree)
        self._own = {one.name for one in functions_in(tree)}
        self._sure = reached_for_sure(tree, filled)
        self._row = first
        self._locals = local_names(tree)
        self._computed = computed_names(tree)
        self._mains = main_names(tree)
        self._shadowed = shadowed_functions(tree)
        self._stubbed = stubbed(tree)
        self._quiet = quiet_calls(tree, self._locals | self._own)

    # --- where we are ---------------------------------------------------------------------
    def _inside(self, node: Any) -> ast.AST:
        self._unit.append(node.name + "#" * (id(node) in self._shadowed))
        self.generic_visit(node)
        self._unit.pop()
        if self._apart and not isinstance(node, ast.ClassDef) and node.name.startswith("test"):
            settle = ast.Expr(ast.Call(_attribute("settle"), [], []))
            node.body = [ast.Try(node.body, [], [], [settle])]
        return node  # type: ignore[no-any-return]

    visit_FunctionDef = visit_AsyncFunctionDef = visit_ClassDef = _inside  # noqa: N815

    def visit_With(self, node: Any) -> Any:
        """Let the class of an expected exception travel out."""
        after: list[ast.stmt] = []
        sites = len(self.sites)
        for item in node.items:
            call = item.context_expr
            if not isinstance(call, ast.Call) or id(node) in self._caught:
                continue
            if call.args and last_name(call.func) in RAISES:
                after += self._raising(node, item, call)
            elif last_name(call.func) in (*WARNING, *LOGGING):
                after += self._warning(node, call)
        raising = self.sites[sites:]
        self.generic_visit(node)
        return self._tried(node, raising, after) if raising else node

    visit_AsyncWith = visit_With  # noqa: N815

    # --- exceptions -----------------------------------------------------------------------
    def _raising(self, node: ast.stmt, item: ast.withitem, call: ast.Call) -> list[ast.stmt]:
        self._row += 1
        kept = self._kept_raises(node, call)
        if kept is not None:
            item.context_expr = kept
            return []
        site = self._add(node, "seen", change="raises")
        self._other_type(call)
        return [self._probe("seen", site, ast.Constant(True))]

    def _warning(self, node: ast.stmt, call: ast.Call) -> list[ast.stmt]:
        self._row += 1
        site = self._add(node, "seen", change="raises")
        if self._setting.variant in ("plausible", "blunt"):
            other_warning(call, self._setting.variant, self._setting.chance)
        return [self._probe("seen", site, ast.Constant(True))]

    def _kept_raises(self, node: ast.stmt, call: ast.Call) -> ast.expr | None:
        """Return the context that lets an exception travel, where its class is named plainly."""
        names = class_names(call.args[0], self._locals)
        regex = last_name(call.func) == "assertRaisesRegex"
        given = keywords(call, ("match", "check"), ("msg",))
        if not names or self._next in self._setting.shown or given is None or given[1] is not None:
            return None
        pattern = given[0]
        if regex and len(call.args) > 1:
            try:
                pattern = read_literal(call.args[1])
            except NoLiteral:
                return None
        if pattern is not None and not isinstance(pattern, str):
            return None
        plain = pattern if pattern is not None and not _META.intersection(pattern) else None
        site = self._add(node, "raises", expected=names, words=(plain,))
        inside = ast.Constant(None if plain is not None else pattern)
        return ast.Call(_attribute("raising"), [ast.Constant(site.number), inside], [])

    def _tried(self, node: Any, raising: list[Site], after: list[ast.stmt]) -> list[ast.stmt]:
        """Put into the block of a blunt run what raises nothing: a call of another test.

        A program that claims an exception which it does not raise claims one here as well. The
        call stands before the block too, where an exception of a stub or a state fails the test.
        """
        before: list[ast.stmt] = []
        if self._setting.variant == "blunt" and raising[0].kind == "raises":
            node.body = [ast.Pass()]
            if self._quiet and id(node) not in self._stubbed:
                quiet = ast.Expr(copy.deepcopy(self._setting.chance.choice(self._quiet)))
                before, node.body = [quiet], [quiet]
        done = [*before, node, *after]
        return [self._noted(done, raising[0])] if self._goes_on else done

    def _other_type(self, call: ast.Call) -> None:
        if self._setting.variant == "plausible":
            call.args[0] = other_type(call.args[0], self._setting.chance)
        elif self._setting.variant == "blunt":
            call.args[0] = _attribute("Other")

    # --- assertions -----------------------------------------------------------------------
    def visit_Assert(self, node: ast.Assert) -> Any:
        """Replace an assert by a probe, or by one for each part of `a and b`."""
        if id(node) in self._caught:
            return node
        self._row += 1
        done: list[ast.stmt] = []
        for part in conjuncts(node.test):
            one = ast.copy_location(ast.Assert(part, node.msg), node)
            done += self._assertion(node, one)
        return done

    def _assertion(self, node: ast.stmt, one: ast.Assert) -> list[ast.stmt]:
        test, wanted = one.test, True
        while isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            test, wanted = test.operand, not wanted
        taken = None
        if self._next not in self._setting.shown:
            found = of_test(test) if wanted else None
            taken = self._between(node, test) if wanted else None
            if taken is None and found is not None:
                taken = self._compare(node, found)
            elif taken is None and not isinstance(test, ast.Compare) and self._direct(test):
                taken = self._probe("truth", self._add(node, "truth", expected=wanted), test)
        if taken is not None:
            return [self._go_on(taken)]
        change = change_of(one.test)
        site = self._add(
            node, "seen", change=self._kind_of_change(change, one.test), data=self._data(one)
        )
        one.test = self._made_false(one.test, change)
        if self._goes_on:
            return [self._go_on(one, site)]
        return [one, self._probe("seen", site, ast.Constant(True))]

    def visit_Expr(self, node: ast.Expr) -> Any:
        """Replace a call of an assertion method by a probe."""
        call = node.value
        if isinstance(call, ast.Call) and ast.unparse(call.func) in self._mains:
            return ast.copy_location(ast.Pass(), node)
        name = asserting(call)
        if not name or not isinstance(call, ast.Call) or id(node) in self._caught:
            return self.generic_visit(node)
        self._row += 1
        starred = any(isinstance(arg, ast.Starred) for arg in call.args)
        if name in RAISES and len(call.args) > 1 + (name == "assertRaisesRegex") and not starred:
            return self._raising_call(node, call, name)
        if self._next not in self._setting.shown and not starred:
            taken = self._method_site(node, call, name)
            if taken is not None:
                return self._go_on(taken)
        equal = len(call.args) > 1 and not starred and ("equal" in name.lower())
        raising = name in RAISES and bool(call.args) and not starred
        change = "raises" if raising else "equal" if equal else "fail"
        site = self._add(
            node, "seen", change=self._kind_of_change(change, call), data=self._data(call)
        )
        done: list[ast.stmt] = [node, self._probe("seen", site, ast.Constant(True))]
        if self._setting.variant in ("plausible", "blunt"):
            if change == "raises":
                self._other_type(call)
            elif change == "equal" and "not" not in name.lower():
                call.args[1] = self._other_value(call.args[1])
            elif not falsify(call, self._setting.variant, self._setting.chance):
                done = [node, ast.parse(f"{PROBE}.fail()").body[0]]
        return [self._noted(done, site)] if self._goes_on else done

    def _raising_call(self, node: ast.Expr, call: ast.Call, name: str) -> list[ast.stmt]:
        """Write `assertRaises(E, f, x)` as `with assertRaises(E): f(x)`."""
        taken = 1 + (name == "assertRaisesRegex")
        inner = ast.Call(call.args[taken], call.args[taken + 1 :], call.keywords)
        outer = ast.Call(call.func, call.args[:taken], [])
        with_ = ast.With([ast.withitem(outer, None)], [ast.Expr(inner)])
        ast.copy_location(with_, node)
        if id(node) in self._sure:
            self._sure.add(id(with_))
        if id(node) in self._stubbed:
            self._stubbed.add(id(with_))
        sites = len(self.sites)
        after = self._raising(with_, with_.items[0], outer)
        return self._tried(with_, self.sites[sites:], after)

    def _method_site(self, node: ast.stmt, call: ast.Call, name: str) -> ast.stmt | None:
        args = call.args
        if name in TRUTH and args and self._direct(args[0]):
            return self._probe("truth", self._add(node, "truth", expected=TRUTH[name]), args[0])
        if name in TRUTH and args and (found := of_test(args[0])) and TRUTH[name]:
            return self._compare(node, found)
        if name in NONE and args:
            site = self._add(node, "identity", operator=NONE[name])
            return self._probe("identity", site, args[0])
        compared = comparison(call)
        return None if compared is None else self._compare(node, compared)

    def _compare(self, node: ast.stmt, found: Comparison) -> ast.stmt | None:
        left, right, operator = found.left, found.right, found.operator
        if not self._expects(right):
            if not self._expects(left):
                return None
            left, right, operator = right, left, TURNED.get(operator, operator)
        elif is_literal(left) and not self._column(left):
            return None
        column = self._tables.uses.get(id(right))
        expected = None if column is not None else read_literal(right)
        if operator in ("is", "is not"):
            if column is None and expected is not None and not isinstance(expected, bool):
                return None
        elif operator not in _OF_ANY_VALUE and not self._direct(left):
            return None
        kind: Kind = "identity" if operator in ("is", "is not") else "value"
        site = self._add(
            node, kind, operator=operator, expected=expected, words=found.words, column=column
        )
        return self._probe(kind, site, left, *([right] if column is not None else []))

    def _between(self, node: ast.stmt, test: ast.expr) -> ast.stmt | None:
        """Take both bounds out of `1 <= f(x) < 5`."""
        if not isinstance(test, ast.Compare) or len(test.ops) != 2:
            return None
        low, high = (OPERATORS[type(one)] for one in test.ops)
        middle, last = test.comparators
        order = ("<", "<=", ">", ">=", "==")
        if low not in order or high not in order or not self._direct(middle):
            return None
        if not is_literal(test.left) or not is_literal(last):
            return None
        ends = (read_literal(test.left), read_literal(last))
        site = self._add(node, "value", operator="between", expected=ends, words=(low, high))
        return self._probe("value", site, middle)

    def _column(self, node: ast.expr) -> bool:
        return id(node) in self._tables.uses

    def _expects(self, node: ast.expr) -> bool:
        if self._column(node):
            return self._tables.uses[id(node)] not in self._setting.open_columns
        return is_literal(node)

    def _direct(self, node: ast.expr) -> bool:
        """Whether an expression only hands on what the submission answers."""
        if isinstance(node, (ast.Attribute, ast.Subscript, ast.Await, ast.Starred)):
            return self._direct(node.value)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            name = node.func.id
            if name in HANDING_ON:
                return bool(node.args) and self._direct(node.args[0])
            return name not in self._own and name not in BUILTIN
        if isinstance(node, ast.Call):
            return self._direct(node.func)
        return isinstance(node, ast.Name) and node.id not in self._own

    @property
    def _apart(self) -> bool:
        """Whether a test goes on after an assertion that fails, and fails at its end."""
        return self._setting.variant == "blunt" and not self._setting.carry_on

    @property
    def _goes_on(self) -> bool:
        in_test = bool(self._unit) and self._unit[-1].startswith("test")
        return (self._apart and in_test) or self._setting.carry_on

    # --- pieces ---------------------------------------------------------------------------
    @property
    def _next(self) -> int:
        return self._first + len(self.sites)

    def _add(self, node: ast.stmt, kind: Kind, **what: Any) -> Site:
        unit = self._place + ".".join(self._unit)
        sure = id(node) in self._sure
        self.sites.append(
            Site(self._next, node.lineno, unit, kind, sure=sure, row=self._row, **what)
        )
        return self.sites[-1]

    def _probe(self, name: str, site: Site, *values: ast.expr) -> ast.stmt:
        return ast.Expr(ast.Call(_attribute(name), [ast.Constant(site.number), *values], []))

    def _go_on(self, node: ast.stmt, site: Site | None = None) -> ast.stmt:
        """In a script, note a failure and go on with the next assert."""
        site = site or self.sites[-1]
        if not (self._goes_on if site.kind == "seen" else self._setting.carry_on):
            return node
        after = [self._probe("seen", site, ast.Constant(True))] if site.kind == "seen" else []
        return self._noted([node, *after], site)

    def _noted(self, body: list[ast.stmt], site: Site) -> ast.stmt:
        failed = self._probe("failed", site)
        handler = ast.ExceptHandler(ast.Name("Exception", ast.Load()), None, [failed])
        return ast.Try(body, [handler], [], [])

    def _kind_of_change(self, change: str, node: ast.expr) -> str:
        """Return `literal` where a plausible change is one inside a computed expectation."""
        if change != "equal":
            return change
        right = node.args[1] if isinstance(node, ast.Call) else right_of(node)
        if right is None or is_literal(right) or not holds_literal(right) or plain_calls(right):
            return "equal"
        return "literal"

    def _data(self, node: ast.AST) -> bool:
        """Whether a side of a comparison is a name that only data of the tests is given to."""
        found = comparison(node)
        for side in (found.left, found.right) if found is not None else ():
            root = side
            while isinstance(root, (ast.Subscript, ast.Attribute)):
                root = root.value
            if isinstance(root, ast.Name) and root.id in self._locals - self._computed:
                return True
        return False

    def _other_value(self, node: ast.expr) -> ast.expr:
        """Return what a plausible or blunt variant expects in the place of this."""
        if self._setting.variant == "blunt":
            return nobody_returns(self._setting.chance)
        made = changed(node, self._setting.chance)
        if made is None:
            number = ast.Constant(self.sites[-1].number)
            made = ast.Call(_attribute("off"), [number, node], [])
        return made

    def _made_false(self, test: ast.expr, change: str) -> ast.expr:
        if self._setting.variant not in ("plausible", "blunt"):
            return test
        if change == "equal" and isinstance(test, ast.Compare):
            test.comparators[0] = self._other_value(test.comparators[0])
            return test
        if self._setting.variant == "plausible":
            return ast.UnaryOp(ast.Not(), test)
        return ast.Call(_attribute("no"), [test], [])


def _attribute(name: str) -> ast.expr:
    return ast.Attribute(ast.Name(PROBE, ast.Load()), name, ast.Load())
