"""Conditions under which a test fails itself."""

from __future__ import annotations

import ast

import pytest

from rewardkit_sandbox import PooledSandbox
from rewardkit_sandbox.verdict.beside import Beside, check_beside
from rewardkit_sandbox.verdict.failing import as_assertions
from rewardkit_sandbox.verdict.sites import rewrite


def written(text: str) -> str:
    tree = ast.parse(text)
    as_assertions(tree)
    return ast.unparse(ast.fix_missing_locations(tree))


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("if f(1) != 2: pytest.fail('no')", "assert f(1) == 2, 'no'"),
        ("if not f(1): self.fail()", "assert f(1)"),
        ("if f(1) < 2: raise AssertionError", "assert not f(1) < 2"),
        ("if f(1) is None: raise AssertionError('no')", "assert f(1) is not None, 'no'"),
        ("if 3 not in f(1): assert False, 'no'", "assert 3 in f(1), 'no'"),
        ("if f(1) != 2 or f(2) != 3: fail()", "assert f(1) == 2 and f(2) == 3"),
        ("if f(1) != 2:\n fail()\nelse:\n g()", "assert f(1) == 2\ng()"),
        ("if a:\n fail()\nelif b != 1:\n fail()", "assert not a\nassert b == 1"),
    ],
)
def test_a_condition_that_only_fails_is_an_assertion(text: str, made: str) -> None:
    assert written(text) == made


@pytest.mark.parametrize(
    "text",
    [
        "if f(1) != 2:\n    raise ValueError('no')",
        "if f(1) != 2:\n    g()\n    pytest.fail('no')",
        "if f(1) != 2:\n    job.fail()",
        "if f(1) != 2:\n    assert g(1)",
        "try:\n    if f(1) != 2:\n        pytest.fail('no')\nexcept Exception:\n    g()",
    ],
)
def test_any_other_condition_stays_what_it_is(text: str) -> None:
    assert written(text) == text


def test_what_such_a_helper_expects_is_held_back() -> None:
    text = "def same(got, want):\n if got != want: raise AssertionError(got)\nsame(f(1), 8675309)"
    found = rewrite((("tests.py", text),))
    assert "8675309" not in found.files["tests.py"]
    assert found.values == (8675309,)


def test_a_suite_of_such_helpers_is_judged(sandbox: PooledSandbox) -> None:
    tests = Beside.of(
        "def same(got, want):\n if got != want: raise AssertionError(got)\nsame(f(), 3)"
    )
    good = check_beside(sandbox, "def f(): return 3", tests)
    assert good.trusted
    assert all(passed for _, passed in good.rows)
    wrong = check_beside(sandbox, "def f(): return 4", tests)
    assert not wrong.empty
    assert not all(passed for _, passed in wrong.rows)
