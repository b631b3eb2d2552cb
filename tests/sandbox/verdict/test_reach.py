"""Reach: which assertions a test that passes cannot have gone round."""

from __future__ import annotations

import ast

import pytest

from rewardkit_sandbox.verdict.reach import reached_for_sure


def sure(text: str, *filled: str) -> list[int]:
    """The lines of asserts that are reached in any case."""
    tree = ast.parse(text)
    found = reached_for_sure(tree, frozenset(filled))
    return [
        one.lineno for one in ast.walk(tree) if isinstance(one, ast.Assert) and id(one) in found
    ]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("assert a\nassert b", [1, 2]),
        ("if x:\n assert a\nassert b", [3]),
        ("while x:\n assert a\nassert b", [3]),
        ("try:\n assert a\nexcept E:\n pass\nassert b", [5]),
        ("for x in f():\n assert a\nassert b", [3]),
        ("for x in [1]:\n assert a\nassert b", [3, 2]),
        ("for x in []:\n assert a\nassert b", [3]),
        ("for x in [*y]:\n assert a", []),
        ("for x in range(3):\n assert a", [2]),
        ("for x in range(0):\n assert a", []),
        ("for x in range(n):\n assert a", []),
        ("for x, y in zip([1], [2]):\n assert a", [2]),
        ("for i, x in enumerate([1], 1):\n assert a", [2]),
        ("for k, v in {1: 2}.items():\n assert a", [2]),
        ("with f():\n assert a\nassert b", [3, 2]),
        ("with raises(E):\n g()\n assert a\nassert b", [4]),
        ("with suppress(E):\n assert a\nassert b", [3]),
        ("if x:\n sys.exit()\nassert b", []),
        ("def t():\n if x:\n  return\n assert a", []),
        ("def t():\n def inner():\n  return 1\n assert a", [4]),
        ("def helper():\n return 1\nassert a", [3]),
        ("def t():\n self.skipTest('x')\n assert a", []),
        ("def t():\n pytest.skip('x')\n assert a", []),
        ("for x in [1]:\n if y:\n  continue\n assert a", []),
    ],
)
def test_only_what_cannot_be_gone_round_is_sure(text: str, lines: list[int]) -> None:
    assert sorted(sure(text)) == sorted(lines)


def test_a_loop_over_a_table_known_to_have_rows_is_sure() -> None:
    text = "for x in CASES:\n assert a"
    assert sure(text) == []
    assert sure(text, "CASES") == [2]
