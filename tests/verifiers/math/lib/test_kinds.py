"""Kinds of faults found on unseen rows, each as a generator with an oracle that is not our code."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from rewardkit_verifiers.math.equivalence import equivalence
from rewardkit_verifiers.math.lib.equivalent import same
from rewardkit_verifiers.math.lib.policy import PRESETS

DEFAULT = PRESETS["default"]
SMALL = st.integers(1, 30)
DIGITS = st.integers(1, 999)


def paid(gold: str, answer: str) -> bool:
    return bool(same(gold, answer, DEFAULT))


@given(DIGITS, DIGITS)
def test_a_leading_point_is_part_of_the_number(whole: int, digits: int) -> None:
    value = Fraction(f"0.{digits}")
    assert paid(str(whole), f".{digits}") == (value == whole)
    assert paid(f"0.{digits}", f".{digits}")


@given(st.integers(1_000, 10**9), st.integers(1_000, 10**9))
def test_the_thousands_mark_of_latex_groups_and_never_lists(one: int, other: int) -> None:
    closed = f"{one:,}".replace(",", ",\\!")
    assert paid(str(one), closed)
    assert paid(closed, str(one))
    assert paid(str(other), closed) == (one == other)
    assert not paid(closed, ", ".join(str(int(group)) for group in f"{one:,}".split(",")))


LENGTHS = {"hours": 3600, "minutes": 60, "seconds": 1}


@given(SMALL, SMALL, SMALL, SMALL)
def test_a_compound_quantity_is_its_sum_and_nothing_else(a: int, b: int, c: int, d: int) -> None:
    gold = rf"{a} \text{{ hours }} {b} \text{{ minutes}}"
    answer = rf"{c} \text{{ hours }} {d} \text{{ minutes}}"
    assert paid(gold, answer) == (3600 * a + 60 * b == 3600 * c + 60 * d)
    assert paid(gold, rf"{60 * a + b} \text{{ minutes}}")
    assert not paid(gold, str(a))


@given(SMALL, SMALL, SMALL, SMALL)
def test_counts_of_things_are_compared_thing_by_thing(a: int, b: int, c: int, d: int) -> None:
    gold = rf"{a} \text{{ boys and }} {b} \text{{ girls}}"
    assert paid(gold, rf"{c} \text{{ boys and }} {d} \text{{ girls}}") == ((a, b) == (c, d))
    assert paid(gold, rf"{d} \text{{ girls and }} {c} \text{{ boys}}") == ((a, b) == (c, d))


SIZES: dict[str, int | Fraction] = {
    "hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9, "dozen": 12,
    "tenths": Fraction(1, 10), "hundredths": Fraction(1, 100), "万": 10**4,
}  # fmt: skip


@given(SMALL, st.sampled_from(sorted(SIZES)), SMALL, st.sampled_from(sorted(SIZES)))
def test_a_word_of_size_multiplies(a: int, one: str, b: int, other: str) -> None:
    value = a * SIZES[one]
    assert paid(rf"{a} \text{{ {one}}}", str(value))
    assert not paid(str(a), rf"{a} \text{{ {one}}}")
    equal = value == b * SIZES[other]
    assert paid(rf"{a} \text{{ {one}}}", rf"{b} \text{{ {other}}}") == equal


@pytest.mark.parametrize(
    "rest",
    [r"\text{ foo}+1", r"\text{ then } 13", r"\text{ vs } 13", r"\text{ minus } 1", " of 13",
     r"\text{ times } x", r"\text{ squared}", r"\text{ or } 13", r"\text{ foo } x^2"],
)  # fmt: skip
def test_what_follows_a_unit_is_not_read_over(rest: str) -> None:
    assert not paid("12", f"12{rest}")


@given(SMALL, SMALL, SMALL)
def test_conditional_answers_need_every_case(a: int, b: int, c: int) -> None:
    def cases(even: int, odd: int) -> str:
        return rf"{even} \text{{ if }} n \text{{ even}}, {odd} \text{{ if }} n \text{{ odd}}"

    assert paid(cases(a, b), cases(a, c)) == (b == c)
    assert not paid(cases(a, b), str(a))
    swapped = rf"{b} \text{{ if }} n \text{{ is odd}}, {a} \text{{ if }} n \text{{ is even}}"
    assert paid(cases(a, b), swapped)


VALUES = ["2", "-1", "x=2", "(3,4)", r"\frac{1}{2}", r"\sqrt{2}"]


@pytest.mark.parametrize("pair", list(combinations(VALUES, 2)), ids=" and ".join)
def test_values_joined_by_and_are_not_the_empty_set(pair: tuple[str, str]) -> None:
    joined = rf"{pair[0]} \text{{ and }} {pair[1]}"
    for nothing in (r"\text{no solution}", r"\emptyset", r"\{\}"):
        assert not paid(joined, nothing)
        assert not paid(nothing, joined)


x, y = sympy.symbols("x y", real=True)
REAL = [x, sympy.sqrt(x**2), sympy.Abs(x), sympy.Max(x, 0), sympy.Max(x, -x), -x, sympy.cbrt(x**3)]


@pytest.mark.parametrize("pair", list(combinations(range(len(REAL)), 2)))
def test_identities_must_hold_for_negative_letters_too(pair: tuple[int, int]) -> None:
    one, other = (REAL[index] for index in pair)
    if sympy.cbrt(x**3) in (one, other):
        pytest.skip("sympy takes the principal cube root; the answer key takes the real one")
    points = [sympy.Rational(-7, 3), sympy.Rational(5, 4)]
    equal = all(one.subs(x, at) == other.subs(x, at) for at in points)
    assert paid(sympy.latex(one), sympy.latex(other)) == equal


@given(SMALL, SMALL)
def test_a_curve_with_another_branch_is_another_curve(a: int, b: int) -> None:
    line = f"y={a}x+{b}"
    assert paid(line, f"y-{a}x-{b}=0")
    for factor in ("x", "y", f"(x-{a})", f"(y+{b})"):
        assert not paid(line, f"(y-{a}x-{b}){factor}=0")


@given(st.integers(2, 9), SMALL, SMALL)
def test_the_unsolved_relation_is_no_solution(slope: int, shift: int, root: int) -> None:
    assert not paid(f"x={root}", f"{slope}x+{shift}={slope * root + shift}")
    assert not paid(f"x>{root}", f"{slope}x>{slope * root}")
    assert paid(f"x={root}", f"{root}=x")


@given(st.integers(2, 40), st.integers(-60, 60), st.integers(2, 40), st.integers(-60, 60))
def test_congruences_hold_the_same_numbers(m: int, a: int, n: int, b: int) -> None:
    equal = m == n and (a - b) % m == 0
    for written in (
        rf"n\equiv {b} \pmod{{{n}}}",
        f"n ≡ {b} (mod {n})",
        rf"n\equiv {b}\ (\bmod {n})",
    ):
        assert paid(rf"n \equiv {a} \pmod{{{m}}}", written) == equal
    assert paid(rf"n \equiv {a} \pmod{{{m}}}", f"n={n}k+{b}".replace("+-", "-")) == equal


@given(st.integers(2, 9), st.integers(-30, 30), st.integers(2, 9), st.integers(-30, 30))
def test_shifted_families_are_one_family_where_the_letter_is_whole(
    m: int, a: int, n: int, b: int
) -> None:
    def family(slope: int, shift: int) -> str:
        return rf"{slope}k+{shift}, k\in\mathbb{{Z}}".replace("+-", "-")

    window = range(-200, 200)
    mine = {v for k in window if -500 < (v := m * k + a) < 500}
    theirs = {v for k in window if -500 < (v := n * k + b) < 500}
    inner = {v for v in mine ^ theirs if -250 < v < 250}
    assert paid(family(m, a), family(n, b)) == (not inner)


@given(st.integers(1, 5), st.integers(-9, 9), SMALL, st.sampled_from(["<", r"\le"]))
def test_absolute_values_of_lines_are_solved(slope: int, shift: int, size: int, op: str) -> None:
    low, high = Fraction(-size - shift, slope), Fraction(size - shift, slope)
    left, right = "()" if op == "<" else "[]"
    inequality = f"|{slope}x+{shift}|{op} {size}".replace("+-", "-")
    assert paid(f"{left}{low},{high}{right}", inequality)
    assert not paid(f"{left}{low},{high + 1}{right}", inequality)


@given(DIGITS, st.sampled_from(["She sold {} clips in April and May.", "The total is **{}**.",
       "So it costs ${}.", "After 3 hours, she has {} clips.",
       "He earns {} dollars per month."]))  # fmt: skip
def test_an_everyday_last_sentence_is_read(number: int, sentence: str) -> None:
    assert equivalence.score(completion=sentence.format(number), answer=str(number)).value == 1
    assert equivalence.score(completion=sentence.format(number), answer=str(number + 1)).value == 0


@given(DIGITS, st.sampled_from(["It is not {}.", "Maybe it is {}.", "Is the answer {}?",
       "The two numbers are 71 and {}.", "It could be {}.", "There are at least {} clips.",
       "She has {} million clips.", "The ratio is 5 to {}.",
       r"It cannot be \boxed{{{}}}."]))  # fmt: skip
def test_a_hedged_last_sentence_is_not_paid(number: int, sentence: str) -> None:
    assert equivalence.score(completion=sentence.format(number), answer=str(number)).value == 0


PROMPTS = [
    ("56088", r"(123)(456)", r"What is $456\cdot 123$?"),
    ("56088", "456*123", "What is 123 times 456?"),
    ("7", r"7^{2025} \bmod 100", "Find the remainder when $7^{2025}$ is divided by 100."),
    ("42", r"\gcd(126,84)", "Find the greatest common divisor of 84 and 126."),
    (r"\frac{5}{6}", r"\frac13+\frac12", r"Compute $\frac12+\frac13$."),
    ("x+1", r"\frac{-1+x^2}{-1+x}", r"Simplify $\frac{x^2-1}{x-1}$."),
    ("(x-2)(x-3)", "6-5x+x^2", "Factor $x^2-5x+6$."),
    ("x^2-5x+6", "(x-3)(x-2)", "Expand $(x-2)(x-3)$."),
    (r"\frac{4}{11}", r"0.\overline{36}", r"Write $0.\overline{36}$ as a fraction."),
]


@pytest.mark.parametrize("row", PROMPTS, ids=lambda row: row[1])
def test_a_restated_task_is_unevaluated(row: tuple[str, str, str]) -> None:
    gold, answer, prompt = row
    result = equivalence.score(completion=rf"\boxed{{{answer}}}", answer=gold, prompt=prompt)
    assert (result.value, result.reason) == (0.0, "unevaluated")
    right = equivalence.score(completion=rf"\boxed{{{gold}}}", answer=gold, prompt=prompt)
    assert right.value == 1.0


SWEEP = ["5", ".5", "1/2", "2:30", "1:15", "12:03", "4", "[0,1]", "0,1", r"\{0,1\}",
         "10,000", "10,0",
         r"12\text{ feet}", r"12\text{ feet } 3\text{ inches}", r"3\text{ out of }8",
         r"5\text{ cents}", r"\$5", r"\$0.05", "5 million", "2 dozen", "A(2,5)", "P(5,2)", "x>4",
         "2x>8", "x=4", "2x=8", "|x-3|<4", "|x+3|<4", "12 m/s", "12 km/h", "1 m", "100 cm",
         "1 m^2"]  # fmt: skip
SAME = {frozenset(pair) for pair in (
    (".5", "1/2"), ("[0,1]", r"\{0,1\}"), (r"5\text{ cents}", r"\$0.05"), ("1 m", "100 cm"),
    ("5", r"\$5"), ("4", "x=4"), ("x=4", "2x=8"), ("x>4", "2x>8"), ("0,1", r"\{0,1\}"),
    ("5", r"5\text{ cents}"),
    # A list may be put in brackets; an equation that is the reference may be solved.
    ("[0,1]", "0,1"), ("4", "2x=8"),
)}  # fmt: skip


@pytest.mark.parametrize("pair", list(combinations(SWEEP, 2)), ids=" ~ ".join)
def test_no_two_of_many_near_misses_are_taken_for_each_other(pair: tuple[str, str]) -> None:
    if frozenset(pair) in SAME:
        return
    assert not paid(*pair)
    assert not paid(*reversed(pair))
