"""code/asserts and code/pytest: tests that are code, beside the submission."""

# ruff: noqa: E501 - a row of a table is one line

from __future__ import annotations

from typing import Any

import pytest

from rewardkit import get
from rewardkit.errors import RewardkitError
from rewardkit_sandbox import PooledSandbox
from rewardkit_sandbox.verdict import beside
from rewardkit_verifiers.code.asserts import asserts
from rewardkit_verifiers.code.lib.columns import BadTests
from rewardkit_verifiers.code.lib.pytest_files import checked_files
from rewardkit_verifiers.code.pytest import pytest as pytest_reward

ADD = "def add(a, b):\n    return a + b"
WRONG = "def add(a, b):\n    return 3"
CHECKS = "assert add(1, 2) == 3\nassert add(2, 2) == 4"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Every question that is asked of a submission."""
    seen: list[Any] = []
    before = beside.check_beside

    def watched(*words: Any, **how: Any) -> Any:
        seen.append(words)
        return before(*words, **how)

    monkeypatch.setattr(beside, "check_beside", watched)
    return seen


def test_equal_questions_are_asked_once(asked: list[Any]) -> None:
    rows = [{"completion": ADD, "tests": CHECKS}] * 5 + [{"completion": WRONG, "tests": CHECKS}] * 5
    found = asserts(backend="local", score="fraction").score_many(rows)
    assert [one.value for one in found] == [1.0] * 5 + [0.5] * 5
    assert len(asked) == 2


def test_what_asserts_expect_never_enters_the_sandbox(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Any] = []
    before = PooledSandbox.do

    def watched(self: PooledSandbox, job: Any) -> Any:
        seen.append(job)
        return before(self, job)

    monkeypatch.setattr(PooledSandbox, "do", watched)
    tests = "assert add(1, 2) == 3\nassert add('secret', 'word') == 'secretword'"
    assert asserts(backend="local").score(completion=ADD, tests=tests).value == 1.0
    assert len(seen) == 1
    assert "secretword" not in repr(seen)


def test_every_assert_counts_and_the_first_that_fails_is_named(backend: str) -> None:
    found = asserts.configured(backend=backend, score="fraction").score(
        completion=WRONG, tests=CHECKS
    )
    assert (found.value, found.reason) == (0.5, "wrong_answer")
    assert found.detail == "1 of 2 tests passed; line 2"


def test_a_prompt_is_continued_only_where_it_is_asked_for() -> None:
    row = {
        "prompt": "def add(a, b):\n",
        "completion": "    return a + b",
        "test": f"def check(add):\n    {CHECKS.splitlines()[0]}",
        "entry_point": "add",
    }
    assert asserts(backend="local", continues=True).score(**row).value == 1.0
    assert asserts(backend="local", continues=False).score(**row).status == "unparsed"
    chat = {**row, "completion": f"```python\n{ADD}\n```"}
    assert asserts(backend="local", continues=True).score(**chat).value == 1.0


def test_tests_that_break_by_themselves_are_our_error_and_not_the_submissions() -> None:
    found = asserts(backend="local").score(
        completion=ADD, tests="import no_such_module\nassert add(1, 2) == 3"
    )
    assert (found.value, found.reason) == (None, "bad_tests")
    hostile = asserts(backend="local").score(
        completion="import no_such_module", tests="assert add(1, 2) == 3"
    )
    assert (hostile.value, hostile.reason) == (0.0, "runtime_error")


# --- pytest ---------------------------------------------------------------------------------
TEST = "from solution import add\n\ndef test_add():\n    assert add(1, 2) == 3\n"


def files(**texts: str) -> dict[str, Any]:
    return {"test_files": {f"{name}.py": text for name, text in texts.items()}}


def test_files_beside_each_other_all_count() -> None:
    both = files(test_a=TEST, test_b=TEST.replace("== 3", "== 4"))
    found = pytest_reward(backend="local", score="fraction").score(completion=ADD, **both)
    assert found.value == 0.5


def test_marks_of_the_tests_own_do_not_count_and_skips_while_running_fail() -> None:
    marked = (
        "import pytest\nfrom solution import add\n\n"
        "@pytest.mark.xfail\ndef test_x():\n    assert add(1, 2) == 4\n\n"
        "@pytest.mark.skipif(True, reason='no')\ndef test_s():\n    assert False\n\n"
    )
    reward = pytest_reward(backend="local")
    good = "def test_g():\n    assert add(1, 2) == 3\n"
    assert reward.score(completion=ADD, **files(test_a=marked + good)).value == 1.0
    late = "def test_l():\n    if add(1, 2):\n        pytest.skip('late')\n"
    assert reward.score(completion=ADD, **files(test_a=marked + late)).value == 0.0
    assert reward.score(completion=ADD, **files(test_a=marked)).reason == "bad_tests"


def test_a_conftest_and_a_folder_are_files_like_others() -> None:
    data = {
        "test_files": {
            "conftest.py": "import pytest\n\n@pytest.fixture\ndef three():\n    return 3\n",
            "deep/test_a.py": "from solution import add\n\ndef test_a(three):\n    assert add(1, 2) == three\n",
        }
    }  # fmt: skip
    assert pytest_reward(backend="local").score(completion=ADD, **data).value == 1.0


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"test_a.py": "def"}, "test_a.py is not Python"),
        ({"test_a.py": "def test(): pass"}, "no file imports 'solution'"),
        ({"solution.py": "import solution"}, "'solution.py' is the submission's own file"),
        ({"../a.py": TEST}, "'../a.py' is no path inside a folder"),
    ],
)
def test_files_that_cannot_be_used_say_why(data: dict[str, str], message: str) -> None:
    with pytest.raises(BadTests, match=message):
        checked_files(data, "solution")


def test_a_row_without_files_says_which_columns_are_looked_at() -> None:
    found = pytest_reward.score(completion=ADD)
    assert (found.value, found.reason) == (None, "bad_tests")
    assert "no test files in the columns test_files, tests" in found.detail


def test_a_module_must_have_a_name() -> None:
    with pytest.raises(Exception, match="module='a b' is no name of a module"):
        pytest_reward(module="a b")


SHOP = """
import os, time

