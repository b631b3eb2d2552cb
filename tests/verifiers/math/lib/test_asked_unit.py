"""An answer in a unit that the prompt does not ask for is another value."""

from __future__ import annotations

import pytest

from rewardkit_verifiers.math.distance import distance
from rewardkit_verifiers.math.equivalence import equivalence
from rewardkit_verifiers.math.lib.asked_unit import has_other_unit
from rewardkit_verifiers.math.number import number

FILM = "A film lasts 2.5 hours. How long is that in minutes?"
SHIRT = "A shirt costs $24.50 after a discount of 30 %. What was the price before?"


@pytest.mark.parametrize(
    ("prompt", "answer", "said"),
    [
        *((FILM, "150", "150 seconds"), (FILM, "150", r"\boxed{150 \text{ seconds}}")),
        *((FILM, "150", "The answer is 150 hours."), (SHIRT, "35", "35 cents")),
        ("How many meters of rope are left?", "5", r"\boxed{5\text{ cm}}"),
    ],
)
def test_another_unit_of_the_same_kind_is_refused(prompt: str, answer: str, said: str) -> None:
    for verifier in (equivalence, number):
        assert verifier.score(completion=said, answer=answer, prompt=prompt).value == 0.0
    assert distance.score(completion=said, answer=answer, prompt=prompt).value == -4.5


@pytest.mark.parametrize(
    ("prompt", "answer", "said"),
    [
        *((FILM, "150", "150 min"), (FILM, "150", "150 minutes"), (FILM, "150", "150")),
        *((SHIRT, "35", "$35"), (SHIRT, "35", "35 dollars"), ("How long is it?", "5", "5 cm")),
        ("A coin is worth $0.05. How many cents is that?", "5", "5 cents"),
        ("How many meters of rope are left?", "5", r"\boxed{5\text{ m}}"),
        ("In 3 hours she reads 90 pages. How many pages?", "90", "90 pages"),
    ],
)
def test_the_unit_asked_for_or_none_is_paid(prompt: str, answer: str, said: str) -> None:
    for verifier in (equivalence, number):
        assert verifier.score(completion=said, answer=answer, prompt=prompt).value == 1.0
    assert distance.score(completion=said, answer=answer, prompt=prompt).value == 5.0


ACCELERATION = (
    "A car starts from rest and moves at 27 m/s after 9 s. What is its acceleration in m/s^2?"
)
DENSITY = "What is the density in g/cm^3 of a 270 g block of 100 cm^3?"
ANGLE = "Two angles of a triangle are 40 and 75 degrees. Find the third angle in degrees."
INTEREST = "You invest $2,000 at 5% simple interest. How much interest do you earn in 3 years?"
EUROS = "How much is 250 US dollars in euros at 0.92 euros per dollar?"


@pytest.mark.parametrize(
    ("prompt", "answer", "said"),
    [
        *((ACCELERATION, "3", rf"\boxed{{3 \text{{ {unit}}}}}") for unit in ("m/s", "km/h^2", "s")),
        *(
            (DENSITY, "2.7", said)
            for said in (r"\boxed{2.7 \text{ kg/m}^3}", r"\boxed{2.7\text{ g}}")
        ),
        *(
            (ANGLE, "65", f"So the angle is **65 {unit}**.")
            for unit in ("minutes", "radians", "cm")
        ),
        *((INTEREST, "300", said) for said in (r"\boxed{300\%}", "The answer is 300 percent.")),
        *((EUROS, "230", said) for said in (r"\boxed{\$230}", "#### $230")),
    ],
)
def test_a_unit_of_another_kind_is_refused_where_the_question_names_one(
    prompt: str, answer: str, said: str
) -> None:
    for verifier in (equivalence, number):
        assert verifier.score(completion=said, answer=answer, prompt=prompt).value == 0.0
    assert distance.score(completion=said, answer=answer, prompt=prompt).value == -4.5


