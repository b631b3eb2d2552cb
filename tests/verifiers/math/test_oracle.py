"""The grammar and the decision agree with sympy on random expressions; sympy is only the oracle."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rewardkit_verifiers.math.judge import same
from rewardkit_verifiers.math.policy import PRESETS

sympy = pytest.importorskip("sympy")
DEFAULT = PRESETS["default"]
X, Y, A, N = sympy.symbols("x y a n")

LEAVES = st.one_of(
    st.sampled_from([X, Y, A, sympy.pi, sympy.sqrt(2), sympy.sqrt(3)]),
    st.integers(-20, 20).map(sympy.Integer),
    st.fractions(max_denominator=9).map(lambda value: sympy.Rational(*value.as_integer_ratio())),
)


def grown(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    pair = st.tuples(inner, inner)
    return st.one_of(
        pair.map(lambda two: sympy.Add(*two, evaluate=False)),
        pair.map(lambda two: sympy.Mul(*two, evaluate=False)),
        pair.map(lambda two: two[0] - two[1]),
        pair.map(lambda two: two[0] / two[1]),
        inner.map(lambda one: one**2),
        inner.map(lambda one: sympy.sqrt(one**2 + 1)),
        inner.map(sympy.sin),
        inner.map(sympy.Abs),
        inner.map(lambda one: sympy.log(sympy.Abs(one) + 2)),
    )


EXPRESSIONS = st.recursive(LEAVES, grown, max_leaves=6)


def sound(expression: Any) -> bool:
    return not expression.has(sympy.zoo, sympy.nan, sympy.oo, sympy.I, sympy.E, sympy.re, sympy.im)


@settings(deadline=None, max_examples=150)
@given(EXPRESSIONS)
def test_every_way_of_writing_an_expression_is_the_same(expression: Any) -> None:
    assume(sound(expression))
    written = sympy.latex(expression)
    forms = [str(expression), sympy.latex(sympy.together(expression))]
    forms.append(sympy.latex(sympy.expand(expression)))
    for form in forms:
        assert same(written, form, DEFAULT), (written, form)


@settings(deadline=None, max_examples=150)
@given(EXPRESSIONS, st.sampled_from([X, sympy.Integer(1), sympy.sqrt(2), sympy.Rational(1, 7)]))
def test_an_expression_with_something_added_is_another(expression: Any, added: Any) -> None:
    assume(sound(expression))
    other = sympy.latex(expression + added)
    assert not same(sympy.latex(expression), other, DEFAULT)
