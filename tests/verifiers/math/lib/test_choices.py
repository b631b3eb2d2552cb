"""Letters of a multiple choice, alone and before the value that they stand for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit_verifiers.math.distance import distance
from rewardkit_verifiers.math.equivalence import equivalence
from rewardkit_verifiers.math.lib.choices import option
from rewardkit_verifiers.math.lib.equivalent import same
from rewardkit_verifiers.math.lib.policy import PRESETS
from rewardkit_verifiers.math.number import number

WAYS = [
    *(r"\text{{({0})}}\ {1}", r"\textbf{{({0})}}~{1}", r"\textbf{{({0}) }}{1}", r"({0}) {1}"),
    *(r"\mathrm{{({0})}}\quad {1}", r"({0}): {1}", r"{0}. {1}", r"{0}) {1}", r"Option {0}: {1}"),
    *(r"\text{{({0}) {1}}}", r"\text{{{0}}}: {1}", r"${0}. {1}$"),
]
letters, values = st.sampled_from("ABCDE"), st.integers(-999, 999)


@pytest.mark.parametrize("way", WAYS)
@given(letter=letters, value=values, other=letters, another=values)
def test_a_letter_with_its_value_says_both(
    way: str, letter: str, value: int, other: str, another: int
) -> None:
    answer, default = way.format(letter, value), PRESETS["default"]
    assert option(answer) == (letter, str(value)) or "text{(" in answer
    assert same(letter, answer, default).equal
    assert same(str(value), answer, default).equal
    assert bool(same(other, answer, default)) == (other == letter)
    assert bool(same(str(another), answer, default)) == (another == value)
    # Where the reference has both, neither may be another one.
    agree = (letter, value) == (other, another)
    assert bool(same(answer, way.format(other, another), default)) == agree
    assert bool(same(answer, other, default)) == (other == letter)


@pytest.mark.parametrize("way", WAYS)
def test_a_number_is_read_behind_its_letter(way: str) -> None:
    boxed = rf"\boxed{{{way.format('C', 12)}}}"
    assert number.score(completion=boxed, answer=12).value == 1.0
    assert number.score(completion=boxed, answer=13).value == 0.0
    assert distance.score(completion=boxed, answer=12).value == 5.0


@pytest.mark.parametrize(
    "answer", ["(C) 12 or (D) 13", "(C) 12, (D) 13", "A. 10 B. 12", "C 12", "(CC) 12", "not (C) 12"]
)
def test_several_options_and_products_are_no_value(answer: str) -> None:
    assert not same("12", answer, PRESETS["default"]).equal


def test_a_product_of_a_letter_stays_one() -> None:
    assert same("12C", "(C) 12", PRESETS["default"]).equal


ODD = "Which function is odd?\n(A) $f(x)=x^2+1$\n(B) $f(x)=x^3+x$\n(C) $f(x)=|x|$\n(D) $f(x)=x+1$"
DERIVATIVE = "What is the derivative of $x^3$?\n(A) $3x^2$\n(B) $x^2$\n(C) $3x$\n(D) $x^4/4$"
PRIME = "Which number is prime?\nA. 21\nB. 27\nC. 29\nD. 33"
SETTLED = (
    (
        ODD,
        "A function is odd if $f(-x)=-f(x)$. A is even since "
        "$f(-x)=x^2+1$. So A, C and D are out, which leaves **B**.",
        "B",
    ),
    (ODD, "So A, C and D are out, which leaves B.", "B"),
    (ODD, "(A) even. (C) even. (D) neither, $f(-x)=-x+1$. That leaves (B).", "B"),
    (ODD, "$f(-x)=-f(x)$ holds only for option B.", "B"),
    (ODD, "Only $f(x)=x^3+x$ satisfies $f(-x)=-f(x)$, so B is correct.", "B"),
    (
        ODD,
        "Only $f(x)=x^3+x$ satisfies $f(-x)=-f(x)$, so the correct choice must be B: $x^3+x$.",
        "B",
    ),
    (ODD, "Eliminating A, C, D, we are left with B.", "B"),
    (ODD, "Thus the odd function is (B) $f(x)=x^3+x$.", "B"),
    (ODD, "By elimination, **(B)**.", "B"),
    (ODD, "We test each. $f(-x)=-(x^3+x)$ for B.\n\n**B**", "B"),
    (DERIVATIVE, r"By the power rule, $\frac{d}{dx}x^3=3x^2$. This matches option A.", "A"),
    (DERIVATIVE, r"By the power rule, $\frac{d}{dx}x^3=3x^2$, which is choice (A).", "A"),
    (DERIVATIVE, "By the power rule, $\\frac{d}{dx}x^3=3x^2$.\n\nHence A.", "A"),
    (DERIVATIVE, "Die Ableitung ist $3x^2$. Also ist A richtig.", "A"),
    (DERIVATIVE, "La dérivée est $3x^2$. La bonne réponse est donc A.", "A"),
    (DERIVATIVE, "导数为 $3x^2$，故选A。", "A"),
    (DERIVATIVE, "La derivada es $3x^2$. Por tanto, la opción correcta es la A.", "A"),
    (PRIME, "21=3*7, 27=3^3, 33=3*11. 29 has no divisors. So C (29) is the prime.", "C"),
    (PRIME, "A, B and D are divisible by 3, leaving only C.", "C"),
    (PRIME, "Correct option: C) 29", "C"),
    (PRIME, "I'd go with C.", "C"),
    (PRIME, "Option C is correct, because 29 is prime.", "C"),
)
OPEN = (
    (ODD, "So A, C and D are out, which leaves **D**.", "B"),
    (ODD, "B and C are out, which leaves A and D.", "B"),
    (ODD, "B is out, so it must be A.", "B"),
    (ODD, "A is even, B is odd, C is even, D is neither.", "C"),
    (ODD, "Either B or C.", "B"),
    (ODD, "It is not B.", "B"),
    (ODD, "Maybe B.", "B"),
    (ODD, "Which leaves B or D.", "B"),
    (DERIVATIVE, "By the power rule, it is $x^2$, which is choice (B).", "A"),
    (DERIVATIVE, "This matches option A or option C.", "A"),
    (DERIVATIVE, "The answer cannot be option A.", "A"),
    (PRIME, "A, B and C are divisible by 3, leaving only D.", "C"),
    (PRIME, "The options are A, B, C and D.", "D"),
    (PRIME, "I'd go with C. Actually, D.", "C"),
    (PRIME, "Option C is correct? No, option D.", "C"),
    (PRIME, "Was the answer C? It says D.", "C"),
    (PRIME, "A 21 B 27 C 29 D 33", "D"),
)


@pytest.mark.parametrize(("prompt", "reply", "gold"), SETTLED)
def test_the_letter_that_a_reply_settles_on_counts_and_no_formula_before_it(
    prompt: str, reply: str, gold: str
) -> None:
    assert equivalence.score(completion=reply, answer=gold, prompt=prompt).value == 1.0
    assert equivalence.score(completion=reply, answer="E", prompt=prompt).value == 0.0


@pytest.mark.parametrize(("prompt", "reply", "gold"), OPEN)
def test_a_reply_that_settles_on_another_letter_or_none_is_not_paid(
    prompt: str, reply: str, gold: str
) -> None:
    assert equivalence.score(completion=reply, answer=gold, prompt=prompt).value == 0.0


def test_the_box_with_the_formula_of_an_option_is_read_by_the_letter_said_with_it() -> None:
    reply = r"The slope is $\boxed{3x^2}$. This matches option A."
    assert equivalence.score(completion=reply, answer="A", prompt=DERIVATIVE).value == 1.0
    assert equivalence.score(completion=reply, answer="B", prompt=DERIVATIVE).value == 0.0


def test_conventions_that_want_a_mark_read_no_letter_out_of_sentences() -> None:
    marked = equivalence(where="marked")
    reply = "A, B and D are divisible by 3, leaving only C."
    assert marked.score(completion=reply, answer="C", prompt=PRIME).value == 0.0
