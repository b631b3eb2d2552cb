from __future__ import annotations

import pytest
from rewardkit_sandbox import Limits, Outcome, PooledSandbox, Program
from rewardkit_sandbox.oracle import Suite, check

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


@pytest.mark.parametrize("name", ["SystemExit", "KeyboardInterrupt", "unittest.SkipTest", "StopIteration"])
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
