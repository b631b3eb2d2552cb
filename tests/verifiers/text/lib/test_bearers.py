"""A surname in the name of somebody or something else."""

from __future__ import annotations

import pytest

from rewardkit_verifiers.text.answer import answer

WHO = "Who composed the requiem?"
GOLD = ["Wolfgang Amadeus Mozart", "Mozart"]


@pytest.mark.parametrize("reply", ["Leopold Mozart", "It was Constanze Mozart.", "Mozart Hall"])
def test_another_first_name_or_a_longer_name_is_another_bearer(reply: str) -> None:
    assert answer.score(completion=reply, answer=GOLD, prompt=WHO).value == 0.0


@pytest.mark.parametrize(
    "reply", ["Mozart", "W. A. Mozart", "Composer Mozart", "The Austrian Mozart", "Wolfgang Mozart"]
)
def test_a_title_a_trade_or_a_people_before_a_surname_is_no_first_name(reply: str) -> None:
    assert answer.score(completion=reply, answer=GOLD, prompt=WHO).value == 1.0


def test_without_a_full_name_among_the_answers_nothing_is_held_against_a_first_name() -> None:
    assert answer.score(completion="Leopold Mozart", answer="Mozart", prompt=WHO).value == 1.0


@pytest.mark.parametrize(
    ("reply", "gold"),
    [
        ("West Virginia", "Virginia"),
        ("It lies in Papua New Guinea.", "Guinea"),
        ("hydrogen peroxide", "hydrogen"),
        ("Carbon dioxide is lighter.", "carbon"),
    ],
)
def test_the_name_of_a_longer_place_or_a_compound_is_another_thing(reply: str, gold: str) -> None:
    assert answer.score(completion=reply, answer=gold).value == 0.0


@pytest.mark.parametrize(
    ("reply", "gold"),
    [
        ("Virginia, not West Virginia", "Virginia"),
        ("hydrogen gas", "hydrogen"),
        ("Lev Tolstoy", ["Leo Tolstoy", "Tolstoy"]),
    ],
)
def test_a_name_that_ends_there_is_itself(reply: str, gold: str | list[str]) -> None:
    assert answer.score(completion=reply, answer=gold).value == 1.0


def test_an_initial_between_two_names_hides_no_other_first_name() -> None:
    gold = ["John F. Kennedy", "Kennedy"]
    assert answer.score(completion="Robert F. Kennedy", answer=gold).value == 0.0
    assert answer.score(completion="John Fitzgerald Kennedy", answer=gold).value == 1.0


def test_a_word_is_not_the_name_that_the_question_writes_with_a_capital() -> None:
    asked = 'Which was founded first, "Time" or "Newsweek"?'
    reply = "Newsweek was founded first, at a time of few papers."
    assert answer.score(completion=reply, answer="Time", prompt=asked).value == 0.0
    assert answer.score(completion="time was first", answer="Time", prompt=asked).value == 1.0
