"""What a report of a test run says of a submission."""

from __future__ import annotations

from typing import Any, Literal

from rewardkit import Score, reward
from rewardkit.data.strict_json import NotStrict, strict_json
from rewardkit_verifiers.code.lib.run_reports import NoReport, Results, read_report


@reward
def report(
    report: str | None,
    tests: Any = None,
    *,
    score: Literal["all", "fraction"] = "all",
    skipped: Literal["failed", "left_out"] = "failed",
) -> Score:
    """Pay a submission whose test run, made elsewhere, reports that its tests pass.

    For agents whose work is a workspace and not a reply: the harness runs the tests and gives the
    report as a column. JUnit XML and `go test -json` are read.

    Args:
        report: The column with the report. An empty one says that no test ran.
        tests: The column with the names of the tests that must pass, as the report names them, such
            as `tests.test_add::test_zero` or `example.com/m/TestAdd`; or JSON text of the list.
            Without it every test of the report counts, so that deleting a test goes unseen.
        score: `all` pays 1 when every test passed, `fraction` the share of them.
        skipped: Whether a skipped test has `failed`, or is `left_out` where the row names no tests.

    Returns:
        0 to 1. A missing report is an error, since the harness did not make it; one that is cut
        off or no report is unparsed, since a submission can break it.

    Example:
        >>> lines = '{"Action": "pass", "Package": "m", "Test": "TestAdd"}'
        >>> report.score(completion="", report=lines, tests=["m/TestAdd"]).value
        1.0
        >>> report.score(completion="", report=lines, tests=["m/TestAdd", "m/TestSub"]).reason
        'tests_failed'
    """
    if report is None:
        return Score.error("no_report", "the row has no report of a test run")
    try:
        names = _names(tests)
    except ValueError as error:
        return Score.error("bad_tests", str(error))
    if not report.strip():
        return Score.ok(0.0, "no_tests_run", "the report is empty")
    try:
        results = read_report(report)
    except NoReport as why:
        return Score.unparsed("bad_report", str(why))
    if names is None:
        names = [one for one, got in results.items() if got != "skipped" or skipped == "failed"]
    if not names:
        return Score.ok(0.0, "no_tests_run", "no test of the report ran")
    return _scored(results, names, score)


def _scored(results: Results, names: list[str], score: str) -> Score:
    failed = [name for name in names if results.get(name) != "passed"]
    if not failed:
        return Score.ok(1.0)
    share = 1 - len(failed) / len(names) if score == "fraction" else 0.0
    first = f"{failed[0]}: {results.get(failed[0], 'not in the report')}"
    return Score.ok(share, "tests_failed", f"{len(failed)} of {len(names)} tests; {first}")


def _names(tests: Any) -> list[str] | None:
    given = tests.tolist() if hasattr(tests, "tolist") else tests
    if given is None:
        return None
    if isinstance(given, str):
        try:
            given = strict_json(given)
        except NotStrict:
            given = [given]
    if not isinstance(given, list | tuple) or not given:
        raise ValueError(f"tests are no list of names: {str(tests)[:60]!r}")
    if not all(isinstance(one, str) and one for one in given):
        raise ValueError("a name of a test is no text")
    return list(dict.fromkeys(given))
