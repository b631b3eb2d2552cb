"""Reports of test runs read: JUnit XML, and the events of `go test -json`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, Literal

from rewardkit.errors import MissingExtra

Result = Literal["passed", "failed", "skipped"]
Results = dict[str, Result]
LONGEST = 20_000_000
_DEEPEST = 50
_ACTIONS: Mapping[str, Result] = {"pass": "passed", "fail": "failed", "skip": "skipped"}


class NoReport(ValueError):
    """A text is no report of a test run, or contradicts itself."""


def read_report(text: str) -> Results:
    """Return the result of each test of a report by its name.

    A test that stands twice, as after a second try, has passed only where it passed each time. A
    package or suite that failed outside of its tests is a failed test of the name of the suite.

    Args:
        text: JUnit XML, or the lines of `go test -json`.

    Raises:
        NoReport: It is neither, is cut off, or counts other failures than it shows.
        MissingExtra: defusedxml is not installed, for XML.

    Example:
        >>> read_report('{"Action": "pass", "Package": "m", "Test": "TestAdd"}')
        {'m/TestAdd': 'passed'}
    """
    if len(text) > LONGEST:
        raise NoReport(f"longer than {LONGEST} characters")
    stripped = text.strip("\ufeff \t\r\n")
    if stripped.startswith("<"):
        return _worst(_junit(stripped))
    return _worst(_go(stripped))


def _worst(results: Iterable[tuple[str, Result]]) -> Results:
    order = ("passed", "skipped", "failed")
    found: Results = {}
    for name, result in results:
        before = found.get(name, "passed")
        found[name] = max(before, result, key=order.index)
    return found


# --- go test -json --------------------------------------------------------------------------------
# Before version 1.24 Go writes this line as it is.
_UNBUILT = re.compile(r"FAIL\s+(\S{1,500}) \[(?:build|setup) failed\]")


def _go(text: str) -> Iterable[tuple[str, Result]]:
    ended = begun = False
    open_tests: set[str] = set()
    for line in filter(str.strip, text.split("\n")):
        if (unbuilt := _UNBUILT.fullmatch(line.strip())) is not None:
            begun = ended = True
            yield unbuilt[1], "failed"
            continue
        event = _event(line)
        action, package = event.get("Action"), str(event.get("Package", ""))
        name = f"{package}/{event['Test']}" if event.get("Test") else ""
        if action == "run" and name:
            open_tests.add(name)
        result = _ACTIONS.get(str(action))
        begun = True
        if result is None:
            continue
        if name:
            open_tests.discard(name)
            yield name, result
        else:
            ended = True
            if result == "failed":
                yield package, "failed"
    if not begun:
        raise NoReport("there is no event in it")
    # A test that began and never ended took the whole run down with it.
    for name in sorted(open_tests):
        yield name, "failed"
    if not ended and open_tests:
        yield "the run", "failed"


def _event(line: str) -> dict[str, Any]:
    try:
        event = json.loads(line)
    except (ValueError, RecursionError):
        event = None
    if not isinstance(event, dict) or "Action" not in event:
        raise NoReport(f"a line is no event of go test: {line[:60]!r}")
    return event


# --- JUnit ----------------------------------------------------------------------------------------
def _junit(text: str) -> Iterable[tuple[str, Result]]:
    try:
        from defusedxml import DefusedXmlException
        from defusedxml.ElementTree import ParseError, fromstring
    except ModuleNotFoundError:
        raise MissingExtra("Reading JUnit reports", "data") from None
    try:
        root = fromstring(text, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise NoReport(f"no XML: {str(error)[:100]}") from None
    if root.tag not in ("testsuites", "testsuite"):
        raise NoReport(f"the root is <{str(root.tag)[:40]}>, not <testsuites> or <testsuite>")
    yield from _suite(root, 0)


def _suite(suite: Any, depth: int) -> Iterable[tuple[str, Result]]:
    if depth > _DEEPEST:
        raise NoReport(f"suites stand more than {_DEEPEST} deep")
    broken = 0
    for child in suite:
        if child.tag == "testsuite":
            inside = list(_suite(child, depth + 1))
            broken += sum(result == "failed" for _, result in inside)
            yield from inside
        elif child.tag == "testcase":
            result = _case(child)
            broken += result == "failed"
            yield _name(child), result
        elif child.tag in ("error", "failure"):
            broken += 1
            yield str(suite.get("name", "suite")), "failed"
    counted = sum(_count(suite.get(key)) for key in ("failures", "errors"))
    if counted > broken:
        yield str(suite.get("name", "suite")), "failed"


def _name(case: Any) -> str:
    parts = (case.get("classname"), case.get("name"))
    return "::".join(part for part in parts if part)


def _case(case: Any) -> Result:
    inside = {child.tag for child in case}
    if inside & {"failure", "error", "rerunFailure", "rerunError"}:
        return "failed"
    if "skipped" in inside or case.get("status") in ("notrun", "skipped", "disabled"):
        return "skipped"
    return "failed" if case.get("status") in ("failed", "error") else "passed"


def _count(text: str | None) -> int:
    return int(text) if text is not None and text.isascii() and text.isdigit() else 0
