"""The grammar and the decision agree with sympy on random expressions; sympy is only the oracle."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rewardkit_verifiers.math.lib.equivalent import same
from rewardkit_verifiers.math.lib.policy import PRESETS

sympy = pytest.importorskip("sympy")
DEFAULT = PRESETS["default"]
X, Y, A, N = sympy.symbols("x y a n")

LEAVES = st.one_of(
    st.sampled_from([X, Y, A, sympy.pi, sympy.sqrt(2), sympy.sqrt(3)]),
    st.integers(-20, 20).map(sympy.Integer),
    st.fractions(max_denominator=9).map(lambda value: sympy.Rational(*value.as_integer_ratio())),
)


def tried(make: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """What sympy makes of its parts; it stumbles over hidden zeros, and over long factors."""

    def made(parts: Any) -> Any:
        try:
            return make(parts)
        except (ZeroDivisionError, ValueError):
            return X

    return made


def grown(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    pair = st.tuples(inner, inner)
    return st.one_of(
        pair.map(tried(lambda two: sympy.Add(*two, evaluate=False))),
        pair.map(tried(lambda two: sympy.Mul(*two, evaluate=False))),
        pair.map(tried(lambda two: two[0] - two[1])),
        pair.map(tried(lambda two: two[0] / two[1])),
        inner.map(tried(lambda one: one**2)),
        inner.map(tried(lambda one: sympy.sqrt(one**2 + 1))),
        inner.map(tried(sympy.sin)),
        inner.map(tried(sympy.Abs)),
        inner.map(tried(lambda one: sympy.log(sympy.Abs(one) + 2))),
    )


EXPRESSIONS = st.recursive(LEAVES, grown, max_leaves=6)


def sound(expression: Any) -> bool:
    # What is left unevaluated may hide a division by zero, as x / (0 + 0) does; AccumBounds is
    # what sympy makes of a sine of infinity.
    known = sympy.Tuple(expression, expression.doit())
    if known.has(sympy.AccumBounds):
        return False
    return not known.has(sympy.zoo, sympy.nan, sympy.oo, sympy.I, sympy.E, sympy.re, sympy.im)


@settings(deadline=None, max_examples=150)
@given(EXPRESSIONS)
def test_every_way_of_writing_an_expression_is_the_same(expression: Any) -> None:
    assume(sound(expression))
    written = sympy.latex(expression)
    others = (tried(change)(expression) for change in (sympy.together, sympy.expand))
    forms = [str(expression), *(sympy.latex(other) for other in others if other is not X)]
    for form in forms:
        assert same(written, form, DEFAULT), (written, form)


@settings(deadline=None, max_examples=150)
@given(EXPRESSIONS, st.sampled_from([X, sympy.Integer(1), sympy.sqrt(2), sympy.Rational(1, 7)]))
def test_an_expression_with_something_added_is_another(expression: Any, added: Any) -> None:
    assume(sound(expression))
    other = sympy.latex(sympy.Add(expression, added, evaluate=False))
    assert not same(sympy.latex(expression), other, DEFAULT)
