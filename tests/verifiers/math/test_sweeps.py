"""False passes that holding the references of published sets against each other has shown."""

from __future__ import annotations

import pytest

from rewardkit_verifiers.math.lib.equivalent import same
from rewardkit_verifiers.math.lib.policy import PRESETS

DIFFERENT = [
    # True statements without an unknown: what counts is the value that they end on.
    (r"\log \frac{1}{1000000}=-6", r"\log (0.01)=-2"),
    (r"\log _{36}(216)=\frac{3}{2}", "2 + 2 = 4"),
    (r"40 \cos (2) = 3.5", r"20 \cos (3) = 2.5"),
    # Several choices are none.
    (r"\text{B}", r"\text{B, E, G}"),
    ("B", "A, B"),
    ("A, C, G", "A"),
    # A product of two lengths is no length.
    (r"4 \mathrm{ft} \times 12 \mathrm{ft}", "4"),
    ("12 gm", "12 degrees"),
    # Few points tell little of what moves in steps.
    (r"\lfloor\frac{2 n-1}{5}\rfloor", r"\lfloor\sqrt{n-1}\rfloor"),
    (r"\lceil\frac{n}{3}\rceil", r"\lfloor\frac{n+1}{3}\rfloor"),
]
SAME = [
    (r"\log \frac{1}{1000000}=-6", "-6"),
    ("3^2+4^2=5^2", "3^2+4^2=25"),
    ("A, C, G", "G, C, A"),
    (r"\lceil\frac{n}{2}\rceil", r"\lfloor \frac{n+1}{2}\rfloor"),
    (r"\lfloor x+1\rfloor", r"\lfloor x\rfloor+1"),
    (r"\max(a,b)", r"\frac{a+b+|a-b|}{2}"),
    ("12 gm", "12 grams"),
]


@pytest.mark.parametrize(("gold", "answer"), DIFFERENT)
def test_different_answers_are_not_paid(gold: str, answer: str) -> None:
    assert not same(gold, answer, PRESETS["default"])
    assert not same(answer, gold, PRESETS["default"])


@pytest.mark.parametrize(("gold", "answer"), SAME)
def test_the_same_answer_is_paid(gold: str, answer: str) -> None:
    assert same(gold, answer, PRESETS["default"])


@pytest.mark.parametrize(
    ("gold", "pred"),
    [
        ("1", "$a_1=-1，a_2=1$"),
        ("-1", "$a=-1，b=-1$"),
        ("2^n", "$a_n=3n-2，b_n=2^n$"),
        ("0", r"$\sqrt{3}x+y+2m=0$"),
        ("0", "2x-3y=0"),
        ("0", "I(0)"),
        ("0", r"I(0) e^{-\frac{t}{R C}}"),
        ("-3", "-3,0"),
        ("x=-3", "$-3,0$"),
        (r"\frac{1}{2}", "(1)点 A的坐标为$(-4,0)$，点 B的坐标为(0,2)；(2)$y=-(1/2) x$"),
    ],
)
def test_the_last_of_several_statements_and_a_line_are_no_number(gold: str, pred: str) -> None:
    assert not same(gold, pred, PRESETS["default"])


@pytest.mark.parametrize(
    ("gold", "pred"),
    [("0", "x+y=0"), ("12", "2(x+y)=12"), ("0", "f(3)=3·2-6=0"), ("5", "x+y=2+3=5")],
)
def test_what_a_sum_of_letters_comes_to_is_the_number(gold: str, pred: str) -> None:
    assert same(gold, pred, PRESETS["default"])


@pytest.mark.parametrize(
    ("gold", "pred"),
    [("It rises", "It falls"), ("It is red", "It is blue"), ("He won", "He lost")],
)
def test_short_sentences_are_no_products_of_letters(gold: str, pred: str) -> None:
    assert not same(gold, pred, PRESETS["default"])
    assert same(gold, gold.lower() + ".", PRESETS["default"])
