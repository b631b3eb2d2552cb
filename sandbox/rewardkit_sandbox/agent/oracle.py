"""Run trusted tests in a process of their own; the code under test is elsewhere.

In here the submission is a stub: calling it sends the arguments out and waits for an answer
that came by value, so a test compares plain data, made by nobody but us. Every `assert`
statement counts as a test, and so does every method of a TestCase.
"""

from __future__ import annotations

import ast
import builtins
import sys
import types
from typing import TYPE_CHECKING, Any

from rewardkit_sandbox import values
from rewardkit_sandbox.agent.child import Orders

if TYPE_CHECKING:
    import unittest

MARK = "__rewardkit_assert__"
FILE = "tests.py"


class SubmissionFailed(Exception):  # noqa: N818
    """The submission did not answer: its exception has no harmless twin here, or it is gone."""


class Stub:
    """Stands for one function of the submission."""

    def __init__(self, name: str, orders: Orders) -> None:
        self.__name__ = name.rpartition(".")[2]
        self._name = name
        self._orders = orders

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Ask the submission and return its answer, or raise what it raised."""
        ask = {
            "call": self._name,
            "args": values.encode(list(args)),
            "kwargs": {key: values.encode(value) for key, value in kwargs.items()},
        }
        self._orders.tell({"ask": ask})
        answer, _ = self._orders.read()
        if "value" in answer:
            return values.decode(answer["value"])
        raise exception(str(answer.get("error", "")), str(answer.get("detail", "")))


class StubClass:
    """Stands for a class of the submission; its methods are called on a new object each time."""

    def __init__(self, name: str, orders: Orders) -> None:
        self._stub_name = name
        self._orders = orders

    def __call__(self) -> StubClass:
        """Make an object; it has no state of its own."""
        return self

    def __getattr__(self, method: str) -> Stub:
        """Return the stub of a method."""
        return Stub(f"{self._stub_name}.{method}", self._orders)


def exception(name: str, detail: str) -> BaseException:
    """Return an exception that means what the submission raised.

    Only plain errors keep their class. One that a test framework gives a meaning to, or that
    ends a process, must not get out of the submission into the tests.
    """
    kind = getattr(builtins, name, None)
    harmless = isinstance(kind, type) and issubclass(kind, Exception)
    if harmless and kind not in (StopIteration, StopAsyncIteration):
        try:
            return kind(detail)  # type: ignore[no-any-return, misc]
        except TypeError:  # UnicodeDecodeError and its like want more than a message
            return SubmissionFailed(f"{name}: {detail}")
    return SubmissionFailed(f"{name}: {detail}")


class Counted(ast.NodeTransformer):
    """Rewrites each `assert` so that it is counted and does not end the test."""

    def __init__(self) -> None:
        self.lines: list[int] = []

    def visit_Assert(self, node: ast.Assert) -> ast.AST:  # noqa: N802 - the name ast wants
        """Replace `assert x` by `try: assert x; mark(n, True) except Exception: mark(n, False)`."""
        number = len(self.lines)
        self.lines.append(node.lineno)

        def mark(passed: bool) -> ast.stmt:
            text = f"{MARK}({number}, {passed})"
            return ast.parse(text).body[0]

        attempt = ast.Try(
            body=[node, mark(True)],
            handlers=[ast.ExceptHandler(ast.Name("Exception", ast.Load()), None, [mark(False)])],
            orelse=[],
            finalbody=[],
        )
        return ast.fix_missing_locations(ast.copy_location(attempt, node))


def main(source: bytes, header: dict[str, Any], orders: Orders) -> int:
    """Run the tests and report each; return the exit code of the process."""
    text = source.decode("utf-8", "surrogatepass")
    module = types.ModuleType("__main__")
    sys.modules["__main__"] = module
    tree = ast.parse(text, FILE)
    for name in stubs_for(tree, header["names"]):
        make = StubClass if name[:1].isupper() and f"{name}(" in text else Stub
        module.__dict__[name] = make(name, orders)
    entry = module.__dict__.get(header["names"][0]) if header["names"] else None
    run = run_unittest if header["style"] == "unittest" else run_asserts
    orders.tell({"report": run(tree, module, entry), "nonce": header["nonce"], "code": 0})
    return 0


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


def run_asserts(tree: ast.Module, module: types.ModuleType, entry: Any) -> list[list[Any]]:
    """Run the statements, then `check(candidate)` if they define it; one row for each assert."""
    counted = Counted()
    tree = counted.visit(tree)
    passed: dict[int, bool] = {}

    def mark(number: int, good: bool) -> None:
        passed[number] = passed.get(number, True) and good

    module.__dict__[MARK] = mark
    trouble = ""
    try:
        exec(compile(tree, FILE, "exec", dont_inherit=True), module.__dict__)  # noqa: S102
        check = module.__dict__.get("check")
        if callable(check) and entry is not None:
            check(entry)
    except Exception as error:  # noqa: BLE001 - a test that cannot go on is a test not passed
        trouble = f"{type(error).__name__}: {error}"[:300]
    rows = [[f"line {line}", passed.get(n, False)] for n, line in enumerate(counted.lines)]
    if not rows:
        rows = [["no exception", not trouble]]
    return [*rows, ["trouble", trouble]] if trouble else rows


def run_unittest(tree: ast.Module, module: types.ModuleType, entry: Any) -> list[list[Any]]:
    """Run every TestCase of the module; one row for each test method."""
    import unittest

    del entry
    try:
        exec(compile(tree, FILE, "exec", dont_inherit=True), module.__dict__)  # noqa: S102
    except Exception as error:  # noqa: BLE001 - as above
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
