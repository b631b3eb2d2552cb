"""Tests beside the program: CPython's verdict, and what they expect stays outside."""

from __future__ import annotations

import pytest

from rewardkit_sandbox import Outcome, PooledSandbox
from rewardkit_sandbox.verdict.beside import Beside, check_beside

ADD = "def add(a, b): return a + b"


def test_an_assert_that_is_not_reached_does_not_fail(sandbox: PooledSandbox) -> None:
    tests = "for n in (1, 2):\n if n < 0:\n  assert add(n, n) == 0\n else:\n  assert add(0, 1) == 1"
    found = check_beside(sandbox, ADD, Beside.of(tests))
    assert found.rows == (("line 5", True),)
    assert found.trusted == 1


@pytest.mark.parametrize(
    "program",
    [
        "import os\nos._exit(0)",
        "class A:\n def __eq__(self, o): return True\n __hash__ = None\ndef add(a, b): return A()",
        "def add(a, b): raise SystemExit(0)",
    ],
)
def test_a_program_that_gives_no_answer_passes_nothing(
    program: str, sandbox: PooledSandbox
) -> None:
    tests = Beside.of("assert add(1, 2) == 3\nassert add(2, 2) == 4")
    found = check_beside(sandbox, program, tests)
    assert not any(good for _, good in found.rows)


def test_an_object_that_equals_everything_is_found_out(sandbox: PooledSandbox) -> None:
    program = (
        "class A:\n def __eq__(self, o): return True\n __hash__ = None\ndef add(a, b): return A()"
    )
    found = check_beside(sandbox, program, Beside.of("assert add(1, 2) == add(2, 1)"))
    assert found.tampered


def test_objects_of_the_submission_are_what_they_are(sandbox: PooledSandbox) -> None:
    program = "class E(ValueError): pass\ndef go(x):\n    if x < 0: raise E(x)\n    return x"
    tests = """
import unittest
class T(unittest.TestCase):
    def test_a(self):
        with self.assertRaises(ValueError):
            go(-1)
    def test_b(self):
        self.assertEqual(go(3), 3)
"""
    found = check_beside(sandbox, program, Beside.of(tests, "unittest"))
    assert found.outcome is Outcome.OK
    assert found.rows == (("T.test_a", True), ("T.test_b", True))
    assert found.trusted == 2
