"""An accepted answer in another part than the one that is asked for."""

from __future__ import annotations

import pytest

from rewardkit_verifiers.text.answer import answer


def paid(prompt: str, alias: str, reply: str) -> bool:
    return answer.score(completion=reply, answer=alias, prompt=prompt).value == 1.0


@pytest.mark.parametrize(
    ("prompt", "alias", "reply", "expected"),
    [
        ("who won the final", "Nal Town", "Tuz United beat Nal Town in the final.", False),
        ("who won the final", "Nal Town", "Nal Town beat Tuz United in the final.", True),
        ("who won the final", "Nal Town", "Tuz United were beaten by Nal Town.", True),
        ("who lost the final", "Nal Town", "Nal Town beat Tuz United.", False),
        ("who did Tuz United beat", "Nal Town", "Tuz United beat Nal Town.", True),
        ("how many legs has a bee", "6", "A bee has 8 legs and a body of 6 rings.", False),
        ("how many legs has a bee", "6", "A bee has 6 legs and a body of 3 rings.", True),
        ("how many games were played", "11", "They played 9 games since 11 March.", False),
        ("how many people came", "40", "40 came, 12 of them children.", True),
        ("who taught Ida", "Ann Lee", "Bob Ray, son of Ann Lee", False),
        ("who was Bob's mother", "Ann Lee", "Bob Ray was the son of Ann Lee.", True),
        ("when was it sold", "1990", "It was sold in 1994, years after the fire of 1990.", False),
        ("when is it said", "Easter Day", "It is said from Easter Day to Pentecost.", False),
        ("who won the league", "Nal Town", "Tuz won, over the runners-up, Nal Town.", False),
    ],
)
def test_the_part_of_a_name_or_number_must_be_the_one_that_is_asked_for(
    prompt: str, alias: str, reply: str, expected: bool
) -> None:
    assert paid(prompt, alias, reply) is expected


def test_less_than_half_of_a_number_of_things_asked_for_is_not_enough() -> None:
    aliases = ["Ann Lee", "Bob Ray", "Cy Fox"]
    asked = "3 candidates for the office of mayor"
    one = "The candidates were Ann Lee, Dan Oak and Ida Roy, all from the north of town."
    two = "The candidates were Ann Lee, Bob Ray and Ida Roy, all from the north of town."
    assert answer.score(completion=one, answer=aliases, prompt=asked).value == 0.0
    assert answer.score(completion=two, answer=aliases, prompt=asked).value == 1.0
