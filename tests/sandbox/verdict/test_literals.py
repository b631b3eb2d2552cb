"""Literals of test code: read without running anything, to the value that Python would give."""

from __future__ import annotations

import ast
import collections
import datetime
import math
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit_sandbox.verdict.literals import NoLiteral, is_literal, read_literal

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5)
    | st.binary(max_size=4)
    | st.complex_numbers(allow_nan=False, allow_infinity=False),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.tuples(inner, inner)
        | st.dictionaries(st.text(max_size=3) | st.integers(), inner, max_size=3)
    ),
    max_leaves=8,
)


def node(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


@given(values)
def test_what_repr_writes_is_read_back(value: Any) -> None:
    assert read_literal(node(repr(value))) == value


@given(st.integers(-50, 50), st.integers(1, 9), st.sampled_from(["+", "-", "*", "//", "%", "/"]))
def test_arithmetic_of_literals_is_pythons(left: int, right: int, sign: str) -> None:
    text = f"({left}) {sign} {right}"
    assert read_literal(node(text)) == eval(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("10**9 + 7", 10**9 + 7),
        ("[0] * 3", [0, 0, 0]),
        ("'ab' + 'c'", "abc"),
        ("float('inf')", math.inf),
        ("-float('inf')", -math.inf),
        ("math.pi", math.pi),
        ("set()", set()),
        ("frozenset([1])", frozenset([1])),
        ("Counter({'a': 2})", {"a": 2}),
        ("collections.deque([1])", collections.deque([1])),
        ("Decimal('1.50')", Decimal("1.50")),
        ("Fraction(1, 3)", Fraction(1, 3)),
        ("datetime.date(2024, 2, 29)", datetime.date(2024, 2, 29)),
        ("[Fraction(1, 2), {'k': date(2024, 1, 1)}]",
         [Fraction(1, 2), {"k": datetime.date(2024, 1, 1)}]),
    ],
)  # fmt: skip
def test_plain_types_made_of_literals_are_read(text: str, value: Any) -> None:
    found = read_literal(node(text))
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    "text",
    [
        "f(1)", "x", "[x]", "x + 1", "time.time()", "date.today()", "open('/etc/passwd')",
        "__import__('os')", "2**100000", "'a' * 10**9", "[0] * 10**9", "1 / 0", "datetime(1, 2)",
        "date(2024, 2, 30)", "Decimal('x')", "int('5')", "lambda: 1", "[n for n in (1,)]",
        "'%d' % 1", "f'{1}'", "{**{}}", "[*[1]]", "my.Decimal('1')", "{[1]: 2}",
        "Decimal('" + "9" * 100 + "')",
    ],
)  # fmt: skip
def test_nothing_else_is_a_literal(text: str) -> None:
    assert not is_literal(node(text))
    with pytest.raises(NoLiteral):
        read_literal(node(text))


def test_an_expression_nested_too_deeply_is_no_literal() -> None:
    deep: ast.expr = ast.Constant(1)
    for _ in range(5000):
        deep = ast.List([deep, ast.Name("x", ast.Load())], ast.Load())
    assert not is_literal(deep)
