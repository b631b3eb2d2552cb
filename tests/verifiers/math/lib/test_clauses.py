"""Answers in sentences: what their last clause concludes, and sentences that conclude nothing."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit import get
from rewardkit_verifiers.math.lib.clauses import readings

EQUAL = get("math/equivalence")
RIGHT = (
    ("2, 3", "(x-2)(x-3) = 0, so x = 2 or x = 3."),
    ("x > 2", "2x > 4, so x > 2."),
    ("x > 2", "Subtract 3 and divide by 2: x > 2."),
    ("x > 2", "All real numbers greater than 2."),
    ("11/12", "LCD is 12: 9/12 + 2/12 = 11/12. Done!"),
    ("17", "Plugging in x = -3: 2·9 = 18, 18 − 1 = 17."),
    ("42", "It costs 42 dollars to buy 14 pens."),
    ("42", "So you need forty-two dollars."),
    ("42", "42 dollars (14 pens at 3 dollars each)."),
    ("42", "**42**\n\nExplanation: 14 pens times 3 dollars."),
    ("20", "Twenty. An icosahedron is a solid with many triangular faces."),
    ("2 hours 45 minutes", "The journey takes 2 h 45 min."),
    ("1/6", "The chance is one in six."),
    (r"25\pi \text{ cm}^2", "So the circle has an area of 25π cm²."),
    ("(4, 7)", "M(4|7)"),
)
WRONG = (
    ("2, 3", "(x-2)(x-3) = 0, so x = 2 or x = 4."),
    ("x > 2", "2x > 4, so maybe x > 2."),
    ("x > 2", "All real numbers less than 2."),
    ("42", "14 pens: 14 × 3"),
    ("42", "It costs 45 dollars to buy 42 pens."),
    ("42", "We have 42 pens. The price is 126."),
    ("42", "42. No wait, because each costs 4, it is 56."),
    ("42", "42 dollars (the real price is 45 dollars)."),
    ("2 hours 45 minutes", "The journey takes 2 h 54 min."),
    ("45 minutes", "The journey takes 2 h 45 min."),
    ("10", "Multiply both sides by 5: x ≡ 10 ≡ 3 (mod 7)."),
    ("2", "The solution set is (2, ∞)."),
    ("4", "Both divide by 12, so the simplified ratio is 5 : 4."),
    ("2", "The slope is 4 and the y-intercept is 2."),
    ("9", "36 has 8 positive divisors, one of which is 9."),
    ("1/6", "The chance is six in one."),
    ("120", "So there are 120! ways."),
)


@pytest.mark.parametrize(("gold", "reply"), RIGHT)
def test_the_last_clause_of_a_right_sentence_is_paid(gold: str, reply: str) -> None:
    assert EQUAL.score(completion=reply, answer=gold).value == 1.0


@pytest.mark.parametrize(("gold", "reply"), WRONG)
def test_a_sentence_that_concludes_something_else_is_not_paid(gold: str, reply: str) -> None:
    assert EQUAL.score(completion=reply, answer=gold).value != 1.0


def test_an_answer_in_words_to_the_opposite_question_is_not_paid() -> None:
    asked = "Find the eigenvalues of the matrix and give the larger one."
    assert EQUAL.score(completion="The larger is 3.", answer="3", prompt=asked).value == 1.0
    assert EQUAL.score(completion="The smaller is 3.", answer="3", prompt=asked).value == 0.0


def test_a_base_model_that_goes_on_with_other_questions_answers_the_first() -> None:
    said = " The answer is 48.\n\nQuestion: If 5x = 65, what is x?\nAnswer: The answer is 13."
    assert EQUAL.score(completion=said, answer="48").value == 1.0
    assert EQUAL.score(completion=said, answer="13").value == 0.0


@given(st.text(max_size=200))
def test_any_text_has_readings_or_none(text: str) -> None:
    assert len(readings(text)) <= 10


def test_clauses_are_read_in_linear_time() -> None:
    for piece in (
        "so x = ",
        "; 2. ",
        ": ",
        "→",
        "2 h ",
        "is 4 in ",
        "4 (a b c) ",
        "x is greater than ",
    ):
        start = time.process_time()
        EQUAL.score(completion=piece * 10_000, answer="4")
        readings((piece * 600)[:590] + " 4")
        assert time.process_time() - start < 5
