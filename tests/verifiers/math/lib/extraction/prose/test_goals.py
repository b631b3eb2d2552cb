"""A reply that ends on what is sought, or leaves the choice among values, states no answer."""

from __future__ import annotations

import pytest

from rewardkit_verifiers.math.equivalence import equivalence
from rewardkit_verifiers.math.lib.extraction.prose.goals import is_goal, leaves_open

_BIRDS = "There are 18 birds on a tree. Some fly away and 10 remain. How many birds flew away?"
_DICE = "Two dice are rolled. What is the probability that the sum is 7?"
_CANDIDATES = """There are several ways to see it.

1. Counting sums only, one gets $\\frac{1}{11}$.
2. Counting ordered pairs, we get $\\frac{1}{6}$.

"""


def test_a_goal_at_the_end_is_no_answer() -> None:
    for reply in (
        "At first $9$ birds sat on the tree. We have to compute the number of birds there now.",
        "$9$ birds sat there. It remains to find the number of birds on the tree.",
        "There are $9$ of them, and $4$ fly away. We want to find out how many birds are left.",
    ):
        score = equivalence.score(completion=reply, answer="9", prompt="How many are left?")
        assert (score.score.status, score.score.reason) == ("unparsed", "no_answer")


@pytest.mark.parametrize(
    "reply",
    [
        "We know that the tree has 18 birds. We want to find out how many birds flew away.",
        "The tree has 18 birds. How many birds flew away?",
        "The tree has 18 birds.\nFind the number of birds that flew away.",
        "The tree has 18 birds. What remains is to find the number of birds that flew away.",
        "Es sind 18 Vögel. Gesucht ist die Anzahl der Vögel, die weggeflogen sind.",
        "Il y a 18 oiseaux. On cherche le nombre d'oiseaux envolés.",
        "Hay 18 pájaros. Queremos averiguar cuántos pájaros volaron.",
        "Há 18 pássaros. Queremos saber quantos pássaros voaram.",
        "Ci sono 18 uccelli. Vogliamo sapere quanti uccelli sono volati via.",
        "На дереве 18 птиц. Нужно найти, сколько птиц улетело.",
        "树上有18只鸟。求飞走的鸟的数量。",
        "木に18羽の鳥がいる。飛び去った鳥の数を求めたい。",
    ],
)
def test_a_given_number_before_a_restated_goal_is_no_answer(reply: str) -> None:
    score = equivalence.score(completion=reply, answer="18", prompt=_BIRDS)
    assert (score.score.status, score.score.reason) == ("unparsed", "no_answer")


@pytest.mark.parametrize(
    "reply",
    [
        "We want to find out how many birds flew away. The difference is 8.",
        "We want to find out how many birds flew away, so we subtract: 18 - 10 = 8.",
        "18 - 10 = 8, so 8 birds flew away. This is what we wanted to find.",
        "How many birds flew away? 18 - 10 = 8.",
        "So 18 - 10 = 8. The question asks for how many flew away: 8.",
    ],
)
def test_a_goal_that_the_reply_reaches_keeps_its_answer(reply: str) -> None:
    assert equivalence.score(completion=reply, answer="8", prompt=_BIRDS).value == 1


@pytest.mark.parametrize(
    "end",
    [
        "One of the two values above has to be the probability you are looking for.",
        "I leave it to you to decide which is right.",
        "Please choose the model that suits your course best.",
        "Any of these could be the right answer.",
        "I don't want to commit to any of them.",
        "Eine der Zahlen muss die gesuchte sein.",
        "Uno de estos valores tiene que ser la respuesta.",
        "其中之一就是答案。",
    ],
)
def test_a_reply_that_leaves_the_choice_among_its_values_states_none(end: str) -> None:
    score = equivalence.score(completion=_CANDIDATES + end, answer="1/6", prompt=_DICE)
    assert (score.score.status, score.score.reason) == ("unparsed", "no_answer")


@pytest.mark.parametrize(
    "end",
    [
        "You can choose whichever method you prefer to check it.",
        "In each case one of the dice decides the other.",
        "Either way of counting gives the same.",
        "One of the dice is larger than the other.",
    ],
)
def test_a_free_choice_of_the_method_leaves_the_answer(end: str) -> None:
    reply = f"There are 36 pairs, and 6 of them give 7. So the probability is 6/36 = 1/6. {end}"
    assert equivalence.score(completion=reply, answer="1/6", prompt=_DICE).value == 1


def test_goals_and_refusals_are_told_from_sentences_with_a_value() -> None:
    assert not is_goal("We find that the value of x is 5.")
    assert not leaves_open("One of them is 4, so the other is 5.")
    assert not leaves_open("One of the numbers is larger than the other.")


def test_a_value_that_the_reply_only_asks_about_is_no_answer() -> None:
    for reply in (
        "We count the birds. We want to know whether **8** birds flew away.",
        "We count the birds. It remains to find out whether 8 birds flew away.",
    ):
        score = equivalence.score(completion=reply, answer="8", prompt=_BIRDS)
        assert (score.score.status, score.score.reason) == ("unparsed", "no_answer")
    found = "We want to know whether 8 birds flew away, so we count: 8 flew away."
    assert not is_goal(found, _BIRDS)


@pytest.mark.parametrize(
    "goal",
    [
        "The question is how far it drives in 3 hours.",
        "We want to know how far it drives in 3 hours.",
        "How far does it drive in 3 hours?",
        "Die Frage ist, wie weit es in 3 Stunden fährt.",
        "Queremos saber cuántos km recorre en 3 horas.",
    ],
)
def test_a_goal_may_name_the_numbers_that_the_prompt_gives(goal: str) -> None:
    prompt = "A car drives 60 km in one hour. How far does it drive in 3 hours?"
    begun = f"The car drives 60 km in one hour. {goal}"
    assert equivalence.score(completion=begun, answer="60", prompt=prompt).value == 0.0
    told = f"{begun} It drives 180 km."
    assert equivalence.score(completion=told, answer="180", prompt=prompt).value == 1.0
    assert not is_goal("We want to know how far it is in 4 hours.", prompt)


def test_a_reply_that_only_sets_out_for_the_number_has_none() -> None:
    prompt = "How many apples does Ann have in the end?"
    for reply in (
        "12 is the starting number. We need the number in the end.",
        "12 apples are there at the start. Let me now compute the end.",
        "So in the end, from the 12 apples, Ann has",
    ):
        assert equivalence.score(completion=reply, answer="12", prompt=prompt).value == 0.0
