"""Words that open a remark in one language and none in another, and reasons behind an answer."""

from __future__ import annotations

import pytest

from rewardkit import get

EQUAL = get("math/equivalence")
RIGHT = (
    ("Price?", "After 3 days the price was 42 dollars.", "42"),
    ("Price?", "In 2019 the price was $42.", "42"),
    ("Total?", "With 5 boxes the total was 60.", "60"),
    ("Seats?", "With 12 rows the car has 48 seats.", "48"),
    ("Worth?", "The car is worth $16,200, or 81% of its original price of $20,000.", "16200"),
    ("Worth?", "After 2 years the car is worth 16200 dollars.", "16200"),
    ("Cost?", "The 5 friends want to pay 12 dollars each.", "12"),
    ("How many?", "The 12 guests want 36 rolls.", "36"),
    ("Wie viel?", "Es sind 25 mL, was 0,025 L entspricht.", "25"),
    ("Wie viel?", "Er bezahlt 12 Euro, weil 3 mal 4 gleich 12 ist.", "12"),
    ("Combien ?", "Il reste 12 euros, car 20 - 8 = 12.", "12"),
    ("Combien ?", "Il reste 12 euros car il a dépensé 8 euros sur 20.", "12"),
    ("Hoeveel?", "Er blijven 12 euro over, want hij gaf 8 euro uit.", "12"),
    ("Layers?", "5 boxes, because 144 ÷ 24 = 6 and one is broken.", "5"),
    ("Layers?", "6 layers, because 144 ÷ 24 = 6.", "6"),
    ("Layers?", "It's 6: 24 goes into 144 six times.", "6"),
    ("Layers?", "There are 6 layers. To see why, divide 144 by 24.", "6"),
    ("Largest?", "So the largest is 31.\n\nAnd indeed $27+29+31=87$.", "31"),
    ("¿Área?", r"El área del rectángulo es, por tanto, $9\cdot14=126$ cm$^2$.", "126"),
    ("Fifth number?", "__21__", "21"),
    ("第20项?", "故 $a_{20}=61$.", "61"),
    (
        "Solve for (x,y).",
        "\\[\n\\begin{aligned}\n2x &= 6 \\\\\nx &= 3, \\quad y = 2\n\\end{aligned}\n\\]",
        "(3,2)",
    ),
    ("Evaluate.", "\\begin{multline*}\n1+2+3+\\\\ 4+5 = 15\n\\end{multline*}", "15"),
    ("Fuel?", "After 3 hours the car on the left has 42 litres.", "42"),
)
WRONG = (
    ("Price?", "After 42 days the price was 3 dollars.", "42"),
    ("Total?", "With 60 boxes the total was 5.", "60"),
    ("Seats?", "With 48 rows the car has 12 seats.", "48"),
    ("Layers?", "5 layers, because 144 ÷ 24 = 6.", "6"),
    ("Layers?", "It's 5: 24 goes into 144 exactly 6 times.", "6"),
    ("Layers?", "There are 5 layers. To see why, divide 144 by 24 to get 6.", "6"),
    ("Largest?", "So the largest is 29.\n\nAnd indeed $27+29+31=87$.", "31"),
    ("Combien ?", "Il reste 8 euros, car 20 - 8 = 12.", "12"),
    ("Hoeveel?", "Er blijven 8 over, want 20 - 8 = 12.", "12"),
    (
        "Solve for (x,y).",
        "\\[\n\\begin{aligned}\n2x &= 6 \\\\\nx &= 2, \\quad y = 3\n\\end{aligned}\n\\]",
        "(3,2)",
    ),
)


@pytest.mark.parametrize(("prompt", "reply", "gold"), RIGHT)
def test_an_english_word_opens_no_foreign_remark(prompt: str, reply: str, gold: str) -> None:
    assert EQUAL.score(completion=reply, answer=gold, prompt=prompt).value == 1.0


@pytest.mark.parametrize(("prompt", "reply", "gold"), WRONG)
def test_what_stands_before_such_a_word_is_not_paid(prompt: str, reply: str, gold: str) -> None:
    assert EQUAL.score(completion=reply, answer=gold, prompt=prompt).value == 0.0
