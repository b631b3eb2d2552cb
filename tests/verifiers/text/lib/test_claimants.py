"""Another name of which a reply says what is asked."""

from __future__ import annotations

import pytest

from rewardkit_verifiers.text.answer import answer

BUILT = "Who built the bridge?"
LARGEST = "Which island has the largest harbour of the gulf?"


def paid(reply: str, gold: str, prompt: str) -> bool:
    return answer.score(completion=reply, answer=gold, prompt=prompt).value == 1.0


@pytest.mark.parametrize(
    ("reply", "wrong", "right", "prompt"),
    [
        ("Ann Lee turned it down, and Ida Roy built it.", "Ann Lee", "Ida Roy", BUILT),
        ("The bridge, which ruined Ann Lee, was built by Ida Roy.", "Ann Lee", "Ida Roy", BUILT),
        ("Tor has passed Ven and is now the largest.", "Ven", "Tor", LARGEST),
        ("Tor has the largest harbour. Ven has a light.", "Ven", "Tor", LARGEST),
    ],
)
def test_the_name_of_which_a_clause_says_more_of_what_is_asked_is_the_answer(
    reply: str, wrong: str, right: str, prompt: str
) -> None:
    assert not paid(reply, wrong, prompt)
    assert paid(reply, right, prompt)


@pytest.mark.parametrize(
    "reply",
    [
        "Ann Lee of Tor and Ven built the bridge.",
        "Ann Lee built the bridge, and Ida Roy painted it.",
        "Ida Roy did not build it, so it was Ann Lee.",
    ],
)
def test_an_answer_of_which_as_much_is_said_stays_paid(reply: str) -> None:
    assert paid(reply, "Ann Lee", BUILT)
