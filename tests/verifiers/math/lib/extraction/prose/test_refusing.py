"""A sentence that supposes, bounds or compares asserts none of its values."""

from __future__ import annotations

import pytest

from rewardkit_verifiers.math.equivalence import equivalence
from rewardkit_verifiers.math.lib.extraction.prose.refusing import refuses

REFUSED = [
    "Perhaps it is $8$.",
    "Let us suppose that $x=8$.",
    "So $x=8$ is extraneous.",
    "There are fewer than $8$ triples.",
    "It is tempting to say that there are $8$ triples.",
    "There would be $8$ triples if the order did not matter.",
    "If the order did not matter, there would be $8$ triples.",
    "Thus the largest $x$ in the domain is $8$ less than $15$.",
    "There are $8$ candidates, of which $3$ work.",
]


@pytest.mark.parametrize("reply", REFUSED)
def test_what_is_supposed_bounded_or_compared_is_not_paid(reply: str) -> None:
    score = equivalence.score(completion=reply, answer="8", prompt="How many triples are there?")
    assert score.value != 1


def test_what_is_asserted_is_not_refused() -> None:
    assert not refuses("So there are $8$ triples.")
    assert not refuses("If $x=2$, then there are $8$ of them.")
    assert refuses("There would be $8$ of them if it were so.")
    assert not refuses("There would be $8$ of them if it were so.", "How many would there be?")


def test_the_place_of_an_extreme_is_not_its_value() -> None:
    said = "The maximum is achieved when $x=9$."
    assert refuses(said, "What is the maximum value of $f$?")
    assert not refuses(said, "For what $x$ is the maximum value of $f$ reached?")
    reply = "Since $(x-2)^2 \\ge 0$, the maximum value is $25$, achieved at $x=2$."
    question = "What is the maximum value of $f$?"
    assert equivalence.score(completion=reply, answer="25", prompt=question).value == 1
