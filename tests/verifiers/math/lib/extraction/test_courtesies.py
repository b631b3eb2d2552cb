"""Closing courtesies under an answer, which are no part of it, and lines that are none."""

from __future__ import annotations

import pytest

from rewardkit import get
from rewardkit_verifiers.math.lib.extraction.courtesies import without_courtesies

EQUAL, NUMBER = get("math/equivalence"), get("math/number")
COURTESIES = (
    *("I hope this helps!", "Hope that helps.", "I hope this helps! 😊", "Happy to help!"),
    *("I hope that helps! Let me know if you have any questions.", "Thank you!", "Good luck!"),
    *("Feel free to ask if you have any other questions.", "You’re welcome!"),
    *("If you have any further questions, please don't hesitate to ask.", "Have a great day!"),
    *("Is there anything else I can help you with?", "Would you like me to explain the steps?"),
    *("I hope this clarifies things.\n\n---\n\nLet me know if you'd like more detail!",),
)
NONE = (
    *("This is wrong.", "I hope it is 4.", "Let me know if this is wrong.", "Or 4?"),
    *("Thank you, but the answer is four.", "I hope this helps, but I am not sure.", "Cheers: 4"),
)


@pytest.mark.parametrize("closing", COURTESIES)
def test_a_courtesy_under_an_answer_is_no_part_of_it(closing: str) -> None:
    for answer, gold in (("3", "3"), ("1/2", "0.5"), ("**3**", "3"), ("The total is 3.", "3")):
        for gap in ("\n", "\n\n"):
            assert EQUAL.score(completion=answer + gap + closing, answer=gold).value == 1.0
            assert NUMBER.score(completion=answer + gap + closing, answer=gold).value == 1.0
            assert EQUAL.score(completion=answer + gap + closing, answer="7").value == 0.0


@pytest.mark.parametrize("closing", NONE)
def test_a_line_that_says_more_than_a_courtesy_stays(closing: str) -> None:
    assert without_courtesies(f"3\n\n{closing}") == f"3\n\n{closing}"


def test_a_denial_above_a_courtesy_still_denies() -> None:
    text = "\\boxed{4}\n\nThis is wrong.\n\nI hope this helps!"
    assert EQUAL.score(completion=text, answer="4").value != 1.0
    assert EQUAL.score(completion="4\n\nThis is wrong.\n\nThanks!", answer="4").value != 1.0
