"""The report of tests that ran beside a submission, read with distrust."""

from __future__ import annotations

import ast
import builtins
import json
from collections.abc import Iterator
from typing import Any

from rewardkit_sandbox.protocol import values
from rewardkit_sandbox.types import RunResult
from rewardkit_sandbox.verdict.agree import agrees
from rewardkit_sandbox.verdict.beside_driver import REPORT
from rewardkit_sandbox.verdict.forms import KEPT, Site
from rewardkit_sandbox.verdict.instruments import changed_by_tests
from rewardkit_sandbox.verdict.names import named_classes
from rewardkit_sandbox.verdict.reach import last_name
from rewardkit_sandbox.verdict.sites import Files, Rewritten, Style

Row = tuple[str, bool]
_MOST_KINDS = 2  # io.UnsupportedOperation is two; one that is everything was made to be caught
_SKIPPING = ("skip", "xfail", "expectedFailure", "importorskip")


class Reading:
    """What a run said of its tests, with what each value is worth.

    Attributes:
        compile_error: Why the submission does not compile, or nothing.
        loaded: Whether it ran to its end when it was loaded.
        ended: Whether the tests did.
        said: What the first failure said; for people.
        bent: Names of what the tests check with that the submission replaced.
        objects: Numbers of sites whose expectation is an object that could not be changed.
        shown: Numbers of sites whose value is an object of a class that the tests themselves
            name; its own equality has to decide.
    """

    def __init__(self, found: Rewritten, suite: Declared, run: RunResult) -> None:
        self._found, self._sites, self._suite = found, found.sites, suite
        self._good: dict[tuple[str, int], bool] = {}
        self._tests: dict[str, str] = {}
        self._tokens: dict[int, set[int]] = {}
        self.compile_error = ""
        self.loaded = self.ended = False
        self.said = ""
        self.shown: set[int] = set()
        self.objects: set[int] = set()
        self.bent: list[str] = []
        for line in run.files.get(REPORT, b"").split(b"\n"):
            self._read(line)

    def _read(self, line: bytes) -> None:
        try:
            kind, number, what, unit, *more = json.loads(line)
        except (ValueError, TypeError, RecursionError):
            return
        if kind == "compile":
            self.compile_error = str(what)[:300]
        elif kind == "loaded":
            self.loaded = True
        elif kind == "end":
            self.ended = True
        elif kind == "bent" and isinstance(what, list):
            self.bent += [name for name in map(str, what) if not self._suite.replaces(name)]
        elif kind in ("test", "collect") and isinstance(unit, str):
            self._test(kind, unit, what, more)
        elif type(number) is int and 0 <= number < len(self._sites):
            self._site(self._sites[number], kind, what, str(unit), more)

    def _test(self, kind: str, unit: str, what: Any, more: list[Any]) -> None:
        if kind == "test" and self._tests.get(unit) != "failed":
            self._tests[unit] = str(what)
        why = what if kind == "collect" else more[0] if more and what == "failed" else ""
        if why and not self.said:
            self.said = " ".join(str(why).split())[:200]

    def _site(self, site: Site, kind: Any, what: Any, unit: str, more: list[Any]) -> None:
        if kind == "object":
            self.objects.add(site.number)
            return
        token, how, owner = [*more, None, "", ""][:3] if more else (None, "", "")
        good = self._holds(site, kind, what, token, how)
        lost = kind == "unsendable" or (kind == "value" and how == "own")
        if lost and not good and self._suite.makes(str(what if how != "own" else owner)):
            self.shown.add(site.number)
        if kind == "failed" and not self.said:
            self.said = " ".join(str(what).split())[:200]
        key = (unit, site.number)
        self._good[key] = self._good.get(key, True) and good
        if good and type(token) is int:
            self._tokens.setdefault(site.number, set()).add(token)

    def _holds(self, site: Site, kind: Any, what: Any, token: Any, how: Any) -> bool:
        if site.kind == "raises":
            return kind == "raised" and _raised(site, what)
        if kind != site.kind:
            return False
        if kind == "seen":
            return what is True
        if kind == "truth":
            return what is site.expected
        expected = site.expected
        if site.column is not None:
            if type(token) is not int or token not in self._found.columns[site.column]:
                return False
            expected = self._found.values[token]
        if how == "array" and site.operator in ("==", "!="):
            return False  # CPython finds no single truth in it
        try:
            value = what if kind == "identity" else values.decode(what)
            return agrees(site.operator, value, expected, *site.words)
        except Exception:  # noqa: BLE001 - what a hostile report holds is its own affair
            return False

    # --- tests ----------------------------------------------------------------------------
    def rows(self) -> tuple[Row, ...]:
        """Return each test with whether it passed."""
        if self._suite.style == "assert":
            return self._statements()
        units = dict.fromkeys([*self._tests, *(u for u, _ in self._good if u)])
        told = {self._suite.plain(unit) for unit in units}
        names = [*units, *(one for one in self._suite.declared if one not in told)]
        rows = [(name, self._passed(name)) for name in names if not self._skipped(name)]
        return (*rows, *((f"{self._line(site)}, a row", False) for site in self._missing()))

    def _statements(self) -> tuple[Row, ...]:
        """Return a row for each statement that was reached or cannot have been gone round."""
        missing = {site.number for site in self._missing()}
        found: dict[int, Row] = {}
        for site in self._sites:
            told = [good for (_, number), good in self._good.items() if number == site.number]
            if told or self._suite.sure(site):
                good = bool(told) and all(told) and site.number not in missing
                before = found.get(site.row, ("", True))[1]
                found[site.row] = (self._line(site), good and before)
        rows = tuple(found.values())
        return rows if self.ended else (*rows, ("the end of the tests", False))

    def _line(self, site: Site) -> str:
        return f"line {site.line}"

    def _missing(self) -> Iterator[Site]:
        """Yield the sites of tables of which some rows sent no right value.

        A process that forges its report could send the rows that it knows, and no other.
        """
        if self._suite.skips and self._suite.style != "assert":
            return
        for site in self._sites:
            if site.column is None or not self._suite.sure(site) or site.kind == "seen":
                continue
            if self._tokens.get(site.number, set()) != set(self._found.columns[site.column]):
                yield site

    def _skipped(self, unit: str) -> bool:
        how = self._tests.get(unit)
        if how == "left":
            return self._suite.marked(unit)
        return how == "skipped" and self._suite.may_skip(unit)

    def _of(self, unit: str) -> list[Site]:
        lexical = self._suite.lexical(unit)
        return [
            site
            for site in self._sites
            if (unit, site.number) in self._good or (site.unit == lexical and site.sure)
        ]

    def _passed(self, unit: str) -> bool:
        good = all(self._good.get((unit, site.number), False) for site in self._of(unit))
        return self._tests.get(unit) == "passed" and good

    # --- trust ----------------------------------------------------------------------------
    def passing(self) -> dict[str, list[Site]]:
        """Return the tests that passed, with their assertions."""
        if self._suite.style != "assert":
            return {name: self._of(name) for name, good in self.rows() if good}
        return {
            f"{unit}\n{number}": [self._sites[number]]
            for (unit, number), good in self._good.items()
            if good
        }

    def trusted(self) -> int:
        """Return how many passed by something that the judge compared."""
        return sum(map(kept_back, self.passing().values()))

    def undecided(self) -> list[str]:
        """Return the tests in which an assertion was watched only, or an exception claimed."""
        return [
            name
            for name, sites in self.passing().items()
            if any(one.kind in ("seen", "raises") for one in sites)
        ]

    def passed(self, name: str) -> bool:
        """Return whether a test passed, by the process and by the judge."""
        return name in self.passing()

    def held(self, unit: str, site: Site) -> bool:
        """Return whether an assertion of a running test was reached and held each time."""
        return self._good.get((unit, site.number), False)

    def passed_inside(self, name: str) -> bool:
        """Return whether the process said that a test passed."""
        if self._suite.style != "assert":
            return self._tests.get(name) == "passed"
        unit, _, number = name.partition("\n")
        return self._good.get((unit, int(number))) is True


