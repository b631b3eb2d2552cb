from __future__ import annotations

import pytest

from rewardkit_sandbox import Limits, Outcome, PooledSandbox, Program
from rewardkit_sandbox.verdict.oracle import Suite, check

ADD = Program("def add(a, b): return a + b")


def test_every_assert_counts(sandbox: PooledSandbox, oracle: PooledSandbox) -> None:
    code = """
def check(candidate):
    assert candidate(1, 2) == 3
    assert candidate(1, 2) == 4
    for n in range(3):
        assert candidate(n, n) == 2 * n
    if candidate(0, 0) == 1:
        assert candidate(5, 5) == 10
"""
    found = check(sandbox, oracle, ADD, Suite(code, ("add",)))
    assert (found.outcome, found.passed, found.total) == (Outcome.OK, 2, 4)
    assert found.rows == (
        ("line 3", True), ("line 4", False), ("line 6", True), ("line 8", False),
    )  # fmt: skip


def test_names_that_nobody_defines_are_the_submission(
    sandbox: PooledSandbox, oracle: PooledSandbox
) -> None:
    found = check(sandbox, oracle, ADD, Suite("assert add(1, 2) == 3\nassert add(2, b=2) == 4"))
    assert (found.passed, found.total) == (2, 2)


def test_methods_of_a_class_can_be_tested(sandbox: PooledSandbox, oracle: PooledSandbox) -> None:
    program = Program("class Solution:\n    def add(self, a, b): return a + b")
    found = check(sandbox, oracle, program, Suite("assert Solution().add(1, 2) == 3"))
    assert (found.passed, found.total) == (1, 1)


def test_unittest_methods_count_and_a_skip_is_no_pass(
    sandbox: PooledSandbox, oracle: PooledSandbox
) -> None:
    code = """
import unittest
class TestAdd(unittest.TestCase):
    def test_good(self): self.assertEqual(add(1, 2), 3)
    def test_bad(self): self.assertEqual(add(1, 2), 4)
    def test_raises(self):
        with self.assertRaises(TypeError): add(1, "x")
    @unittest.skip("later")
    def test_skipped(self): pass
"""
    found = check(sandbox, oracle, ADD, Suite(code, ("add",), "unittest"))
    assert dict(found.rows) == {
        "TestAdd.test_bad": False, "TestAdd.test_good": True,
        "TestAdd.test_raises": True, "TestAdd.test_skipped": False,
    }  # fmt: skip


@pytest.mark.parametrize(
    "name", ["SystemExit", "KeyboardInterrupt", "unittest.SkipTest", "StopIteration"]
)
def test_an_exception_with_a_meaning_to_test_runners_loses_it(
    name: str, sandbox: PooledSandbox, oracle: PooledSandbox
) -> None:
    program = Program(f"import unittest\ndef add(a, b): raise {name}()")
    found = check(sandbox, oracle, program, Suite("assert add(1, 2) == 3", ("add",)))
    assert (found.passed, found.total) == (0, 1)
    assert found.outcome is Outcome.RUNTIME_ERROR


def test_an_endless_submission_ends(sandbox: PooledSandbox, oracle: PooledSandbox) -> None:
    program = Program("def add(a, b):\n    while True: pass")
    code = "\n".join(["assert add(1, 2) == 3"] * 50)
    found = check(sandbox, oracle, program, Suite(code, ("add",)), Limits(wall_s=0.3))
    assert (found.outcome, found.passed, found.total) == (Outcome.TIMEOUT, 0, 50)


def test_tests_that_cannot_run_are_our_trouble(
    sandbox: PooledSandbox, oracle: PooledSandbox
) -> None:
    found = check(sandbox, oracle, ADD, Suite("assert ("))
    assert found.outcome is Outcome.SANDBOX_ERROR
    assert "SyntaxError" in found.detail


def test_the_tests_need_a_sandbox_of_their_own(sandbox: PooledSandbox) -> None:
    with pytest.raises(ValueError, match="a sandbox of their own"):
        check(sandbox, sandbox, ADD, Suite("assert add(1, 2) == 3"))


LIAR = """
class Liar:
    def __eq__(self, other): return True
    __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __contains__ = lambda *words: True
    def __sub__(self, other): return 0
    __rsub__ = __abs__ = __sub__
    def __len__(self): return 3
    def __getitem__(self, key): return 3
    def __iter__(self): return iter([1, 2, 3])
    def __hash__(self): return hash(3)
def add(a, b): return Liar()
"""


