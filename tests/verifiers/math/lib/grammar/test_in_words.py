"""Times of day, bases, ratios and connectives in words are read as in formulas."""

from __future__ import annotations

import pytest

from rewardkit_verifiers.math.equivalence import equivalence
from rewardkit_verifiers.math.lib.equivalent import same
from rewardkit_verifiers.math.lib.policy import PRESETS

DEFAULT = PRESETS["default"]
MORNING, EVENING = r"8{:}15 \text{ a.m.}", r"8:15 \text{ p.m.}"
UNION = r"(-\infty,-2)\cup(3,\infty)"


@pytest.mark.parametrize(
    ("gold", "right", "wrong"),
    [
        (MORNING, "las 8:15 de la mañana", "las 8:15 de la noche"),
        (EVENING, "8:15 in the evening", "8:15 in the morning"),
        (EVENING, "20:15 Uhr", "8:15 morgens"),
        (EVENING, "晚上8:15", "上午8:15"),
        (EVENING, "오후 8:15", "오전 8:15"),
        ("2:00 a.m.", "2:00 at night", "2:00 in the afternoon"),
        ("15:30", "3:30 in the afternoon", "3:30 in the morning"),
        ("3:30 p.m.", "half past three in the afternoon", "half past three in the morning"),
        ("7:45", "quarter to eight", "quarter past eight"),
        (r"12:00 \text{ p.m.}", "noon", "midnight"),
        ("3 p.m.", "15:00", "3 a.m."),
        ("3:30 p.m.", "15.30 Uhr", "3.03 pm"),
        ("1011_2", r"1011_{\text{two}}", r"1011_{\text{three}}"),
        ("1011_2", "1011 (base 2)", "1011 (base 8)"),
        ("1011_2", "1011 in base two", "1101 in base two"),
        ("1011_2", "0b1011", "0b1101"),
        (r"1011_{\text{two}}", "1011_2", "1101_2"),
        ("3:2", "3 zu 2", "2 zu 3"),
        ("3:2", "The ratio is 3 to 2.", "The ratio is 2 to 3."),
        ("1:4", "one to four", "four to one"),
        (UNION, r"x<-2 \text{ ou } x>3", r"x<-2 \text{ ou } x>4"),
        (UNION, "x < -2 или x > 3", "x < -2 и x > 3"),
        (UNION, "x < -2 o x > 3", "x > -2 o x < 3"),
        ("1, -3", "1 y -3", "1 y 3"),
        (r"\frac{n(n+1)}{2}", r"1+2+\cdots+n = \frac{n^2+n}{2}", r"1+2+\cdots+n = \frac{n^2-n}{2}"),
        ("(0,0), (2,2)", "$x=y=0$ et $x=y=2$", "$x=y=0$ et $x=y=3$"),
    ],
)
def test_words_are_read_as_the_formula_that_they_say(gold: str, right: str, wrong: str) -> None:
    assert same(gold, right, DEFAULT).equal
    assert not same(gold, wrong, DEFAULT).equal


PERIODIC = r"x=\frac{\pi}{4}+k\pi,\ k\in\mathbb{Z}"


@pytest.mark.parametrize(
    "said",
    ["k entier", "k ganzzahlig", "k 为整数", "k целое", "where k is any integer", "mit k ∈ ℤ"],
)
def test_that_a_parameter_is_whole_is_no_part_of_the_answer(said: str) -> None:
    alone = equivalence(where="answer")
    assert alone.score(completion=f"π/4 + kπ, {said}", answer=PERIODIC).value == 1.0
    assert alone.score(completion=f"π/4 + 2kπ, {said}", answer=PERIODIC).value == 0.0


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("y(x)=A e^{2x}, A an arbitrary constant", "y(x)=A e^{3x}, A an arbitrary constant"),
        ("y = k e^{2x} (k constant)", "y = e^{2x} + k (k constant)"),
        ("y = A e^{2x}, where A is a real constant.", "y = A e^{-2x}, where A is a real constant."),
    ],
)
def test_what_is_said_of_the_constants_is_no_part_of_the_answer(right: str, wrong: str) -> None:
    alone = equivalence(where="answer")
    assert alone.score(completion=right, answer="y = Ce^{2x}").value == 1.0
    assert alone.score(completion=wrong, answer="y = Ce^{2x}").value == 0.0