@pytest.mark.parametrize(
    ("prompt", "answer", "said"),
    [
        *(
            (ACCELERATION, "3", rf"\boxed{{3 {unit}}}")
            for unit in ("", r"\text{ m/s}^2", r"\ \mathrm{m/s^2}")
        ),
        *(
            (DENSITY, "2.7", said)
            for said in (r"\boxed{2.7 \text{ g/cm}^3}", "The answer is 2.7 g/cm³.")
        ),
        *(
            (ANGLE, "65", said)
            for said in (r"\boxed{65^\circ}", "The answer is 65 degrees.", "**65°**")
        ),
        *((INTEREST, "300", said) for said in (r"\boxed{\$300}", "The answer is 300 dollars.")),
        *((EUROS, "230", said) for said in ("The answer is 230 euros.", r"\boxed{230}")),
        ("What is the percent increase from 80 to 100?", "25", r"\boxed{25\%}"),
        ("How much greater is 100 than 80, in percent?", "25", r"\boxed{25\%}"),
    ],
)
def test_the_unit_of_the_question_is_paid_however_it_is_written(
    prompt: str, answer: str, said: str
) -> None:
    for verifier in (equivalence, number):
        assert verifier.score(completion=said, answer=answer, prompt=prompt).value == 1.0


def test_cents_are_an_answer_to_a_reference_in_dollars() -> None:
    prompt = r"A pen costs \$1.25. How much do three such pens cost?"
    assert not has_other_unit("375 cents", "$3.75", prompt)
    assert has_other_unit("375 cents", "375", prompt)


@pytest.mark.parametrize(
    ("reply", "gold", "right"),
    [
        ("The side is $2\\sqrt3$ m.", "2\\sqrt{3} cm", False),
        ("The side is $2\\sqrt3$ cm.", "2\\sqrt{3} cm", True),
        ("The length is $5$ m.", "5 cm", False),
        ("The length is $5$ in total.", "5 cm", True),
        ("The length is $5$.", "5 cm", True),
    ],
)
def test_the_unit_behind_a_formula_belongs_to_its_value(reply: str, gold: str, right: bool) -> None:
    assert (equivalence.score(completion=reply, answer=gold).value == 1.0) is right


@pytest.mark.parametrize(
    ("prompt", "reply", "right"),
    [
        ("What is the probability of a red one, as a decimal?", "It is 0.35 %.", False),
        ("What is the probability of a red one?", "\\boxed{35\\%}", True),
        ("What is the probability of a red one?", "\\boxed{0.35}", True),
        ("By what percent does it grow?", "\\boxed{0.35\\%}", True),
        ("", "\\boxed{0.35\\%}", True),
    ],
)
def test_a_percent_sign_on_a_fraction_is_a_hundredth_of_it(
    prompt: str, reply: str, right: bool
) -> None:
    found = equivalence.score(completion=reply, answer="0.35", prompt=prompt)
    assert (found.value == 1.0) is right


@pytest.mark.parametrize(
    ("gold", "reply", "right"),
    [
        ("20 minutes", r"$\frac{1}{3}$ hour", True),
        ("20 minutes", r"It takes $\frac{1}{3}$ of an hour.", True),
        ("3 m", r"\(300\) cm", True),
        ("1.5 hours", "$1$ hour $30$ minutes", True),
        ("20 minutes", r"$\frac{1}{3}$ minutes", False),
        ("28 √3 cm²", "$28\\sqrt{3}$ m²", False),
        ("5 m", "$5$ m²", False),
    ],
)
def test_a_formula_with_its_unit_behind_it_is_converted(gold: str, reply: str, right: bool) -> None:
    assert (equivalence.score(completion=reply, answer=gold).value == 1.0) is right


@pytest.mark.parametrize(
    ("prompt", "said", "other"),
    [
        ("A rectangle is 6 cm long and 4 cm wide. What is its area?", "24 m²", True),
        ("A rectangle is 6 cm long and 4 cm wide. What is its area?", "24 cm²", False),
        ("A table is 6 m by 400 cm. What is its area?", "24 m²", False),
        ("A pool is 2 m long, 1 m wide and 5 m deep. What is its volume?", "10 cm^3", True),
        ("A rectangle is 6 by 4. What is its area?", "24 cm²", False),
        ("How many dollars does it cost?", "24 euros", True),
        ("How many euros does it cost?", "24 euros", False),
    ],
)
def test_a_prompt_with_one_unit_of_length_asks_for_no_other(
    prompt: str, said: str, other: bool
) -> None:
    assert has_other_unit(said, said.split()[0], prompt) is other
