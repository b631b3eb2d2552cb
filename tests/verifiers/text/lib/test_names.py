"""Names written in another way."""

from __future__ import annotations

import pytest

from rewardkit_verifiers.text.answer import answer


def paid(alias: str, reply: str, prompt: str = "who was it") -> bool:
    return answer.score(completion=reply, answer=alias, prompt=prompt).value == 1.0


@pytest.mark.parametrize(
    ("alias", "reply"),
    [
        ("James Oakley", "It was Jimmy Oakley."),
        ("Bill Oakley", "William Oakley did it in 1950."),
        ("Yuri Bakarin", "The pilot was Yury Bakarin."),
        ("Mohammed Alwan", "It was Muhammad Alwan."),
        ("Vincent van Hoorn", "Van Hoorn painted it in June."),
        ("Clara Weiss", "Weiss wrote it in 1901."),
        ("Clara Weiss", "Clara M. Weiss wrote it."),
    ],
)
def test_short_first_names_other_spellings_and_the_surname_alone_are_read(
    alias: str, reply: str
) -> None:
    assert paid(alias, reply)


@pytest.mark.parametrize(
    ("alias", "reply"),
    [
        ("James Oakley", "It was Robert Oakley."),
        ("Michael Oakley", "It was Michelle Oakley."),
        ("Clara Weiss", "It was Otto Weiss."),
        ("Clara Weiss", "It was Weiss Brandt."),
        ("Clara Weiss", "It was not Weiss."),
        ("Clara Weiss and Otto Brandt", "It was Weiss."),
    ],
)
def test_another_bearer_of_the_surname_is_not_paid(alias: str, reply: str) -> None:
    assert not paid(alias, reply)


@pytest.mark.parametrize("name", ["New York", "South Dakota", "Upper Lindau", "San Marino"])
def test_the_last_word_of_a_place_is_another_place(name: str) -> None:
    assert not paid(name, name.split()[1], "which place is it")
    assert paid(name, name, "which place is it")


def test_words_of_two_names_of_a_list_are_not_a_third_name() -> None:
    assert not paid("Little Oslo", "Little Vienna, Great Oslo garden", "which place is it")
    assert paid("Marie Curie", "Curie, Marie")


def test_a_surname_that_the_question_says_tells_nothing() -> None:
    assert not paid("Clara Weiss", "A Weiss.", prompt="who was the mother of Otto Weiss")
