"""Tests beside the program: CPython runs both in one process, and the judge compares outside.

What the tests expect is taken out of their text first (see `sites`). A second run, in which
every assertion that kept its expectation is made false, shows whether such tests can fail.
"""

from __future__ import annotations

import ast
import json
from dataclasses import dataclass
from typing import Any, Literal

from rewardkit_sandbox.protocol import values
from rewardkit_sandbox.sandbox import PooledSandbox
from rewardkit_sandbox.types import DEFAULT_LIMITS, Job, Limits, Outcome, Program, RunResult
from rewardkit_sandbox.verdict.agree import agrees
from rewardkit_sandbox.verdict.beside_driver import REPORT, driver
from rewardkit_sandbox.verdict.sites import Rewritten, Site, rewrite

Style = Literal["assert", "unittest"]
Row = tuple[str, bool]
_LONGEST = 10  # times the limit of one call: what all tests of a file may take
_SKIPS = ("skip", "SkipTest")


@dataclass(frozen=True, slots=True)
class Besides:
    """What came of tests beside a program.

    Attributes:
        outcome: How the run ended.
        rows: Each test, with whether it passed.
        trusted: How many of those that passed could not have been passed by a forger.
        tampered: Whether a test passed that had been made to fail.
        detail: One line on what went wrong.
    """

    outcome: Outcome
    rows: tuple[Row, ...] = ()
    trusted: int = 0
    tampered: bool = False
    detail: str = ""


def check_beside(
    sandbox: PooledSandbox,
    program: str,
    tests: str,
    *,
    style: Style = "assert",
    entry: str = "",
    prelude: str = "",
    limits: Limits = DEFAULT_LIMITS,
) -> Besides:
    """Run tests beside a program, in a process that holds none of their expected values.

    Args:
        sandbox: Where both run.
        program: The submission.
        tests: Asserts, a `check(candidate)` or TestCases.
        style: `assert` counts every assert, `unittest` every test method.
        entry: What `check` is given, such as `add` or `Solution().add`.
        prelude: Code that stands before the submission.
        limits: Of one call; all together may take ten times as long.

    Raises:
        SyntaxError: The tests are not Python.
    """
    found = rewrite(tests, carry_on=style == "assert")
    plan = {"program": program, "prelude": prelude, "style": style, "entry": entry}
    plan |= _functions(tests, entry, style)
    run = _run(sandbox, plan | {"tests": found.code}, limits)
    first = _Reading(found, style, tests, run)
    if run.outcome is Outcome.SANDBOX_ERROR:
        return Besides(run.outcome, detail=run.detail)
    rows = first.rows()
    open_tests = first.undecided()
    trusted = first.trusted()
    if open_tests and rows and all(good for _, good in rows):
        second = _Reading(
            found, style, tests, _run(sandbox, plan | {"tests": found.changed}, limits)
        )
        if any(second.watched_good(unit) for unit in open_tests):
            return Besides(Outcome.OK, rows, 0, True, "a test passed that was made to fail")
        trusted += first.able_to_fail()
    outcome = run.outcome
    if outcome is Outcome.OK and first.compile_error:
        outcome = Outcome.COMPILE_ERROR
    if outcome is Outcome.OK and not first.ended:
        left = "the process ended before the tests did"
        return Besides(Outcome.RUNTIME_ERROR, rows, trusted, detail=left)
    return Besides(outcome, rows, trusted, detail=first.compile_error or run.detail)


def _run(sandbox: PooledSandbox, plan: dict[str, Any], limits: Limits) -> RunResult:
    total = limits.wall_s * _LONGEST
    wide = Limits(
        wall_s=total, cpu_s=total, memory_mb=limits.memory_mb, pids=limits.pids,
        output_bytes=limits.output_bytes, disk_mb=limits.disk_mb, open_files=limits.open_files,
    )  # fmt: skip
    job = Job(Program(driver(plan), fetch=(REPORT,)), inputs=(b"",), limits=wide)
    return sandbox.do(job).runs[0]


