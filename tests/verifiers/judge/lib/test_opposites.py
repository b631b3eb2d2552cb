"""Yes and no by the opposite of what a question asks."""

from __future__ import annotations

import pytest

from rewardkit_verifiers.judge.lib.opposites import says_opposite


@pytest.mark.parametrize(
    ("prompt", "reply"),
    [
        ("Is 91 a prime number?", "91 splits into 7 × 13, so it's composite."),
        ("Is 91 a prime number?", "Composite."),
        ("Is 7 even?", "7 is odd."),
        ("Is √2 rational?", "It is irrational, by an old proof."),
        ("Does the harmonic series converge?", "It diverges."),
    ],
)
def test_the_opposite_of_what_is_asked_says_no(prompt: str, reply: str) -> None:
    assert says_opposite(reply, "No", prompt)
    assert not says_opposite(reply, "Yes", prompt)


@pytest.mark.parametrize(
    ("prompt", "reply"),
    [
        ("Is 97 a prime number?", "It's not composite."),
        ("Is 97 a prime number?", "Prime, and 98 is composite."),
        ("Is 97 a prime number?", "Is it composite?"),
        ("Is 97 a prime or composite number?", "Composite."),
        ("Is 97 a prime number?", "Yes, since composite numbers have factors."),
        ("Is 8 even?", "Many odd things happen there."),
    ],
)
def test_an_opposite_that_is_not_said_of_it_says_nothing(prompt: str, reply: str) -> None:
    assert not says_opposite(reply, "No", prompt)
