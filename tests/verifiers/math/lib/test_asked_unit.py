"""An answer in a unit that the prompt does not ask for is another value."""

from __future__ import annotations

import pytest

from rewardkit_verifiers.math.distance import distance
from rewardkit_verifiers.math.equivalence import equivalence
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
