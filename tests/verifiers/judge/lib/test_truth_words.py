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


@pytest.mark.parametrize(
    ("answer", "reply"),
    [
        ("False", "That's a popular myth; from up there nobody could make it out."),
        ("False", "An old wives' tale."),
        ("False", "The two sides aren't equal and the comparison comes out false."),
        ("verdadero", "Sí, lo son, aunque no vuelen. La afirmación es cierta."),
        ("faux", "La lune est plus petite, donc l'affirmation est fausse."),
    ],
)
def test_a_verdict_in_other_words_is_put_to_the_judge(answer: str, reply: str) -> None:
    assert same.score(completion=reply, answer=answer, prompt=ASKED).value == 1.0


@pytest.mark.parametrize(
    ("answer", "reply"),
    [
        ("True", "That's a popular myth; from up there nobody could make it out."),
        ("True", "The two sides aren't equal and the comparison comes out false."),
        ("False", "Sí, lo son, aunque no vuelen. La afirmación es cierta."),
        ("False", "It's no myth."),
        ("False", "The two are equal, so the comparison comes out true."),
    ],
)
def test_the_other_verdict_in_other_words_is_not(answer: str, reply: str) -> None:
    assert same.score(completion=reply, answer=answer, prompt=ASKED).value == 0.0
