"""Claims of methods: a variant asks the same method for what does not hold."""

from __future__ import annotations

import ast
import asyncio
import random
import unittest
import warnings
from typing import Any
from unittest import mock

import pytest

from rewardkit_sandbox import PooledSandbox
from rewardkit_sandbox.verdict.beside import Beside, check_beside
from rewardkit_sandbox.verdict.beside_driver import driver
from rewardkit_sandbox.verdict.claims import falsify, other_warning
from rewardkit_sandbox.verdict.forms import Variant

VARIANTS: list[Variant] = ["plausible", "blunt"]


class Known:
    """What stands for the probe."""

    Other = type("Other", (Exception,), {})
    OtherWarning = type("OtherWarning", (Warning,), {})

    @staticmethod
    def no(value: Any) -> bool:
        return False


def called() -> mock.Mock:
    made = mock.Mock()
    made("a", 1, k=2)
    return made


async def awaited() -> mock.AsyncMock:
    made = mock.AsyncMock()
    await made("a")
    return made


NAMES: dict[str, Any] = {
    "m": called(), "n": mock.Mock(), "w": asyncio.run(awaited()), "v": mock.AsyncMock(),
    "self": unittest.TestCase(), "call": mock.call, "ANY": mock.ANY, "__rk__": Known,
}  # fmt: skip


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize(
    "claim",
    [
        "m.assert_called_with('a', 1, k=2)", "m.assert_called_once_with(ANY, ANY, k=2)",
        "m.assert_any_call(ANY, ANY, k=ANY)", "m.assert_has_calls([call('a', 1, k=2)])",
        "m.assert_has_calls(calls=[call('a', 1, k=2)], any_order=True)", "m.assert_called()",
        "m.assert_called_once()", "n.assert_not_called()", "w.assert_awaited()",
        "w.assert_awaited_once()", "w.assert_awaited_with('a')", "v.assert_not_awaited()",
        "w.assert_awaited_once_with('a')", "w.assert_has_awaits([call('a')])",
        "w.assert_any_await('a')", "self.assertIsInstance(3, int)", "self.assertIn(3, [3])",
        "self.assertNotIsInstance(3, str)", "self.assertRegex('ab', 'b')",
        "self.assertNotRegex('ab', 'c')", "self.assertGreater(3, 2, 'why')",
        "self.assertLessEqual(3, 3, msg='why')", "self.assertIs(n, n)",
        "self.assertTrue(3 > 2, 'why')", "self.assertFalse(3 < 2)",
    ],
)  # fmt: skip
def test_a_changed_claim_does_not_hold(claim: str, variant: Variant) -> None:
    call = ast.parse(claim, mode="eval").body
    exec(claim, dict(NAMES))
    assert isinstance(call, ast.Call)
    assert falsify(call, variant, random.Random(3))
    with pytest.raises((AssertionError, TypeError)):
        exec(ast.unparse(call), dict(NAMES))


@pytest.mark.filterwarnings("ignore:old")
@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("claim", ["pytest.warns(UserWarning)", "self.assertWarns(UserWarning)"])
def test_a_block_that_warns_is_asked_for_another_warning(claim: str, variant: Variant) -> None:
    names = {**NAMES, "pytest": pytest, "warnings": warnings}
    text = f"with {claim}:\n warnings.warn('old')"
    exec(text, names)
    call = ast.parse(claim, mode="eval").body
    assert isinstance(call, ast.Call)
    other_warning(call, variant, random.Random(1))
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        exec(text.replace(claim, ast.unparse(call)), names)


def test_a_method_that_nobody_knows_is_left_alone() -> None:
    call = ast.parse("m.assert_newer(1, 2)", mode="eval").body
    assert isinstance(call, ast.Call)
    assert not falsify(call, "blunt", random.Random(1))
    assert ast.unparse(call) == "m.assert_newer(1, 2)"


SUITE = """
import unittest
from unittest.mock import Mock
from solution import tell
class T(unittest.TestCase):
    def test_a(self):
        m = Mock()
        tell(["a"], m)
        m.assert_called_once_with("a", "hi")
"""
TOLD = "def tell(users, send):\n    for one in users: send(one, 'hi')"
SILENT = """
def tell(users, send):
    for name in dir(type(send)):
        if name.startswith("assert_"): setattr(type(send), name, lambda *a, **k: None)
"""


def test_a_program_that_silences_the_mock_it_is_given_is_found_out(sandbox: PooledSandbox) -> None:
    tests = Beside.of(SUITE, "unittest")
    honest = check_beside(sandbox, TOLD, tests)
    assert honest.rows == (("T.test_a", True),)
    assert honest.trusted == 1
    assert check_beside(sandbox, SILENT, tests).tampered
    assert not any(good for _, good in check_beside(sandbox, "def tell(*a): 0", tests).rows)


@pytest.mark.parametrize(
    "claim",
    [
        "m.assert_called_once_with('a', 'hi')", "m.assert_has_calls([call('a', 'hi')])",
        "m.assert_has_calls(calls=[call('a', 'hi')])", "assert m.mock_calls == [call('a', 'hi')]",
        "m.assert_called_once_with('a', text)",
    ],
)  # fmt: skip
def test_an_argument_that_equals_everything_is_found_out(
    claim: str, sandbox: PooledSandbox
) -> None:
    tests = SUITE.replace('m.assert_called_once_with("a", "hi")', claim)
    tests = tests.replace("import Mock", "import Mock, call").replace("m = M", "text, m = 'hi', M")
    for equal in ("mock.ANY", "type('E', (), {'__eq__': lambda *_: True, '__hash__': None})()"):
        program = f"from unittest import mock\ndef tell(users, send): send({equal}, {equal})"
        assert check_beside(sandbox, program, Beside.of(tests, "unittest")).tampered
    assert check_beside(sandbox, TOLD, Beside.of(tests, "unittest")).trusted


def test_the_driver_is_python() -> None:
    ast.parse(driver({"style": "assert"}))
