"""References that say which way something changes."""

from __future__ import annotations

import pytest

from rewardkit import get
from rewardkit_verifiers.judge.lib.directions import way
from rewardkit_verifiers.judge.lib.values import equals

PROMPT = "If the supply of a good shrinks, what happens to its price?"
RIGHT = [
    "The price goes up.",
    "It increases.",
    "up",
    "As supply falls, the price rises.",
    "The price rises, since less is on offer.",
    "Der Preis steigt.",
    "Le prix augmente.",
    "价格上升。",
]
WRONG = [
    "It falls.",
    "The price goes down.",
    "It stays the same.",
    "As supply falls, the price falls.",
    "It does not rise.",
    "It rises or falls.",
    "Der Preis sinkt.",
    "down",
]


@pytest.mark.parametrize("said", RIGHT)
def test_the_same_way_in_other_words_is_put_to_the_judge(said: str) -> None:
    judge = get("judge/reference")(judge={"fake": "approve"})
    assert judge.score(completion=said, answer="It rises", prompt=PROMPT).value == 1.0


@pytest.mark.parametrize("said", WRONG)
def test_the_other_way_is_refused(said: str) -> None:
    judge = get("judge/reference")(judge={"fake": "approve"})
    assert judge.score(completion=said, answer="It rises", prompt=PROMPT).value == 0.0


def test_what_stays_the_same_may_be_said_by_a_denial() -> None:
    judge = get("judge/reference")(judge={"fake": "approve"})
    ask = {"answer": "It stays constant", "prompt": "What happens to the acceleration?"}
    assert judge.score(completion="It doesn't change.", **ask).value == 1.0
    assert judge.score(completion="It gets bigger.", **ask).value == 0.0
    assert way("The speed of light") == ""


def test_two_sentences_are_no_equal_products_of_letters() -> None:
    assert not equals("It falls.", "It rises")
    assert not equals("He lost", "He won")
    assert equals("one half", "1/2")
