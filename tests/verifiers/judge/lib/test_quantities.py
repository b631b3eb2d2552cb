"""Quantities: the same in another unit, and the same number in another unit."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit import get
from rewardkit_verifiers.judge.lib.quantities import other_quantity, quantities_at, same_quantity
from rewardkit_verifiers.judge.reference import reference


@pytest.mark.parametrize(
    ("gold", "text"),
    [
        ("3 m", "300 cm"),
        ("45 km/h", "12.5 m/s"),
        ("20 °C", "68 degrees Fahrenheit"),
        ("20 °C", "It is 293.15 K."),
        ("75 minutes", "1 h 15 min"),
        ("75 minutes", "1 hour and 15 minutes"),
        ("2.5e4 km", "2.5 × 10^4 km"),
        ("12 cm²", "12 square centimetres"),
        ("70 km/h", "70 kilometers an hour"),
        ("2 years", "24 months"),
    ],
)
def test_another_unit_is_the_same_quantity(gold: str, text: str) -> None:
    assert same_quantity(text, gold)
    assert not other_quantity(text, gold)


@pytest.mark.parametrize(
    ("gold", "text"),
    [
        ("3 m", "3 km"), ("45 km/h", "45 mph"), ("20 °C", "20 °F"), ("75 minutes", "75 hours"),
        ("1,250 m", "1,250 km"), ("6 kg", "6 hours"), ("12 cm²", "12 m²"),
    ],
)  # fmt: skip
def test_the_number_in_another_unit_is_another_quantity(gold: str, text: str) -> None:
    assert other_quantity(text, gold)
    assert not same_quantity(text, gold)


def test_a_list_is_no_sum() -> None:
    assert [one.amounts for one in quantities_at("4 h, 2 h")] == [
        frozenset([Fraction(4 * 3600)]),
        frozenset([Fraction(2 * 3600)]),
    ]


@given(st.integers(1, 10**6), st.sampled_from(["m", "kg", "s", "°C", "km/h", "J"]))
def test_a_quantity_is_itself_and_not_another_number_of_it(number: int, unit: str) -> None:
    gold = f"{number} {unit}"
    assert same_quantity(f"It is {gold}.", gold)
    assert not same_quantity(f"It is {2 * number} {unit}.", gold)


@given(st.text(alphabet="0123456789.,×^ -{}kmh/°C²and", max_size=60))
def test_any_text_has_quantities_or_none(text: str) -> None:
    assert all(one.start < one.end <= len(text) + 60 for one in quantities_at(text))


@pytest.mark.parametrize(
    ("gold", "reply", "value"),
    [
        ("212 °F", "It boils at 100 °C, i.e. 100 × 9/5 + 32 = 212 degrees Fahrenheit.", 1.0),
        ("212 °F", "It boils at 100 °C, i.e. 100 × 9/5 = 180 °F.", 0.0),
        ("48", "There are 42, i.e. 48.", 0.0),
        ("48", "There are 42 (i.e. 48).", 0.0),
        ("40 g/mol", "24.3 + 16.0 = 40.3, so to the nearest whole number 40 g mol⁻¹.", 1.0),
        ("40 g/mol", "That makes 40 g mol^{-1}.", 1.0),
        ("40 g/mol", "That makes 41 g mol⁻¹.", 0.0),
        ("90 degrees", "π/2 radians, that is 90° in this plane.", 1.0),
        ("90 degrees", "It has 90 (= 180 / 2) degrees.", 1.0),
        ("90 degrees", "It has 60 (= 90) degrees.", 0.0),
        ("62.5%", "0.625, i.e. 62.5 percent", 1.0),
        ("62.5%", "0.6, i.e. 62.5 percent", 0.0),
        ("62.5%", "0.625 percent", 0.0),
    ],
)
def test_a_number_said_again_in_the_unit_asked_for_is_the_answer(
    gold: str, reply: str, value: float
) -> None:
    same = reference(judge={"fake": "approve"})
    assert same.score(completion=reply, answer=gold, prompt="How much?").value == value


@pytest.mark.parametrize(
    ("reply", "value"),
    [("1500 g", 1.0), ("1500", 1.0), ("1,500 grams", 1.0), ("1500 mg", 0.0), ("1500 kg", 0.0)],
)
def test_the_unit_that_the_question_asks_for_is_that_of_a_bare_number(
    reply: str, value: float
) -> None:
    same = reference(judge={"fake": "approve"})
    prompt = "How many grams are 1.5 kilograms?"
    assert same.score(completion=reply, answer="1500", prompt=prompt).value == value


@pytest.mark.parametrize(
    ("reply", "value"),
    [
        ("About 310 K (37 °C).", 1.0),
        ("310.15 K, so 310 to the nearest whole number", 1.0),
        ("37 °C + 273.15 = 310.15 ≈ 310", 1.0),
        ("310 °C", 0.0),
        ("310 degrees Celsius", 0.0),
        ("311 K", 0.0),
    ],
)
def test_the_sign_of_the_unit_that_is_asked_for_may_stand_behind_the_number(
    reply: str, value: float
) -> None:
    same = reference(judge={"fake": "approve"})
    prompt = "What is the temperature of the body in kelvin?"
    assert same.score(completion=reply, answer="310", prompt=prompt).value == value


SPEED = "What is the speed of light in m/s?"
LENGTH = "How long does the trip take?"
AREA = "What is the area of a circle of radius 3?"


@pytest.mark.parametrize(
    ("prompt", "answer", "said"),
    [
        (SPEED, "3×10^8 m/s", r"$3\times10^{8}$ m/s"),
        (SPEED, "3×10^8 m/s", "3 × 10⁸ m/s"),
        (SPEED, "3×10^8 m/s", "300,000 km/s"),
        (SPEED, "3×10^8 m/s", "It is roughly 300 million metres per second."),
        ("How many grams are 2.5 kg?", "2500 g", "2.5 × 10³ g"),
        ("What force is it?", "6 N", "6 kg·m/s²"),
        (LENGTH, "2 hours 15 minutes", "two hours and fifteen minutes"),
        (LENGTH, "2 hours 15 minutes", "2¼ hours"),
        (LENGTH, "2 hours 15 minutes", "2h15"),
        (LENGTH, "5 feet 11 inches", "5'11\""),
        (AREA, "9π", "A = πr² = 9π square units"),
        (AREA, "9π", "9·π cm²"),
        ("Teaspoons in a tablespoon?", "3", "3 tsp = 1 tbsp"),
    ],
)
def test_powers_of_ten_and_parts_of_units_are_read(prompt: str, answer: str, said: str) -> None:
    judge = get("judge/reference")(judge={"fake": "approve"})
    assert judge.score(completion=said, answer=answer, prompt=prompt).value == 1.0


@pytest.mark.parametrize(
    ("prompt", "answer", "said"),
    [
        (SPEED, "3×10^8 m/s", r"$3\times10^{7}$ m/s"),
        (SPEED, "3×10^8 m/s", "3 × 10⁸ km/s"),
        ("How many grams are 2.5 kg?", "2500 g", "2.5 kg are 25 g"),
        ("What force is it?", "6 N", "6 m/s²"),
        (LENGTH, "2 hours 15 minutes", "two hours and fifty minutes"),
        (LENGTH, "2 hours 15 minutes", "2.15 hours"),
        (LENGTH, "5 feet 11 inches", "5'1\""),
        (AREA, "9π", "9"),
        (AREA, "9π", "9π²"),
        (AREA, "9π", "π/9"),
        (AREA, "9π", "9 + π"),
        ("Teaspoons in a tablespoon?", "3", "2 tsp = 1 tbsp"),
    ],
)
def test_another_power_of_ten_or_part_is_not_paid(prompt: str, answer: str, said: str) -> None:
    judge = get("judge/reference")(judge={"fake": "approve"})
    assert judge.score(completion=said, answer=answer, prompt=prompt).value == 0.0