def kept_back(sites: list[Site]) -> bool:
    """Return whether the judge compared something of these assertions."""
    return any(one.kind in KEPT for one in sites)


def _raised(site: Site, what: Any) -> bool:
    """Whether the classes of an exception, each by all of its names, have an expected one."""
    try:
        classes, said = what
        names = {str(name) for one in classes for name in one}
    except (TypeError, ValueError):
        return False
    plain = site.words[0]
    if len(_unrelated(names)) > _MOST_KINDS:
        return False
    return not names.isdisjoint(site.expected) and (plain is None or plain in str(said))


def _unrelated(names: set[str]) -> list[type]:
    """Return the builtin exceptions of these names that are no bases of others.

    OSError has three names there, and is one.
    """
    kinds = [getattr(builtins, name, None) for name in names]
    found = dict.fromkeys(
        one for one in kinds if isinstance(one, type) and issubclass(one, BaseException)
    )
    return [
        one
        for one in found
        if not any(one is not other and issubclass(other, one) for other in found)
    ]


class Declared:
    """What the text of tests says of them: which there are, and which may be skipped."""

    def __init__(
        self, files: Files, style: Style, called: tuple[str, ...] = (), entry: str = ""
    ) -> None:
        self.style = style
        self._made: set[str] = set()
        self._replaced = changed_by_tests(files)
        self._called = {"", *called}
        self._home: dict[str, str] = {}
        self._skipping: set[str] = set()
        self._marked: set[str] = set()
        self.declared: list[str] = []
        for path, text in files:
            tree = ast.parse(text)
            self._made |= named_classes(tree)
            if style != "assert":
                self._file(f"{path}::" if style == "pytest" else "", tree)
        self._made -= {"Solution", entry.partition("(")[0]}
        self.skips = bool(self._skipping)

    def _file(self, place: str, tree: ast.Module) -> None:
        marks = [one for one in tree.body if isinstance(one, ast.Assign) or _is_call(one)]
        everywhere = any(_mentions_skip(one) for one in marks)
        methods: dict[str, dict[str, str]] = {}
        for node in tree.body:
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and self.style == "pytest":
                if node.name.startswith("test") and not _is_fixture(node):
                    self._declare(f"{place}{node.name}", f"{place}{node.name}")
            elif isinstance(node, ast.ClassDef):
                self._class(place, node, methods)
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                marked = everywhere or any(map(_mentions_skip, node.decorator_list))
                if marked:
                    self._marked.add(f"{place}{node.name}")
                if marked or _mentions_skip(node):
                    self._skipping.add(f"{place}{node.name}")

    def _class(self, place: str, node: ast.ClassDef, methods: dict[str, dict[str, str]]) -> None:
        bases = [ast.unparse(base).rpartition(".")[2] for base in node.bases]
        case = any(base.endswith("TestCase") or base in methods for base in bases)
        own: dict[str, str] = {}
        for base in bases:
            own |= methods.get(base, {})
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
        own |= {
            one.name: f"{place}{node.name}.{one.name}"
            for one in node.body
            if isinstance(one, kinds) and one.name.startswith("test") and not _is_fixture(one)
        }
        methods[node.name] = own
        for one in node.body:
            if isinstance(one, kinds) and any(map(_mentions_skip, one.decorator_list)):
                self._marked.add(f"{place}{node.name}.{one.name}")
                self._skipping.add(f"{place}{node.name}.{one.name}")
        if case or (self.style == "pytest" and node.name.startswith("Test")):
            for name, home in own.items():
                self._declare(f"{place}{node.name}.{name}", home)

    def _declare(self, name: str, home: str) -> None:
        self.declared.append(name)
        self._home[name] = home

    def plain(self, unit: str) -> str:
        """Return the name of a running test without its parameters."""
        if self.style != "pytest":
            return unit
        path, mark, rest = unit.partition("::")
        return path + mark + rest.partition("[")[0].replace("::", ".")

    def lexical(self, unit: str) -> str:
        """Return the test of the text that a running test is, by the class that defines it."""
        unit = self.plain(unit)
        return self._home.get(unit, unit)

    def may_skip(self, unit: str) -> bool:
        """Return whether the text of a test speaks of skipping."""
        name = self.lexical(unit)
        return name in self._skipping or name.rpartition(".")[0] in self._skipping

    def makes(self, words: str) -> bool:
        """Return whether one of these words is a class that the tests name."""
        return not self._made.isdisjoint(words.split())

    def replaces(self, name: str) -> bool:
        """Return whether the tests themselves may put something in the place of this name."""
        return name.rpartition(".")[2] in self._replaced

    def marked(self, unit: str) -> bool:
        """Return whether a mark on a test, its class or its file may leave it out."""
        name = self.lexical(unit)
        return name in self._marked or name.rpartition(".")[0] in self._marked

    @property
    def all_marked(self) -> bool:
        """Whether marks in the text may leave out every test."""
        return all(map(self.marked, self.declared))

    def sure(self, site: Site) -> bool:
        """Return whether a site is reached in any run that reaches the end."""
        return site.sure and (self.style != "assert" or site.unit in self._called)


def _is_fixture(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any("fixture" in ast.unparse(mark) for mark in node.decorator_list)


def _is_call(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)


def _mentions_skip(node: ast.AST) -> bool:
    return any(
        any(word in name for word in _SKIPPING)
        for one in ast.walk(node)
        if isinstance(one, (ast.Name, ast.Attribute)) and (name := last_name(one))
    )
