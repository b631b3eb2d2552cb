"""The value of the last statement: bold, chains, lists, labels and JSON; and what is none."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit import get
from rewardkit_verifiers.math.lib.extraction.concluded import concluded
from rewardkit_verifiers.math.lib.extraction.found import Found

EQUAL, NUMBER = get("math/equivalence"), get("math/number")
RIGHT = (
    (
        "300000",
        "$$E = \\frac12 m v^2 = 300{,}000$$\n\nSo the kinetic energy is **300 000 J** in all.",
    ),
    ("5", "Then $x + 1 = 6$.\n\nSo she has 5 apples left."),
    ("36", '```json\n{"reasoning": "0.15 * 240 = 36", "answer": 36}\n```'),
    ("5, 2", "The eigenvalues are\n\n1. λ₁ = 5\n2. λ₂ = 2"),
    ("(-6, -1, 3)", "k: 1·3 − 0·0 = 3\n\nResult: ⟨−6, −1, 3⟩"),
    ("3/4", "−4y = 12 − 3x → y = (3/4)x − 3\n\nPor lo tanto, la pendiente es **m = 3/4**."),
    (r"2\sqrt{3}", "To rationalize it, multiply top and bottom by √3: 6√3 / 3 = 2√3."),
    ("1+2i, 1-2i", "Completing the square: (z − 1)² = −4, so z − 1 = ±2i and **z = 1 ± 2i**."),
    ("30", "It produces 0 + 1 + 4 + 9 + 16.\n\nThe expression evaluates to `30`."),
)
WRONG = (
    ("4", "We get $x = 4$.\n\nSo the number of apples is 5."),
    ("5", "It may well be **5** here."),
    ("5", "The area is not **5** at all."),
    ("5", "So x + 5 = 9, x − 5 = 5 cannot hold."),
    ("5", '```json\n{"draft": 5, "answer": 6}\n```'),
    ("5", "- Step 1: 3\n- Step 2: 5"),
    ("5", "Either a = 3 or a = 5."),
    ("60 km/h", "v = d/t = 150/2.5 = 60. So the average speed of the car is 60 m/s."),
)


@pytest.mark.parametrize(("gold", "reply"), RIGHT)
def test_the_value_of_the_last_statement_is_the_answer(gold: str, reply: str) -> None:
    assert EQUAL.score(completion=reply, answer=gold).value == 1.0


@pytest.mark.parametrize(("gold", "reply"), WRONG)
def test_a_statement_of_something_else_is_not_paid(gold: str, reply: str) -> None:
    assert EQUAL.score(completion=reply, answer=gold).value != 1.0


def test_a_statement_that_is_no_number_leaves_the_last_number() -> None:
    assert NUMBER.score(completion="10 times 3.6 = 36 dollars", answer="36").value == 1.0


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    found = concluded(text)
    assert found is None or isinstance(found, Found) or found.reason


def test_statements_are_read_in_linear_time() -> None:
    for piece in ("so x = ", "**4** ", "- a: 4\n", '{"answer": ', "and a = 4 and ", ": = ", "→ ="):
        start = time.process_time()
        EQUAL.score(completion=piece * 20_000, answer="4")
        assert time.process_time() - start < 5
