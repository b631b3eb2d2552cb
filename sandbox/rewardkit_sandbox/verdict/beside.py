"""Tests beside the program: CPython runs both in one process, and the judge compares outside.

What the tests expect is taken out of their text first (see `sites`). Further runs, in which
every assertion that kept its expectation is made false, show whether such tests can fail.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from rewardkit_sandbox.sandbox import PooledSandbox
from rewardkit_sandbox.types import DEFAULT_LIMITS, Job, Limits, Outcome, Program, RunResult
from rewardkit_sandbox.verdict.beside_driver import REPORT, driver
from rewardkit_sandbox.verdict.forms import Site, Variant
from rewardkit_sandbox.verdict.instruments import instruments
from rewardkit_sandbox.verdict.reading import Declared, Reading, Row, kept_back
from rewardkit_sandbox.verdict.sites import Files, Rewritten, Style, rewrite

_LONGEST = 10  # times the limit of one call: what all tests of a file may take
TESTS = "tests.py"


@dataclass(frozen=True, slots=True)
class Beside:
    """Tests that run beside a program.

    Attributes:
        files: Paths and texts of asserts, a `check(candidate)`, TestCases or pytest tests.
        style: `assert` counts every assert, `unittest` and `pytest` every test.
        entry: What `check` is given, such as `add` or `Solution().add`.
        prelude: Code that stands before the submission.
        module: The name by which tests import the submission.
    """

    files: Files
    style: Style = "assert"
    entry: str = ""
    prelude: str = ""
    module: str = "solution"

    @classmethod
    def of(cls, tests: str, style: Style = "assert", **more: str) -> Beside:
        """Return tests that are one text."""
        return cls(((TESTS, tests),), style, **more)


@dataclass(frozen=True, slots=True)
class Besides:
    """What came of tests beside a program.

    Attributes:
        outcome: How the run ended.
        rows: Each test, with whether it passed.
        trusted: How many of those that passed could not have been passed by a forger.
        tampered: Whether a test passed that had been made to fail.
        detail: One line on what went wrong.
        empty: What the text of the tests lacks, so that no submission can be judged by it.
    """

    outcome: Outcome
    rows: tuple[Row, ...] = ()
    trusted: int = 0
    tampered: bool = False
    detail: str = ""
    empty: str = ""


def check_beside(
    sandbox: PooledSandbox,
    program: str,
    tests: Beside,
    *,
    whole: bool = True,
    limits: Limits = DEFAULT_LIMITS,
    total_s: float | None = None,
) -> Besides:
    """Run tests beside a program, in a process that holds none of their expected values.

    Args:
        sandbox: Where both run.
        program: The submission.
        tests: What it is to pass.
        whole: Whether only a submission that passes everything earns anything.
        limits: Of one call.
        total_s: Seconds for all together; by default ten times as long as one call.

    Raises:
        SyntaxError: The tests are not Python.
    """
    found = rewrite(tests.files, tests.style)
    total = limits.wall_s * _LONGEST if total_s is None else total_s
    asking = _Asking(sandbox, program, tests, replace(limits, wall_s=total, cpu_s=total))
    run, first = asking.ask(found)
    if run.outcome is Outcome.SANDBOX_ERROR:
        return Besides(run.outcome, detail=run.detail)
    shown = frozenset(first.shown)
    if shown and first.loaded:
        found = rewrite(tests.files, tests.style, shown=shown)
        run, first = asking.ask(found)
    rows, trusted = first.rows(), first.trusted()
    if first.bent:
        told = f"the submission replaced what the tests check with: {first.bent[0]}"
        return Besides(Outcome.OK, rows, 0, True, told[:200])
    if empty := asking.empty(found, rows, run.outcome is Outcome.OK and first.ended):
        return Besides(run.outcome, empty=empty)
    undecided = first.undecided()
    if undecided and (not whole or all(good for _, good in rows)):
        tampered, doubtful = asking.made_to_fail(first, undecided, shown)
        if tampered:
            told = f"a test passed that was made to fail: {tampered}"
            return Besides(Outcome.OK, rows, 0, True, told)
        kept = {name for name, sites in first.passing().items() if kept_back(sites)}
        trusted = len(first.passing().keys() - (doubtful - kept))
    outcome, detail = run.outcome, first.compile_error or first.said or run.detail
    if outcome is Outcome.OK and first.compile_error:
        outcome = Outcome.COMPILE_ERROR
    if outcome is Outcome.OK and not first.ended:
        outcome, detail = Outcome.RUNTIME_ERROR, "the process ended before the tests did"
    return Besides(outcome, rows, trusted, False, detail)


class _Asking:
    """Runs the variants of one suite beside one program."""

    def __init__(self, sandbox: PooledSandbox, program: str, tests: Beside, limits: Limits) -> None:
        self._sandbox, self._program, self._tests = sandbox, program, tests
        self._limits = limits
        digest = hashlib.sha256(program.encode("utf-8", "replace"))
        self._seed = int.from_bytes(digest.digest()[:6], "big")
        text = tests.files[0][1] if tests.style == "assert" else ""
        self._called = _functions(text, tests.entry)
        self._instruments = instruments(tests.files, tests.style, tests.entry.partition("(")[0])
        names = [*self._called["functions"], *self._called["called"]]
        self._declared = Declared(
            tests.files,
            tests.style,
            (*names, *(["check"] * bool(self._called["check"]))),
            tests.entry,
        )

    def empty(self, found: Rewritten, rows: tuple[Row, ...], ended: bool) -> str:
        """Return what the text lacks, so that a submission that fails nothing is not judged."""
        if self._tests.style != "assert" and not self._declared.declared:
            return "no test"
        if not rows and self._declared.declared and self._declared.all_marked:
            return "no test that counts"
        passes = ended and all(good for _, good in rows)
        return "no assertion" if passes and not found.sites else ""

    def ask(self, found: Rewritten) -> tuple[RunResult, Reading]:
        """Run one variant and read its report."""
        tests = self._tests
        plan: dict[str, Any] = {
            "program": self._program, "prelude": _statements(tests.prelude), "style": tests.style,
            "entry": tests.entry, "module": tests.module, "seed": self._seed,
            "instruments": list(self._instruments.values()),
        } | self._called  # fmt: skip
        files: dict[str, bytes] = {}
        if tests.style == "pytest":
            files = {path: text.encode() for path, text in found.files.items()}
            files.setdefault(f"{tests.module}.py", self._program.encode("utf-8", "replace"))
            plan["paths"] = _collected(list(found.files))
        else:
            plan["tests"] = "\n".join(found.files.values())
        program = Program(driver(plan), files=files, fetch=(REPORT,))
        run = self._sandbox.do(Job(program, inputs=(b"",), limits=self._limits)).runs[0]
        return run, Reading(found, self._declared, run)

    def made_to_fail(
        self, first: Reading, names: list[str], shown: frozenset[int]
    ) -> tuple[str, set[str]]:
        """Return a test that passed although it cannot have, and those that may have.

        A literal inside a computed expectation need not matter, so a test that passes when it is
        changed proves nothing. Any other change does matter.
        """
        sites = first.passing()
        doubtful: set[str] = set()
        true = rewrite(self._tests.files, self._tests.style, shown=shown)
        variants: tuple[Variant, ...] = ("sources", "plausible", "blunt")
        for variant in variants:
            found = rewrite(
                self._tests.files, self._tests.style, shown=shown, variant=variant,
                seed=str(self._seed),
            )  # fmt: skip
            if found.files == true.files:
                continue
            _, reading = self.ask(found)
            if variant == "blunt" and (blind := _held(sites, names, reading)):
                return blind, doubtful
            passed = reading.passed if variant == "sources" else reading.passed_inside
            for name in filter(passed, names):
                seen = [one for one in sites[name] if one.kind == "seen"]
                told = variant != "sources" or any(one.data for one in seen)
                if not told or (variant == "plausible" and not seen):
                    continue
                matters = variant == "plausible" and not any(
                    _may_not_matter(found.sites[one.number], reading, shown) for one in seen
                )
                if matters or variant == "blunt":
                    return name.rpartition("\n")[2], doubtful
                doubtful.add(name)
        return "", doubtful


def _held(sites: Mapping[str, list[Site]], names: list[str], reading: Reading) -> str:
    """Return a test of which an assertion held although what it asserts was made false.

    After a block that is to raise, which a blunt run empties, the state is another.
    """
    for name in names:
        emptied = [one for one in sites[name] if one.kind == "raises"]
        for one in sites[name]:
            before = all(one.unit == other.unit and one.number < other.number for other in emptied)
            if one.kind == "seen" and before and reading.held(name, one):
                return name
    return ""


def _may_not_matter(site: Site, reading: Reading, shown: frozenset[int]) -> bool:
    """Whether a test may honestly pass although this assertion was changed."""
    if site.number in shown:
        return False
    return site.change == "literal" or site.number in reading.objects


def _statements(prelude: str) -> list[str]:
    """Return the statements of a prompt, so that one that fails costs only itself."""
    try:
        return [ast.unparse(one) for one in ast.parse(prelude).body]
    except SyntaxError:  # it may be half a program
        return []


def _collected(paths: list[str]) -> list[str]:
    """Return the files that pytest collects: by its own patterns, else all but conftest."""
    names = {path: path.rpartition("/")[2] for path in paths}
    by_name = [
        path
        for path, name in names.items()
        if name.endswith(".py") and (name.startswith("test_") or name.endswith("_test.py"))
    ]
    return by_name or [path for path, name in names.items() if name != "conftest.py"]


def _functions(tests: str, entry: str) -> dict[str, Any]:
    """Return what is to be called when the file has run, as far as it does not itself."""
    tree = ast.parse(tests)
    called = {
        node.func.id
        for one in tree.body
        if not isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
        for node in ast.walk(one)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    plain = [one for one in tree.body if isinstance(one, ast.FunctionDef)]
    check = any(one.name == "check" for one in plain) and bool(entry) and "check" not in called
    names = [
        one.name
        for one in plain
        if one.name.startswith("test") and one.name not in called and not one.args.args
    ]
    return {"check": check, "functions": names, "called": sorted(called)}


def missing_import(sandbox: PooledSandbox, tests: Beside) -> str:
    """Return what the tests import and the sandbox lacks; asked without the submission.

    A run beside a submission cannot tell: the submission may raise the same error.
    """
    own = {path.partition("/")[0].removesuffix(".py") for path, _ in tests.files} | {tests.module}
    texts = [*(text for _, text in tests.files), tests.prelude]
    imports = [line for text in texts for line in _imports(text, own)]
    if not imports:
        return ""
    run = sandbox.run(Program("\n".join(dict.fromkeys(imports))))
    if run.error not in ("ImportError", "ModuleNotFoundError"):
        return ""
    return run.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2][:200]


def _imports(text: str, own: set[str]) -> list[str]:
    found = []
    own = {*own, "__future__"}
    try:
        body = ast.parse(text).body
    except SyntaxError:  # a prompt may be half a program
        return []
    for node in body:
        if isinstance(node, ast.Import):
            names = [one for one in node.names if one.name.partition(".")[0] not in own]
            found += [f"import {one.name}" for one in names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found += [ast.unparse(node)] * (str(node.module).partition(".")[0] not in own)
    return found