def _functions(tests: str, entry: str, style: Style) -> dict[str, Any]:
    """Return what is to be called when the file has run, as far as it does not itself."""
    tree = ast.parse(tests)
    called = {
        node.func.id
        for one in tree.body
        if not isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
        for node in ast.walk(one)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    plain = [one for one in tree.body if isinstance(one, ast.FunctionDef) and style == "assert"]
    check = any(one.name == "check" for one in plain) and bool(entry) and "check" not in called
    names = [
        one.name
        for one in plain
        if one.name.startswith("test") and one.name not in called and not one.args.args
    ]
    return {"check": check, "functions": names, "called": sorted(called)}


class _Reading:
    """The report of one run, read with distrust."""

    def __init__(self, found: Rewritten, style: Style, tests: str, run: RunResult) -> None:
        self._sites, self._style = found.sites, style
        self._good: dict[int, bool] = {}
        self._tests: dict[str, str] = {}
        self._by_unit: dict[str, set[int]] = {}
        self.compile_error = ""
        self.loaded = False
        self.ended = False
        self._may_skip = any(word in tests for word in _SKIPS)
        self._declared = _cases(tests) if style == "unittest" else []
        self._sure_units = {""} | {
            name
            for plan in [_functions(tests, "x", style), _functions(tests, "", style)]
            for name in (*plan["functions"], *plan["called"], *(["check"] * plan["check"]))
        }
        for line in run.files.get(REPORT, b"").split(b"\n"):
            self._read(line)

    def _read(self, line: bytes) -> None:
        try:
            kind, number, what, unit = json.loads(line)
        except (ValueError, TypeError, RecursionError):
            return
        if kind == "compile":
            self.compile_error = str(what)[:300]
        elif kind == "loaded":
            self.loaded = True
        elif kind == "end":
            self.ended = True
        elif kind == "test" and isinstance(unit, str):
            if self._tests.get(unit) != "failed":
                self._tests[unit] = str(what)
        elif type(number) is int and 0 <= number < len(self._sites):
            good = _holds(self._sites[number], kind, what)
            self._good[number] = self._good.get(number, True) and good
            self._by_unit.setdefault(str(unit), set()).add(number)

    def _sure(self, site: Site) -> bool:
        return site.sure and (self._style == "unittest" or site.unit in self._sure_units)

    def rows(self) -> tuple[Row, ...]:
        """Return each test with whether it passed."""
        if self._style == "unittest":
            names = list(dict.fromkeys([*self._declared, *self._tests]))
            skipped = {n for n in names if self._may_skip and self._tests.get(n) == "skipped"}
            return tuple((name, self._passed(name)) for name in names if name not in skipped)
        rows = [
            (f"line {site.line}", self._good.get(site.number, False))
            for site in self._sites
            if site.number in self._good or self._sure(site)
        ]
        return tuple(rows) if self.ended else (*rows, ("the end of the tests", False))

    def _of(self, unit: str) -> list[Site]:
        seen = self._by_unit.get(unit, set())
        return [
            site
            for site in self._sites
            if site.number in seen or (site.unit == unit and self._sure(site))
        ]

    def _passed(self, unit: str) -> bool:
        good = all(self._good.get(site.number, False) for site in self._of(unit))
        return self._tests.get(unit) == "passed" and good

    def _units(self) -> dict[str, list[Site]]:
        if self._style == "unittest":
            return {name: self._of(name) for name, good in self.rows() if good}
        return {
            str(site.number): [site] for site in self._sites if self._good.get(site.number) is True
        }

    def trusted(self) -> int:
        """Return how many passed by a value that the judge compared."""
        return sum(any(one.kind == "value" for one in sites) for sites in self._units().values())

    def able_to_fail(self) -> int:
        """Return how many keep expectations that were changed for the second run."""
        return sum(
            any(one.change in ("equal", "raises") for one in sites)
            and not any(one.kind == "value" for one in sites)
            for sites in self._units().values()
        )

    def undecided(self) -> list[str]:
        """Return the tests in which an assertion was watched only."""
        return [
            name
            for name, sites in self._units().items()
            if any(one.kind == "seen" for one in sites)
        ]

    def watched_good(self, unit: str) -> bool:
        """Whether a test passed although its watched assertions were made false."""
        if self._style == "unittest":
            return self._tests.get(unit) == "passed"
        return self._good.get(int(unit)) is True


def _holds(site: Site, kind: Any, what: Any) -> bool:
    if kind != site.kind:
        return False
    if kind == "seen":
        return what is True
    if kind == "truth":
        return what is site.expected
    if kind == "identity":
        return (what is site.expected) == (site.operator == "is")
    try:
        return agrees(site.operator, values.decode(what), site.expected)
    except Exception:  # noqa: BLE001 - what a hostile report holds is its own affair
        return False


def _cases(tests: str) -> list[str]:
    """Return the test methods that a file declares, by class, inherited ones included."""
    methods: dict[str, dict[str, None]] = {}
    found: list[str] = []
    for node in ast.parse(tests).body:
        if not isinstance(node, ast.ClassDef):
            continue
        bases = [ast.unparse(base).rpartition(".")[2] for base in node.bases]
        if not any(base.endswith("TestCase") or base in methods for base in bases):
            continue
        own: dict[str, None] = {}
        for base in bases:
            own |= methods.get(base, {})
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
        own |= {
            one.name: None
            for one in node.body
            if isinstance(one, kinds) and one.name.startswith("test")
        }
        methods[node.name] = own
        found += [f"{node.name}.{name}" for name in own]
    return found


def missing_import(sandbox: PooledSandbox, tests: str) -> str:
    """Return what the tests import and the sandbox lacks; asked without the submission.

    A run beside a submission cannot tell: the submission may raise the same error.
    """
    imports = [
        ast.unparse(node)
        for node in ast.parse(tests).body
        if isinstance(node, ast.Import)
        or (isinstance(node, ast.ImportFrom) and node.module != "solution" and not node.level)
    ]
    imports = [one for one in imports if one != "import solution" and "__future__" not in one]
    if not imports:
        return ""
    run = sandbox.run(Program("\n".join(imports)))
    if run.error not in ("ImportError", "ModuleNotFoundError"):
        return ""
    return run.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2][:200]
