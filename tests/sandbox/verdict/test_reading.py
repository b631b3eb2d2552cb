"""Reports of tests that ran beside a submission: what a forged line is worth."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit_sandbox import Outcome, RunResult
from rewardkit_sandbox.verdict.beside_driver import REPORT
from rewardkit_sandbox.verdict.reading import Declared, Reading
from rewardkit_sandbox.verdict.sites import Style, rewrite


def read(text: str, *lines: Any, style: Style = "assert") -> Reading:
    """The reading of a report that has these lines."""
    files = (("test_a.py", text),)
    data = b"\n".join(json.dumps(line).encode() for line in lines)
    run = RunResult(Outcome.OK, files={REPORT: data})
    return Reading(rewrite(files, style), Declared(files, style), run)


END = ["end", 0, True, ""]


def test_a_right_value_passes_its_statement() -> None:
    found = read("assert f(1) == 2\nassert f(2) == 3", ["value", 0, 2, ""], END)
    assert found.rows() == (("line 1", True), ("line 2", False))
    assert found.trusted() == 1


@pytest.mark.parametrize(
    "line",
    [
        ["seen", 0, True, ""], ["truth", 0, True, ""], ["value", 0, 3, ""], ["value", 1, 2, ""],
        ["value", "0", 2, ""], ["value", True, 2, ""], ["value", -1, 2, ""], ["value", 0], [], 7,
        None, {"value": 0}, ["unsendable", 0, "x", ""], ["value", 0, {"$set": [[1]]}, ""],
        ["value", 0, {"$int": "z"}, ""], ["test", 0, "passed", ""], ["identity", 0, 2, ""],
    ],
)  # fmt: skip
def test_nothing_else_does(line: Any) -> None:
    found = read("assert f(1) == 2", line, END)
    assert not any(good for _, good in found.rows())
    assert found.trusted() == 0


def test_one_wrong_value_undoes_a_right_one() -> None:
    found = read("assert f(1) == 2", ["value", 0, 2, ""], ["value", 0, 3, ""], END)
    assert found.rows() == (("line 1", False),)


def test_a_report_without_an_end_has_a_row_that_fails() -> None:
    assert read("assert f(1) == 2", ["value", 0, 2, ""]).rows()[-1] == (
        "the end of the tests", False,
    )  # fmt: skip


TABLE = "for a, want in [(1, 2), (2, 3)]:\n assert f(a) == want"


def test_every_row_of_a_table_needs_its_own_value() -> None:
    both = read(TABLE, ["value", 0, 2, "", 0], ["value", 0, 3, "", 1], END)
    assert both.rows() == (("line 2", True),)
    one = read(TABLE, ["value", 0, 2, "", 0], ["value", 0, 2, "", 0], END)
    assert one.rows() == (("line 2", False),)
    other = read(TABLE, ["value", 0, 2, "", 0], ["value", 0, 3, "", 7], END)
    assert other.rows() == (("line 2", False),)


RAISES = "with raises(KeyError):\n f(1)"


@pytest.mark.parametrize(
    ("names", "good"),
    [
        ([["KeyError"], ["LookupError"], ["Exception"]], True),
        ([["Odd"], ["KeyError"]], True),
        ([["ValueError"], ["Exception"]], False),
        ([["Odd", "OddName"], ["Exception"]], False),
        ([["KeyError"], ["ValueError"]], True),
        ([["KeyError"], ["ValueError"], ["TypeError"]], False),
        ([], False),
        ("KeyError", False),
        (None, False),
    ],
)
def test_an_exception_passes_by_its_classes_unless_it_is_of_every_kind(
    names: Any, good: bool
) -> None:
    assert read(RAISES, ["raised", 0, [names, ""], ""], END).rows() == (("line 1", good),)


def test_an_exception_with_several_names_is_one() -> None:
    text = "with raises(OSError):\n f(1)"
    names = [["OSError", "IOError", "EnvironmentError"], ["Exception"]]
    assert read(text, ["raised", 0, [names, ""], ""], END).rows() == (("line 1", True),)


@pytest.mark.parametrize(
    "text",
    [
        "from m import Rational as R\nassert sum([R(1, 4)] * 4) == 1",
        "import m\nassert m.Rational.of('1/2') * 2 == 1",
        "import m\nR = m.Rational\nassert R(1) == 1",
        "from m import Rational, half\nassert half() + half() == 1",
        "from m import rational as Rational\nassert Rational(1) == 1",
    ],
)
def test_a_class_that_the_tests_name_in_any_way_may_decide_its_own_equality(text: str) -> None:
    found = read(text, ["unsendable", 0, "no value of Rational", "", None], END)
    assert found.shown == {0}
    assert read("assert half() == 1", ["unsendable", 0, "Rational", "", None], END).shown == set()


PYTEST = """
import pytest
def test_one():
    assert f(1) == 2
