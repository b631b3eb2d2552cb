"""Tests beside the program: CPython's verdict, and what they expect stays outside."""

from __future__ import annotations

import pytest

from rewardkit_sandbox import Outcome, PooledSandbox
from rewardkit_sandbox.verdict.beside import Beside, check_beside, missing_import

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


# --- what must be able to fail ----------------------------------------------------------------
ALWAYS = "class A:\n def __eq__(self, o): return True\n __hash__ = None\n"
PLAUSIBLE = (
    "class A:\n def __eq__(self, o): return type(o) is int and 0 < o < 100\n __hash__ = None\n"
)
ECHO = """
import sys
def f(x):
    frame = sys._getframe(1)
    while frame:
        for name in ("want", "expected", "c"):
            found = frame.f_locals.get(name)
            if isinstance(found, tuple): return found[-1]
            if isinstance(found, int): return found
        frame = frame.f_back
"""
COMPUTED = "def ref(x): return 2 * x\nfor n in (1, 2, 3):\n assert f(n) == ref(n)"


@pytest.mark.parametrize("program", [ALWAYS, PLAUSIBLE])
def test_an_object_that_equals_what_it_is_shown_is_found_out(
    program: str, sandbox: PooledSandbox
) -> None:
    found = check_beside(sandbox, program + "def f(x): return A()", Beside.of(COMPUTED))
    assert found.tampered


def test_a_program_that_reads_the_tests_data_is_not_believed(sandbox: PooledSandbox) -> None:
    tests = "rows = [(1, 2), (2, 4)]\nfor c in rows:\n use(c)\n assert f(c[0]) == c[1]\n"
    found = check_beside(sandbox, ECHO + "def use(c): pass", Beside.of(tests))
    assert all(good for _, good in found.rows)
    assert found.trusted == 0
    honest = check_beside(sandbox, "def f(x): return 2 * x\ndef use(c): pass", Beside.of(tests))
    assert honest.trusted == 1


def test_an_honest_program_passes_computed_expectations(sandbox: PooledSandbox) -> None:
    found = check_beside(sandbox, "def f(x): return x + x", Beside.of(COMPUTED))
    assert (found.rows, found.trusted, found.tampered) == ((("line 3", True),), 1, False)


CLAIM = """
import builtins
def f(x):
    probe = type(builtins.__rk__)
    real = probe.say
    def say(self, kind, number, what, *more):
        if kind == "raised": what = [[["KeyError"]], ""]
        if kind == "test": what = "passed"
        return real(self, kind, number, what, *more)
    probe.say = say
    return 2 * x
"""


def test_an_exception_that_is_only_claimed_is_found_out(sandbox: PooledSandbox) -> None:
    tests = """
import unittest
class T(unittest.TestCase):
    def test_a(self): self.assertEqual(f(1), 2)
    def test_b(self):
        with self.assertRaises(KeyError): f(-1)
"""
    assert check_beside(sandbox, CLAIM, Beside.of(tests, "unittest")).tampered


def test_an_object_with_an_equality_of_its_own_may_equal_a_literal(sandbox: PooledSandbox) -> None:
    program = (
        "class Money:\n def __init__(self, n): self.n = n\n"
        " def __eq__(self, o): return self.n == getattr(o, 'n', o)\n"
        " def __add__(self, o): return Money(self.n + o.n)"
    )
    tests = Beside.of("assert Money(3) + Money(4) == 7\nassert (Money(1) + Money(1)).n == 2")
    found = check_beside(sandbox, program, tests)
    assert found.rows == (("line 1", True), ("line 2", True))
    lying = program.replace("return self.n == getattr(o, 'n', o)", "return True")
    assert check_beside(sandbox, lying, tests).tampered


@pytest.mark.parametrize(
    ("program", "test"),
    [
        ("import numpy as np\ndef f(): return np.array([1, 2])", "assert f() == [1, 2]"),
        ("def f(): return iter([1])", "assert f() == [1]"),
        ("def f(): return 1", "assert f() is True"),
        ("class ValueError(Exception): pass\ndef f(): raise ValueError",
         "import builtins, contextlib, pytest\nwith pytest.raises(builtins.ValueError): f()"),
        ("def f(): return float('nan')", "assert f() == float('nan')"),
    ],
)  # fmt: skip
def test_what_cpython_fails_is_failed(program: str, test: str, sandbox: PooledSandbox) -> None:
    found = check_beside(sandbox, program, Beside.of(test))
    assert not all(good for _, good in found.rows)


def test_a_text_without_an_assertion_judges_nobody(sandbox: PooledSandbox) -> None:
    assert check_beside(sandbox, ADD, Beside.of("add(1, 2)")).empty == "no assertion"
    assert check_beside(sandbox, ADD, Beside.of("add(1, 'x')")).empty == ""


def test_a_prelude_that_lacks_a_package_costs_only_that_statement(sandbox: PooledSandbox) -> None:
    prelude = "from math import *\nfrom no_such_package import *\ninf = float('inf')"
    tests = Beside.of("assert f() == float('inf')", prelude=prelude)
    assert check_beside(sandbox, "def f(): return ceil(0.5) * inf", tests).trusted == 1
    assert "no_such_package" in missing_import(sandbox, tests)


SAME = """
import unittest
class T(unittest.TestCase):
    def test_a(self):
        self.assertIsInstance(make([]), Node)
        self.assertEqual(make([1]), Node(1))
"""
NODE = """
class Node:
    def __init__(self, *a): self.a = a
    def __eq__(self, other): return type(other) is Node and self.a == other.a
def make(xs): return Node(*xs)
"""


def test_each_assertion_of_a_test_has_to_notice_its_change(sandbox: PooledSandbox) -> None:
    tests = Beside.of(SAME, "unittest")
    assert check_beside(sandbox, NODE, tests).trusted == 1
    lying = NODE.replace("type(other) is Node and self.a == other.a", "True")
    assert check_beside(sandbox, lying, tests).tampered


def test_what_stands_after_an_emptied_block_may_hold(sandbox: PooledSandbox) -> None:
    tests = """
import unittest
from unittest.mock import Mock
class T(unittest.TestCase):
    def test_a(self):
        step = Mock(side_effect=ValueError)
        self.assertRaises(ValueError, run, step)
        step.assert_called_once()
"""
    found = check_beside(sandbox, "def run(step): return step()", Beside.of(tests, "unittest"))
    assert (found.tampered, found.trusted) == (False, 1)


def test_an_assertion_that_cleans_up_is_no_assertion_of_the_test(sandbox: PooledSandbox) -> None:
    tests = """
import unittest
class T(unittest.TestCase):
    def tearDown(self):
        self.assertIsInstance(self.made, int)
    def test_a(self):
        self.made = f(1)
        self.assertEqual(self.made, 2)
"""
    found = check_beside(sandbox, "def f(x): return 2 * x", Beside.of(tests, "unittest"))
    assert (found.tampered, found.trusted) == (False, 1)
