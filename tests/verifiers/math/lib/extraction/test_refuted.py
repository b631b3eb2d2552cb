"""An answer that others are said to give is none; what the reply states behind it is."""

from __future__ import annotations

import pytest

from rewardkit_verifiers.math.equivalence import equivalence

_SPEED = "Ava drives there at 60 km/h and back at 40 km/h. What is her average speed?"


@pytest.mark.parametrize(
    "opinion",
    [
        "My friend would say the answer is {}, but that is wrong: one leg takes longer.",
        "A lot of people would say the answer is {}, the mean. That's wrong.",
        "Many students think the answer is {}. This is a common mistake.",
        "One might think the answer is {}, the mean. However, the times differ.",
        "It is tempting to say that the answer is {}; but the legs take different times.",
        "It is not true that the answer is {}.",
    ],
)
@pytest.mark.parametrize(
    "end",
    ["The total is 240 km in 5 h, so the average speed is {} km/h.", "240 / 5 = **{}**."],
)
def test_an_opinion_is_no_answer_and_what_stands_behind_it_is(opinion: str, end: str) -> None:
    for gold, others, own, paid in (("48", 50, 48, 1.0), ("50", 50, 48, 0.0), ("48", 48, 50, 0.0)):
        said = f"{opinion.format(others)}\n\n{end.format(own)}"
        assert equivalence.score(completion=said, answer=gold, prompt=_SPEED).value == paid
    alone = opinion.format(48)
    assert equivalence.score(completion=alone, answer="48", prompt=_SPEED).value == 0.0


def test_a_doubted_answer_that_comes_again_stays_doubted() -> None:
    said = "I doubt that the answer is 48. 240 / 5 = 48."
    assert equivalence.score(completion=said, answer="48", prompt=_SPEED).value == 0.0
