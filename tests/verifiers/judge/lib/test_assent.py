"""Yes and no without the word."""

from __future__ import annotations

import pytest

from rewardkit import get
from rewardkit_verifiers.judge.lib.assent import assents

WATER, PRIME, FISH = (
    "Does water expand when it freezes?",
    "Is 51 a prime number?",
    "True or false: whales are fish.",
)
RIGHT = [
    (WATER, "Yes", "It does, by roughly 9 % in volume."),
    (WATER, "Yes", "Water does expand when it freezes."),
    (WATER, "Yes", "Of course."),
    (WATER, "Yes", "Correct, by about 9 %."),
    (PRIME, "No", "It is not: 51 = 3 × 17."),
    (PRIME, "No", "51 is not prime."),
    ("Is 0 an even number?", "Yes", "Zero is even."),
    (PRIME, "No", "Far from it - 3·17 = 51."),
    ("Must some A be C?", "No", "That does not follow."),
    ("Must some A be C?", "No", "Not necessarily."),
    (FISH, "False", "No, whales are mammals."),
    ("Can a triangle have two right angles?", "No", "That's impossible: the sum is 180°."),
    ("Can a triangle have two right angles?", "No", "A triangle cannot have two right angles."),
    ("If all A are B and all B are C, are all A C?", "Yes", "It follows that they are."),
    ("Does P → Q give Q → P?", "No", "No – P → Q does not give Q → P."),
    (FISH, "False", "Nope, they're mammals."),
]
WRONG = [
    (WATER, "Yes", "It doesn't."),
    (WATER, "Yes", "Water contracts when it freezes."),
    (WATER, "Yes", "Does water expand when it freezes"),
    (WATER, "Yes", "It does. No, it doesn't."),
    (WATER, "Yes", "It does if you say so, but no."),
    (PRIME, "No", "51 is prime."),
    (PRIME, "Yes", "Yes, no."),
    (PRIME, "No", "It is prime. no cap"),
    (PRIME, "No", "No factor exists, so it is."),
    (PRIME, "No", "no-one knows"),
    ("Can a triangle have two right angles?", "No", "It can."),
    (PRIME, "No", "Of course it is."),
    ("Is the Earth bigger than the Moon?", "Yes", "The Moon is bigger than the Earth."),
    ("Must some A be C?", "No", "Necessarily."),
    (FISH, "False", "Yes, whales are fish."),
    (FISH, "True", "The statement is true, and therefore the statement is false."),
]


@pytest.mark.parametrize(("prompt", "answer", "said"), RIGHT)
def test_yes_or_no_is_read_without_the_word(prompt: str, answer: str, said: str) -> None:
    judge = get("judge/reference")(judge={"fake": "approve"})
    assert judge.score(completion=said, answer=answer, prompt=prompt).value == 1.0


@pytest.mark.parametrize(("prompt", "answer", "said"), WRONG)
def test_the_opposite_and_both_are_not_paid(prompt: str, answer: str, said: str) -> None:
    judge = get("judge/reference")(judge={"fake": "approve"})
    assert judge.score(completion=said, answer=answer, prompt=prompt).value != 1.0


def test_a_question_with_a_denial_in_it_is_not_read() -> None:
    assert not assents("It is.", "Yes", "Is 9 not a prime?")
    assert not assents("It is.", "Canberra", "Is it Canberra?")
