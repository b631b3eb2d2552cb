"""Verdicts on a statement that are given in other words than a reference has, or twice."""

from __future__ import annotations

import pytest

from rewardkit import get

same = get("judge/reference", judge={"fake": "approve"})
ASKED = "True or false: sound travels faster in water than in air."


@pytest.mark.parametrize(
    ("answer", "reply"),
    [
        ("True", "True, sound is slower in water, so the claim fails and the statement is false."),
        ("True", "True. Air is thinner, therefore the statement is false."),
        ("False", "False, water is denser, so the claim holds."),
        ("wahr", "Wahr, denn Luft ist dünner, also ist die Aussage falsch."),
        ("vrai", "Vrai, l'eau est plus dense, donc l'affirmation est fausse."),
    ],
)
def test_a_statement_that_is_called_true_and_false_is_neither(answer: str, reply: str) -> None:
    assert same.score(completion=reply, answer=answer, prompt=ASKED).value == 0.0


@pytest.mark.parametrize(
    ("answer", "reply"),
    [
        ("True", "True, water is denser, so the claim holds."),
        ("True", "True. Water carries it better, so the statement is true."),
        ("False", "False. It is slower there, so the claim fails."),
        ("False", "False: air carries it better, so the statement does not hold."),
    ],
)
def test_a_verdict_that_is_said_again_is_one(answer: str, reply: str) -> None:
    assert same.score(completion=reply, answer=answer, prompt=ASKED).value == 1.0
