"""Formulas are read by their grammar, valued exactly, and bounded before anything runs."""

from __future__ import annotations

import contextlib
import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rewardkit import Range
from rewardkit.rewards.formulas import (
    BadFormula,
    range_of_formula,
    read_formula,
    value_of,
)

NUMBERS = {"a": 0.5, "b": -2.0, "c_1": 3.0}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a", 0.5),
        ("0.5 * a + 0.5*b", -0.75),
        ("max(a, b) - min(a, b)", 2.5),
        ("max(a,b,c_1)", 3.0),
        ("sqrt(abs(b) + 2) + floor(a) + ceil(a)", 3.0),
        ("exp(log(c_1))", math.exp(math.log(3.0))),
        ("-c_1^2", -9.0),
        ("(-c_1)^2", 9.0),
        ("2^3^2", 512.0),
        ("2^-1", 0.5),
        ("2*-b", 4.0),
        ("--b", -2.0),
        ("+-+b", 2.0),
        ("1 - 2 - 3", -4.0),
        ("8 / 4 / 2", 1.0),
        ("1e2 + .5 + 3.", 103.5),
        ("((((a))))", 0.5),
        ("c_1\n*\t2", 6.0),
        ("floor(b / 3)", -1.0),
        ("min(a)", 0.5),
    ],
)
def test_a_formula_has_the_value_of_school_arithmetic(text: str, value: float) -> None:
    assert value_of(read_formula(text), NUMBERS) == value


@pytest.mark.parametrize("text", ["1/(a-a)", "sqrt(b)", "log(0*a)", "b^a", "exp(1000)", "10^400"])
def test_where_a_formula_has_no_value_it_says_so(text: str) -> None:
    with pytest.raises((ValueError, OverflowError)):
        value_of(read_formula(text), NUMBERS)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "ends where"),
        ("a +", "ends where"),
        ("a b", "'b' at 2, where the end"),
        ("a ** 2", "'\\*' at 3"),
        ("a.b", "'.' at 1"),
        ("__import__('os')", "no function '__import__'|no part of a formula"),
        ("open(a)", "no function 'open'"),
        ("a[0]", r"'\['"),
        ("a if b else c", "'if'"),
        ("lambda: 1", "':' at 6"),
        ("max()", "a number, a name"),
        ("sqrt(a, b)", "takes one number"),
        ("(a", "ends where '\\)'"),
        ("a)", "'\\)' at 1, where the end"),
        ("1,2", "','"),
        ("a % b", "'%'"),
        ("a == b", "'='"),
        ("((" * 40 + "a" + "))" * 40, "nested"),
        ("-" * 100 + "a", "nested"),
        ("2^" * 100 + "2", "nested"),
        ("a+" * 3000 + "a", "at most"),
    ],
)
def test_what_is_no_formula_is_refused_with_the_place(text: str, message: str) -> None:
    with pytest.raises(BadFormula, match=message):
        read_formula(text)


def test_a_long_flat_formula_is_read() -> None:
    assert value_of(read_formula("+".join(["a"] * 900)), NUMBERS) == 450.0


leaves = st.sampled_from(["a", "b", "c", "0.5", "2", "3", "0"])
unary = st.sampled_from(["abs", "floor", "ceil", "exp", "sqrt", "log"])
formulas = st.recursive(
    leaves,
    lambda inner: (
        st.builds("({} {} {})".format, inner, st.sampled_from("+-*/^"), inner)
        | st.builds(
            "{}({})".format, st.sampled_from(["abs", "floor", "ceil", "exp", "sqrt", "log"]), inner
        )
        | st.builds("{}({}, {})".format, st.sampled_from(["min", "max"]), inner, inner)
        | st.builds("-{}".format, inner)
    ),
    max_leaves=6,
)
ends = st.tuples(st.floats(-4, 4), st.floats(-4, 4)).map(sorted)


@given(text=formulas, spans=st.tuples(ends, ends, ends), at=st.tuples(*[st.floats(0, 1)] * 3))
def test_every_value_lies_in_the_range_that_was_known_before(
    text: str, spans: tuple[list[float], ...], at: tuple[float, ...]
) -> None:
    term = read_formula(text)
    ranges = {name: Range(*span) for name, span in zip("abc", spans, strict=True)}
    numbers = {
        name: min(max(span.low + way * span.span, span.low), span.high)
        for (name, span), way in zip(ranges.items(), at, strict=True)
    }
    try:
        value = value_of(term, numbers)
    except (ValueError, OverflowError):
        assume(False)
    assume(math.isfinite(value))
    found = range_of_formula(term, ranges)
    slack = 1e-9 * max(1.0, abs(value))
    assert found.low - slack <= value <= found.high + slack


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(BadFormula):
        read_formula(text)