@pytest.mark.parametrize(
    "test",
    [
        "add(1, 2) == 3", "3 == add(1, 2)", "not add(1, 2) != 3", "abs(add(1, 2) - 3) < 1e-6",
        "len(add(1, 2)) == 3", "add(1, 2)[0] == 3", "3 in add(1, 2)", "add(1, 2) in {3: 1}",
        "list(add(1, 2)) == [1, 2, 3]", "add(1, 2) > 0", "sorted(add(1, 2)) == [1, 2, 3]",
        "isinstance(add(1, 2), int)", "str(add(1, 2)) == '3'", "add(1, 2).__class__ is int",
    ],
)  # fmt: skip
def test_an_object_passes_for_nothing_but_itself(
    test: str, sandbox: PooledSandbox, oracle: PooledSandbox
) -> None:
    found = check(sandbox, oracle, Program(LIAR), Suite(f"assert {test}", ("add",)))
    assert (found.passed, found.total) == (0, 1)


def test_an_object_that_a_test_makes_keeps_its_state_and_its_methods(
    sandbox: PooledSandbox, oracle: PooledSandbox
) -> None:
    program = Program("""
class Full(Exception): pass
class Shelf:
    def __init__(self, room): self.books, self.room, self.next = [], room, None
    def put(self, book):
        if len(self.books) == self.room: raise Full(f"only {self.room}")
        self.books.append(book)
        return self
    def __len__(self): return len(self.books)
    def __iter__(self): return iter(self.books)
    def __contains__(self, book): return book in self.books
def joined(one, other):
    one.next = other
    return one
""")
    code = """
shelf, other = Shelf(2), Shelf(1)
assert shelf.put("a").put("b") == shelf
assert len(shelf) == 2 and list(shelf) == ["a", "b"] and "a" in shelf and "c" not in shelf
assert len(other) == 0 and shelf != other
try:
    shelf.put("c")
    assert False
except Full as error:
    assert str(error) == "only 2"
assert joined(shelf, other).next == other
assert shelf.books == ["a", "b"]
"""
    found = check(sandbox, oracle, program, Suite(code))
    assert (found.passed, found.total) == (7, 7), found


def test_what_a_call_prints_can_be_captured_and_what_it_changes_is_seen(
    sandbox: PooledSandbox, oracle: PooledSandbox
) -> None:
    program = Program("def tidy(names, seen):\n    print('tidying')\n    names.sort(); seen.add(1)")
    code = """
import contextlib, io
names, seen = ["b", "a"], set()
with contextlib.redirect_stdout(io.StringIO()) as said:
    assert tidy(names, seen) is None
assert said.getvalue() == "tidying\\n"
assert names == ["a", "b"] and seen == {1}
"""
    found = check(sandbox, oracle, program, Suite(code))
    assert (found.passed, found.total) == (3, 3), found


def test_only_a_call_that_answers_none_changes_its_arguments(
    sandbox: PooledSandbox, oracle: PooledSandbox
) -> None:
    program = Program("def order(xs):\n    xs.clear()\n    return xs")
    found = check(sandbox, oracle, program, Suite("xs = [2, 1]\nassert order(xs) == sorted(xs)"))
    assert (found.passed, found.total) == (0, 1)


@pytest.mark.parametrize("end", ["os._exit(0)", "sys.exit(0)", "os.kill(os.getpid(), 9)"])
def test_an_end_of_the_submission_is_no_error_that_tests_may_foresee(
    end: str, sandbox: PooledSandbox, oracle: PooledSandbox
) -> None:
    program = Program(f"import os, sys\ndef add(a, b): {end}")
    code = "try:\n    add(1, 2)\n    assert False\nexcept Exception:\n    pass"
    assert check(sandbox, oracle, program, Suite(code)).passed == 0


def test_an_argument_that_cannot_be_sent_is_the_fault_of_the_tests(
    sandbox: PooledSandbox, oracle: PooledSandbox
) -> None:
    code = "assert add(lambda: 1, 2) == 3\nassert add(1, 2) == 3"
    found = check(sandbox, oracle, ADD, Suite(code, ("add",)))
    assert found.detail == "CannotAsk: an argument of add: a function cannot be sent by value"
