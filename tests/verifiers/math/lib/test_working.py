"""Equations of a solution are found where they are safe to read, and decided exactly."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit_verifiers.math.lib.working.equations import MOST, equations


def read(text: str) -> list[bool | None]:
    return [one.holds for one in equations(text)]


@pytest.mark.parametrize(
    "text",
    [
        "She sold 48/2 = <<48/2=24>>24 clips.",
        r"\frac{1}{2} + \dfrac{1}{3} = \frac{5}{6}",
        "20/hour x 35 hours/week = 700/week",
        "10 / 3 = 3.33",
        "25 / 200 = 12.5%",
        "20% * 50 = 10",
        "5 1/2 + 1/2 = 6",
        "**3 + 4 = 7**",
        r"\begin{align*} 3 + 4 &= 7 \end{align*}",
        "V = 4 * 5 = 20 cm^3",
        "3² + 4² = 25",
        "0.1 + 0.2 = 0.30000000000000004",
        "He paid $5 + $3 = $8 each.",
        "- 3 + 4 = 7",
        "f(3) = 3^2 + 1 = 10",
        "7 apples + 5 pears = 12 pieces of fruit",
        r"5\text{ cm} + 3\text{ cm} = 8\text{ cm}",
    ],
)
def test_what_holds_is_right(text: str) -> None:
    assert read(text) == [True]


@pytest.mark.parametrize(
    "text",
    [
        "x = 5*3 = 16",
        "1. 3 + 4 = 8",
        "$1.25 * 3 = $3.76",
        "100/3 = 33",
        "Thus, 5 apples + 3 oranges = 9 fruits",
        "the total of 3 + 4 = 8",
        r"$12 \div 4 = 4$",
        "3 + 4 = 8 dollars left",
        "(3 + 4) * 2 = 11",
        "-3 + 4 = -1",
        "1,000 + 500 = 1,600",
    ],
)
def test_what_does_not_hold_is_wrong(text: str) -> None:
    assert read(text) == [False]


@pytest.mark.parametrize(
    "text",
    [
        "5 = 5",
        "1 + 1 = 1 + 1",
        "2x + 3 = 8",
        "6x = 13",
        "half of 10 + 2 = 7",
        "twice 10 + 5 = 26",
        "log 100 + 1 = 4",
        "20% of 50 = 11",
        "5 dozen * 2 = 120",
        "3cos(0) + 1 = 4",
        "5! = 121",
        "10:30 + 45 = 11:15",
        "7 / 2 = 3 remainder 1",
        "3 hours 20 minutes = 3*60 + 20",
        "log_2(8) + 1 = 4",
        r"\sqrt 3 + 4 = 5",
        "5 mod 3 + 1 = 3",
        "5 / 0 = 7",
        "7 = 2 + x",
        "2^100000 = 3",
        "f(3 + 4) = 9",
        "2 + 3 = 5 million",
    ],
)
def test_what_is_not_plain_arithmetic_is_passed_over(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "33.33 * 3 = 100",
        "2 hours + 30 minutes = 150 minutes",
        "2 ft + 6 in = 30 in",
        "100 / 3 = 33, rounded down",
        "It is not true that 2 + 2 = 5.",
        "If 2 + 2 = 5 then",
        "Is 2 + 2 = 5?",
        "100 / 3 = 33.4",
        "6 / 2(3) = 9.1 / 2(1)",
    ],
)
def test_what_rounding_units_or_doubt_explain_is_left_open(text: str) -> None:
    assert False not in read(text)


def test_a_running_total_is_not_called_wrong_and_its_result_is_judged() -> None:
    assert read("2 + 3 = 5 * 4 = 20") == [None, True]
    assert read("2 + 3 = 5 * 4 = 21") == [None, False]


def test_an_equation_ends_where_the_text_says() -> None:
    text = "So 3 * 4 = 12 eggs, then."
    (found,) = equations(text)
    assert text[: found.end] == "So 3 * 4 = 12 eggs"
    assert found.text == "3 * 4 = 12 eggs"


small = st.integers(0, 99)
signs = st.lists(st.sampled_from("+-*"), min_size=1, max_size=5)


@given(st.data())
def test_python_agrees_on_sums_and_products(data: st.DataObject) -> None:
    ops = data.draw(signs)
    numbers = data.draw(st.lists(small, min_size=len(ops) + 1, max_size=len(ops) + 1))
    written = str(numbers[0])
    for sign, number in zip(ops, numbers[1:], strict=True):
        written += f" {sign} {number}"
    claimed = data.draw(st.integers(-300, 300))
    truth = eval(written)
    assert read(f"We get {written} = {truth}.") == [True]
    assert read(f"We get {written} = {claimed}.") in ([claimed == truth], [None])


@given(st.integers(1, 400), st.integers(1, 60), st.integers(1, 4))
def test_a_correctly_rounded_quotient_holds_and_one_that_is_two_units_off_never_does(
    top: int, bottom: int, places: int
) -> None:
    exact = Fraction(top, bottom)
    unit = Fraction(1, 10**places)
    rounded = round(exact / unit) * unit
    assert read(f"{top} / {bottom} = {float(rounded):.{places}f}") == [True]
    off = float(rounded + 2 * unit)
    assert True not in read(f"{top} / {bottom} = {off:.{places}f}")


@given(st.text(alphabet="0123456789+-*/=()^.% xa,$\\{}\n:<>", max_size=300))
def test_any_text_is_read_without_an_exception(text: str) -> None:
    ends = [one.end for one in equations(text)]
    assert ends == sorted(ends)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 100_000,
        "=" * 100_000,
        "1+" * 50_000 + "1 = 5",
        "= a 1 b 1 c 1 " * 8_000,
        "<<" * 50_000,
    ],
)
def test_hostile_text_has_no_equations(text: str) -> None:
    assert equations(text) == []


def test_no_more_equations_are_read_than_a_score_may_carry() -> None:
    assert len(equations("1 + 1 = 2\n" * (MOST + 10))) == MOST