class Full(Exception):
    def __init__(self, room):
        super().__init__(f"only {room}")
        self.room = room

class Shelf:
    def __init__(self, room): self.books, self.room = [], room
    def put(self, book):
        if len(self.books) == self.room: raise Full(self.room)
        self.books.append(book)
        print("put", book)
    def __eq__(self, other): return isinstance(other, Shelf) and self.books == other.books

def home(): return os.environ.get("SHOP")
def now(): return int(time.time())
def ask(): return input("? ").upper()
"""
SHOP_TESTS = {
    "conftest.py": "import pytest\nfrom solution import Shelf\n\n"
    "@pytest.fixture\ndef shelf():\n    made = Shelf(1)\n    yield made\n    made.books.clear()\n",
    "test_shop.py": """
import pytest
import solution
from unittest.mock import patch
from solution import Full, Shelf

class TestShelf:
    def test_state(self, shelf, capsys):
        shelf.put("a")
        assert shelf.books == ["a"]
        assert capsys.readouterr().out == "put a\\n"
    def test_full(self, shelf):
        shelf.put("a")
        with pytest.raises(Full, match="only 1") as caught:
            shelf.put("b")
        assert caught.value.room == 1
    def test_equal(self):
        assert Shelf(1) == Shelf(2)

def test_patches(monkeypatch, tmp_path):
    monkeypatch.setenv("SHOP", str(tmp_path))
    assert solution.home() == str(tmp_path)
    monkeypatch.setattr(solution.time, "time", lambda: 7.9)
    assert solution.now() == 7
    with patch("builtins.input", return_value="yes") as asked:
        assert solution.ask() == "YES"
        asked.assert_called_once_with("? ")

@pytest.mark.parametrize("room, books", [(1, ["a"]), pytest.param(2, ["a", "b"], id="two")])
def test_rooms(room, books):
    made = Shelf(room)
    for book in "ab"[:room]:
        made.put(book)
    assert made.books == books
    assert len(made.books) == pytest.approx(room)
""",
}


def test_objects_patches_fixtures_and_exceptions_work_as_in_cpython(backend: str) -> None:
    found = pytest_reward.configured(backend=backend, score="fraction").score(
        completion=SHOP, test_files=SHOP_TESTS
    )
    assert found.value == 1.0, found.detail


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('print("put", book)', "pass"),
        ("only {room}", "just {room}"),
        ("self.room = room\n\n", "self.room = 0\n\n"),
        ("class Full(Exception)", "class Full(KeyError, ValueError, TypeError)"),
        ("int(time.time())", "5"),
        (".upper()", ""),
        ('input("? ")', 'input("?")'),
    ],
)
def test_a_program_that_cpython_fails_is_failed(old: str, new: str) -> None:
    assert old in SHOP
    found = pytest_reward(backend="local").score(
        completion=SHOP.replace(old, new), test_files=SHOP_TESTS
    )
    assert (found.value, found.status) == (0.0, "ok")


def test_tests_that_nobody_can_fail_judge_nobody() -> None:
    found = asserts(backend="local").score(completion=ADD, tests="add(1, 2)")
    assert (found.value, found.reason) == (None, "unguarded_tests")
    broken = asserts(backend="local").score(completion="def add(a): pass", tests="add(1, 2)")
    assert (broken.value, broken.status) == (0.0, "ok")


def test_what_the_prompt_imports_and_the_sandbox_lacks_is_named() -> None:
    row = {"prompt": "from no_such_package import sort", "tests": "assert add([2, 1]) == [1, 2]"}
    found = asserts(backend="local").score(completion="def add(a): return sort(a)", **row)
    assert (found.value, found.reason) == (None, "bad_tests")
    assert "no_such_package" in found.detail
    right = asserts(backend="local").score(completion="def add(a): return sorted(a)", **row)
    assert right.value == 1.0


@pytest.mark.parametrize("name", ["code/asserts", "code/pytest"])
def test_what_is_said_of_the_sandbox_reaches_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Any] = []
    before = PooledSandbox.do

    def watched(self: PooledSandbox, job: Any) -> Any:
        seen.append(job.limits)
        return before(self, job)

    monkeypatch.setattr(PooledSandbox, "do", watched)
    reward = get(name, backend="local", sandbox={"total_s": 3, "disk_mb": 5, "pids": 9})
    assert reward.score(completion=ADD, tests=TEST if name == "code/pytest" else CHECKS).value == 1
    assert {(one.wall_s, one.disk_mb, one.pids) for one in seen} == {(3, 5, 9)}
    with pytest.raises(RewardkitError, match="unknown setting 'wal_s'"):
        get(name, sandbox={"wal_s": 3})
