"""Run trusted tests in a process of their own; the code under test is elsewhere.

In here the submission is a stub: calling it sends the arguments out and waits for an answer
that came by value, so a test compares plain data, made by nobody but us. Every `assert`
statement counts as a test, and so does every method of a TestCase.
"""

from __future__ import annotations

import ast
import builtins
import os
import sys
import types
from typing import TYPE_CHECKING, Any

from rewardkit_sandbox.agent.child_protocol import Orders
from rewardkit_sandbox.agent.stubs import (
    Asker,
    CannotAsk,
    NoValue,
    Stub,
    StubClass,
    SubmissionFailed,
    SubmissionGone,
)

if TYPE_CHECKING:
    import unittest

MARK = "__rewardkit_assert__"
FAILED = "__rewardkit_failed__"
FILE = "tests.py"


def main(source: bytes, header: dict[str, Any], orders: Orders) -> int:
    """Run the tests and report each; return the exit code of the process."""
    text = source.decode("utf-8", "surrogatepass")
    module = types.ModuleType("__main__")
    sys.modules["__main__"] = module
    try:
        tree = ast.parse(text, FILE)
    except (SyntaxError, ValueError) as error:
        os.write(2, f"{type(error).__name__}: {error}\n".encode("utf-8", "backslashreplace"))
        return 1
    asker = Asker(orders)
    caught = names_caught(tree)
    for name in stubs_for(tree, header["names"]):
        if name in caught:
            asker.exceptions[name] = module.__dict__[name] = type(name, (SubmissionFailed,), {})
        else:
            make = StubClass if name[:1].isupper() and f"{name}(" in text else Stub
            module.__dict__[name] = make(name, asker)
    entry = module.__dict__.get(header["names"][0]) if header["names"] else None
    run = run_unittest if header["style"] == "unittest" else run_asserts
    report = run(tree, module, entry)
    if asker.refused:
        report = [row for row in report if row[0] != "trouble"] + [["trouble", asker.refused]]
    orders.tell({"report": report, "nonce": header["nonce"], "code": 0})
    return 0


class Counted(ast.NodeTransformer):
    """Rewrites each `assert` so that it is counted and does not end the test.

    One whose failure the test itself catches is left as it is: what it catches it has foreseen.
    """

    def __init__(self) -> None:
        self.lines: list[int] = []
        self.guards: set[int] = set()

    def visit_Try(self, node: ast.Try) -> ast.AST:
        """Leave alone what stands in a `try` that catches failures of asserts."""
        if not any(catches(handler) for handler in node.handlers):
            return self.generic_visit(node)
        for part in (node.handlers, node.orelse, node.finalbody):
            part[:] = [self.visit(one) for one in part]
        return node

    def visit_Assert(self, node: ast.Assert) -> ast.AST:
        """Replace `assert x` by `try: assert x; mark(n, True) except Exception: mark(n, False)`."""
        number = len(self.lines)
        self.lines.append(node.lineno)
        if isinstance(node.test, ast.Constant) and not node.test.value:
            self.guards.add(number)  # passed by not coming here

        def mark(passed: bool) -> ast.stmt:
            text = f"{MARK}({number}, {passed})"
            return ast.parse(text).body[0]

        attempt = ast.Try(
            body=[node, mark(True)],
            handlers=[ast.ExceptHandler(ast.Name(FAILED, ast.Load()), None, [mark(False)])],
            orelse=[],
            finalbody=[],
        )
        return ast.fix_missing_locations(ast.copy_location(attempt, node))


def catches(handler: ast.ExceptHandler) -> bool:
    """Whether a handler would catch a failed assert."""
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(
        kind is None
        or (
            isinstance(kind, ast.Name)
            and kind.id in ("AssertionError", "Exception", "BaseException")
        )
        for kind in kinds
    )


def stubs_for(tree: ast.Module, names: list[str]) -> list[str]:
    """The names that the tests use and nobody defines, beside those that were given."""
    used, defined = set(names), set(dir(builtins))
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            (used if isinstance(node.ctx, ast.Load) else defined).add(node.id)
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef)):
            defined.add(node.name)
        elif isinstance(node, ast.arg):
            defined.add(node.arg)
        elif isinstance(node, ast.alias):
            defined.add((node.asname or node.name).partition(".")[0])
        elif isinstance(node, ast.ExceptHandler) and node.name:
            defined.add(node.name)
    return sorted((used - defined) | {name.partition(".")[0] for name in names})


def names_caught(tree: ast.Module) -> set[str]:
    """The names that tests use as classes of exceptions."""
    found: list[ast.expr | None] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler):
            found.append(node.type)
        elif isinstance(node, ast.Call) and node.args:
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in ("assertRaises", "assertRaisesRegex", "raises"):
                found.append(node.args[0])
    flat = [part for one in found for part in (one.elts if isinstance(one, ast.Tuple) else [one])]
    return {one.id for one in flat if isinstance(one, ast.Name)}


def run_asserts(tree: ast.Module, module: types.ModuleType, entry: Any) -> list[list[Any]]:
    """Run the statements, then `check(candidate)` if they define it; one row for each assert."""
    counted = Counted()
    tree = counted.visit(tree)
    passed: dict[int, bool] = {}

    def mark(number: int, good: bool) -> None:
        passed[number] = passed.get(number, True) and good

    module.__dict__[MARK] = mark
    module.__dict__[FAILED] = (Exception, NoValue)
    trouble = ""
    try:
        exec(compile(tree, FILE, "exec", dont_inherit=True), module.__dict__)  # noqa: S102
        check = module.__dict__.get("check")
        if callable(check) and entry is not None:
            check(entry)
    except (Exception, NoValue, SubmissionGone, CannotAsk) as error:  # noqa: BLE001
        # A test that cannot go on is a test not passed.
        trouble = f"{type(error).__name__}: {error}"[:300]
    missed = dict.fromkeys(counted.guards, not trouble)
    rows = [
        [f"line {line}", passed.get(n, missed.get(n, False))]
        for n, line in enumerate(counted.lines)
    ]
    if not rows:
        rows = [["no exception", not trouble]]
    return [*rows, ["trouble", trouble]] if trouble else rows


def run_unittest(tree: ast.Module, module: types.ModuleType, entry: Any) -> list[list[Any]]:
    """Run every TestCase of the module; one row for each test method."""
    import unittest

    del entry
    try:
        exec(compile(tree, FILE, "exec", dont_inherit=True), module.__dict__)  # noqa: S102
    except (Exception, NoValue, SubmissionGone, CannotAsk) as error:  # noqa: BLE001
        return [["import", False], ["trouble", f"{type(error).__name__}: {error}"[:300]]]
    rows: list[list[Any]] = []
    for kind in list(module.__dict__.values()):
        if isinstance(kind, type) and issubclass(kind, unittest.TestCase):
            for name in unittest.defaultTestLoader.getTestCaseNames(kind):
                outcome = unittest.TestResult()
                kind(name).run(outcome)
                rows.append([f"{kind.__name__}.{name}", outcome.wasSuccessful() and good(outcome)])
    return rows


def good(outcome: unittest.TestResult) -> bool:
    """Whether a test ran to its end: one that was skipped shows nothing."""
    return outcome.testsRun == 1 and not outcome.skipped and not outcome.expectedFailures
