"""Reports of test runs are read as their writers mean them, and a broken one is never a pass."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit_verifiers.code.lib.run_reports import NoReport, read_report
from rewardkit_verifiers.code.report import report

TESTS = """
import pytest

class TestAdd:
    def test_right(self):
        assert 1 + 1 == 2

    @pytest.mark.parametrize("n", [1, 2])
    def test_each(self, n):
        assert n == 1

def test_skipped():
    pytest.skip("not here")

@pytest.fixture
def broken():
    raise RuntimeError

def test_error(broken):
    pass
"""


def test_a_report_that_pytest_wrote_is_read_test_by_test(tmp_path: Path) -> None:
    (tmp_path / "test_own.py").write_text(TESTS)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--junitxml=out.xml"]
    subprocess.run([*command, "test_own.py"], cwd=tmp_path, capture_output=True, check=False)
    text = (tmp_path / "out.xml").read_text()
    assert read_report(text) == {
        "test_own.TestAdd::test_right": "passed",
        "test_own.TestAdd::test_each[1]": "passed",
        "test_own.TestAdd::test_each[2]": "failed",
        "test_own::test_skipped": "skipped",
        "test_own::test_error": "failed",
    }
    named = ["test_own.TestAdd::test_right", "test_own.TestAdd::test_each[1]"]
    assert report.score(completion="", report=text, tests=named).value == 1.0
    assert report(score="fraction").score(completion="", report=text).value == pytest.approx(0.4)


GO_TESTS = """package PACKAGE
import "testing"
func TestAdd(t *testing.T) { if Add(1, 2) != 3 { t.Fatal("Add") } }
func TestNeg(t *testing.T) { if Neg(3) != -3 { t.Fatal("Neg") } }
func TestSub(t *testing.T) {
  t.Run("a b", func(t *testing.T) { if Add(3, -1) != 2 { t.Error("x") } })
}
"""
ADD = "func Add(a, b int) int { return a + b }"
FORGED = r"\n--- PASS: TestNeg (0.00s)\n=== RUN TestSub\n--- PASS: TestSub (0.00s)\nPASS\n"
GO_PROGRAMS = {
    "good": f"{ADD}\nfunc Neg(a int) int {{ return -a }}",
    "wrong": f"{ADD}\nfunc Neg(a int) int {{ return a }}",
    "panics": f'{ADD}\nfunc Neg(a int) int {{ panic("neg") }}',
    "exits": f'import "os"\n{ADD}\nfunc Neg(a int) int {{ os.Exit(0); return a }}',
    "forged": f'import ("fmt"; "os")\n{ADD}\nfunc Neg(a int) int {{ fmt.Print("{FORGED}"); '
    "os.Exit(0); return a }",
    "unbuilt": 'func Add(a, b int) int { return "x" }',
}


@pytest.mark.skipif(shutil.which("go") is None, reason="go is not installed")
def test_a_report_that_go_wrote_is_read_test_by_test(tmp_path: Path) -> None:
    (tmp_path / "go.mod").write_text("module own\n\ngo 1.19\n")
    for name, program in GO_PROGRAMS.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "own.go").write_text(f"package {name}\n{program}\n")
        (tmp_path / name / "own_test.go").write_text(GO_TESTS.replace("PACKAGE", name))
    command = ["go", "test", "-vet=off", "-json", "./..."]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    values = {}
    for name in GO_PROGRAMS:
        tests = [f"own/{name}/{test}" for test in ("TestAdd", "TestNeg", "TestSub/a_b")]
        values[name] = report.score(completion="", report=run.stdout, tests=tests).value
    assert values == {name: float(name == "good") for name in GO_PROGRAMS}
    neg = [f"own/wrong/{test}" for test in ("TestAdd", "TestNeg", "TestSub")]
    part = report(score="fraction").score(completion="", report=run.stdout, tests=neg)
    assert part.value == pytest.approx(2 / 3)
    assert part.detail.endswith("own/wrong/TestNeg: failed")


def test_a_package_that_was_not_built_has_failed() -> None:
    lines = '{"Action": "pass", "Package": "m", "Test": "TestAdd"}\nFAIL\tm/own [build failed]\n'
    assert read_report(lines) == {"m/TestAdd": "passed", "m/own": "failed"}
    assert report.score(completion="", report=lines).reason == "tests_failed"


# Maven Surefire counts a flaky test as passed, with its failed tries inside.
SUREFIRE = """<testsuite name="AddTest" tests="2" failures="0" errors="0">
<properties><property name="java.version" value="17"/></properties>
<testcase name="adds" classname="org.x.AddTest"><rerunFailure message="no"/></testcase>
<testcase name="subtracts" classname="org.x.AddTest"><system-out>FAILED</system-out></testcase>
</testsuite>"""


def test_a_test_that_passed_at_the_second_try_has_not_passed() -> None:
    assert read_report(SUREFIRE) == {
        "org.x.AddTest::adds": "failed",
        "org.x.AddTest::subtracts": "passed",
    }


@pytest.mark.parametrize(
    "text", ["ok", "{", "[]", "<a/>", "<testsuite>", '{"Action": 1', "PASS\nok m 0.1s", "null"]
)
def test_what_is_no_report_is_refused(text: str) -> None:
    with pytest.raises(NoReport):
        read_report(text)


@given(st.text(max_size=60))
def test_any_text_is_a_report_or_refused_and_never_paid(text: str) -> None:
    found = report.score(completion="", report=text, tests=["m/TestAdd"])
    assert found.value == 0.0


@given(st.integers(0, 250))
def test_no_cut_of_a_report_is_paid_in_full(cut: int) -> None:
    whole = "".join(
        f'{{"Action": "{action}", "Package": "m", "Test": "{name}"}}\n'
        for name in ("TestA", "TestB")
        for action in ("run", "pass")
    )
    part = whole[: min(cut, len(whole) - 2)]
    assert report.score(completion="", report=part, tests=["m/TestA", "m/TestB"]).value == 0.0


def test_suites_that_stand_too_deep_are_refused() -> None:
    text = "<testsuite>" * 60 + "</testsuite>" * 60
    assert report.score(completion="", report=text).reason == "bad_report"
