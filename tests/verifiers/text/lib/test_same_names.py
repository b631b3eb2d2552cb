"""Well-known abbreviations and names in another language."""

from __future__ import annotations

import pytest

from rewardkit_verifiers.text.answer import answer


def paid(reply: str, gold: str, prompt: str = "") -> bool:
    return answer.score(completion=reply, answer=gold, prompt=prompt).value == 1.0


@pytest.mark.parametrize(
    ("reply", "gold"),
    [
        ("United States of America", "USA"),
        ("The United States.", "United States of America"),
        ("It is the UK.", "United Kingdom"),
        ("NYC", "New York City"),
        ("JFK", "John F. Kennedy"),
        ("John F. Kennedy", "JFK"),
        ("WW2", "World War II"),
        ("WWII", "World War II"),
        ("the Second World War", "WWII"),
        ("Munich", "München"),
        ("Köln", "Cologne"),
    ],
)
def test_a_well_known_other_name_is_the_name(reply: str, gold: str) -> None:
    assert paid(reply, gold)


@pytest.mark.parametrize(
    ("reply", "gold"),
    [
        ("It was us.", "United States"),
        ("WWI", "World War II"),
        ("un homme", "United Nations"),
        ("UK or France", "United Kingdom"),
        ("JFK, UK, NYC", "John F. Kennedy"),
        ("It is not the UK.", "United Kingdom"),
        ("Robert Kennedy", "JFK"),
    ],
)
def test_an_abbreviation_of_something_else_or_beside_guesses_is_not(reply: str, gold: str) -> None:
    assert not paid(reply, gold)


def test_another_name_is_no_answer_where_the_name_itself_is_asked_for() -> None:
    assert not paid("UK", "United Kingdom", "What does UK stand for?")
    assert not paid("Vienna", "Wien", "What is Vienna called in German?")
    assert not paid("Vienna", "Wien", "What is Vienna in German?")
