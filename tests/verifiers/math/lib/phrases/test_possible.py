"""Whether something can be done has many wordings."""

from __future__ import annotations

import pytest

from rewardkit import get

EQUAL = get("math/equivalence")
GOLD = "No, it is impossible"


@pytest.mark.parametrize(
    "reply",
    [
        "It cannot be done",
        "It can't be done.",
        "This is impossible.",
        "not possible",
        "No.",
        "不可能",
        "C'est impossible",
        "Nein, das ist nicht möglich",
        "No se puede",
    ],
)
def test_it_cannot_be_done_is_impossible(reply: str) -> None:
    assert EQUAL.score(completion=reply, answer=GOLD).value == 1.0


@pytest.mark.parametrize(
    "reply",
    [
        "It can be done",
        "It is not impossible",
        "No, it's possible",
        "It cannot be denied",
        "It cannot be done in fewer than 5 moves",
        "It cannot be done unless n is even",
    ],
)
def test_what_is_possible_or_bounded_is_not_impossible(reply: str) -> None:
    assert EQUAL.score(completion=reply, answer=GOLD).value == 0.0
