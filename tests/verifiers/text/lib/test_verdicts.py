"""Yes and no as answers."""

from __future__ import annotations

import pytest

from rewardkit_verifiers.text.answer import answer

ASKED = "Is the tomato a fruit?"


@pytest.mark.parametrize(
    "reply",
    [
        "Yes, there is no doubt.",
        "Yes.",
        "Botanically speaking, yes.",
        "No, wait: yes.",
        "The answer is yes, no question.",
        "**Yes** — it is a berry.",
    ],
)
def test_a_reply_that_says_yes_is_paid_for_yes_and_not_for_no(reply: str) -> None:
    assert answer.score(completion=reply, answer="yes", prompt=ASKED).value == 1.0
    assert answer.score(completion=reply, answer="no", prompt=ASKED).value == 0.0


def test_yes_and_no_without_a_correction_are_two_answers() -> None:
    for gold in ("yes", "no"):
        score = answer.score(completion="Yes. No.", answer=gold, prompt=ASKED)
        assert score.reason == "several_answers"
