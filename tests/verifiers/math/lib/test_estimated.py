"""An estimate is right where the question asks for one, and nowhere else."""

from __future__ import annotations

import pytest

from rewardkit import get
from rewardkit_verifiers.math.lib.estimated import unestimated

EQUAL = get("math/equivalence")


def paid(prompt: str, reply: str, gold: str) -> bool:
    return EQUAL.score(completion=reply, answer=gold, prompt=prompt).value == 1.0


NEAREST = "Measure the slug to the nearest inch. The slug is about (_) inches long."


@pytest.mark.parametrize(
    ("prompt", "reply", "gold"),
    [
        (NEAREST, "The slug is about **3 inches** long.", "3"),
        ("How many people fit on average?", "Roughly 50 people fit on average.", "50"),
        ("Round 48.7 to the nearest ten.", "It is approximately 50.", "50"),
        ("Wie viele Meter sind es ungefähr?", "Es sind etwa 15 Meter.", "15"),
        ("Combien de personnes en moyenne ?", "Il y a environ 50 personnes.", "50"),
        ("¿Cuántos viajan en promedio?", "Viajan aproximadamente 50 personas.", "50"),
        ("Сколько человек в среднем едет?", "В среднем едет примерно 50 человек.", "50"),
        ("这棵树大约有多少米高?", "这棵树高约15米。", "15"),
        ("およそ何人ですか。", "およそ50人です。", "50"),
    ],
)
def test_an_estimate_answers_a_question_for_one(prompt: str, reply: str, gold: str) -> None:
    assert paid(prompt, reply, gold)
    assert not paid(prompt, reply, str(int(gold) + 1))


@pytest.mark.parametrize(
    "said", ["2 to 3", "at least 3", "maybe 3", "not about 3", "about 3, I guess,"]
)
def test_a_bound_a_span_and_a_doubt_are_no_estimate(said: str) -> None:
    assert not paid(NEAREST, f"The slug is {said} inches long.", "3")


@pytest.mark.parametrize(
    "prompt",
    [
        "The town is about 30 km away and he rides at 15 km/h. How many hours does he need?",
        "The nearest town is 30 km away. How many hours does he need?",
        "She runs 5 km on average. How many hours does he need?",
        "In each round he wins 3 points. How many hours does he need?",
    ],
)
def test_a_question_for_an_exact_value_takes_no_estimate(prompt: str) -> None:
    assert not paid(prompt, "He needs about 2 hours.", "2")
    assert unestimated("about 2 hours", prompt) == ""