class TestMore:
    def test_two(self):
        assert f(2) == 3
    @unittest.skip("later")
    def test_method(self):
        assert f(4) == 5
@pytest.mark.skip
def test_marked():
    assert f(3) == 4
"""


def test_a_test_that_is_not_reported_has_failed() -> None:
    found = read(
        PYTEST,
        ["value", 0, 2, "test_a.py::test_one"],
        ["test", 0, "passed", "test_a.py::test_one"],
        ["test", 0, "skipped", "test_a.py::test_marked"],
        ["test", 0, "left", "test_a.py::TestMore::test_method"],
        style="pytest",
    )
    assert found.rows() == (("test_a.py::test_one", True), ("test_a.py::TestMore.test_two", False))


@pytest.mark.parametrize(
    "lines",
    [
        [["test", 0, "passed", "test_a.py::test_one"]],
        [["value", 0, 2, "test_a.py::test_one"]],
        [["value", 0, 2, "elsewhere"], ["test", 0, "passed", "test_a.py::test_one"]],
        [["value", 0, 2, "test_a.py::test_one"], ["test", 0, "skipped", "test_a.py::test_one"]],
        [
            ["value", 0, 2, "test_a.py::test_one"],
            ["test", 0, "failed", "test_a.py::test_one"],
            ["test", 0, "passed", "test_a.py::test_one"],
        ],
    ],
)
def test_a_pass_needs_both_the_word_and_the_value(lines: list[Any]) -> None:
    found = read(PYTEST, *lines, style="pytest")
    assert dict(found.rows()).get("test_a.py::test_one") is not True


def test_a_test_left_while_it_runs_needs_a_mark_in_the_text() -> None:
    left = [["test", 0, "left", f"test_a.py::{name}"] for name in ("test_one", "test_marked")]
    rows = dict(read(PYTEST, *left, style="pytest").rows())
    assert rows["test_a.py::test_one"] is False
    assert "test_a.py::test_marked" not in rows


def test_only_marks_in_the_text_can_leave_out_every_test() -> None:
    skipping = "def test_a():\n pytest.skip('later')\n assert f(1) == 2"
    marked = "import pytest\npytestmark = pytest.mark.skip\ndef test_a():\n assert f(1) == 2"
    assert not Declared((("test_a.py", skipping),), "pytest").all_marked
    assert Declared((("test_a.py", marked),), "pytest").all_marked


def test_an_inherited_test_is_the_one_of_its_base() -> None:
    text = "class Base:\n def test_a(self): assert f(1) == 2\nclass TestB(Base): pass"
    declared = Declared((("test_a.py", text),), "pytest")
    assert declared.declared == ["test_a.py::TestB.test_a"]
    assert declared.lexical("test_a.py::TestB::test_a[x]") == "test_a.py::Base.test_a"


junk = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.text(max_size=6) | st.floats(),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=10,
)
kinds = st.sampled_from(["value", "seen", "truth", "identity", "raised", "test", "end", "object"])


@given(st.lists(junk | st.tuples(kinds, junk, junk, junk, junk, junk), max_size=6))
def test_no_report_breaks_the_judge(lines: list[Any]) -> None:
    for style, text in (("assert", TABLE), ("pytest", PYTEST)):
        found = read(text, *lines, style=style)  # type: ignore[arg-type]
        found.rows()
        found.undecided()
        assert found.trusted() >= 0


@given(st.binary(max_size=200))
def test_no_bytes_break_the_judge(data: bytes) -> None:
    files = (("tests.py", TABLE),)
    run = RunResult(Outcome.OK, files={REPORT: data})
    found = Reading(rewrite(files, "assert"), Declared(files, "assert"), run)
    assert not any(good for _, good in found.rows())


def test_a_fixture_is_no_test_whatever_its_name() -> None:
    text = "@pytest.fixture\ndef test_client(): return 1\ndef test_a(): assert f(1) == 2"
    assert Declared((("t.py", text),), "pytest").declared == ["t.py::test_a"]


def test_an_alias_with_a_capital_names_a_class() -> None:
    found = read(
        "from m import vec as V\nassert V(1) == 1", ["unsendable", 0, "vec", "", None], END
    )
    assert found.shown == {0}
