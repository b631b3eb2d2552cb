"""A change has a direction, and so has a place: the other one is another answer."""

from __future__ import annotations

import pytest

from rewardkit import get

EQUAL = get("math/equivalence")
CHANGE = "A price is raised by 20% and then lowered by 20%. What is the overall change?"


def paid(gold: str, answer: str, prompt: str = CHANGE) -> bool:
    found = EQUAL.score(completion=answer, answer=gold, prompt=prompt)
    assert found.status != "error"
    return found.value == 1.0


@pytest.mark.parametrize(
    "answer",
    [
        "Overall the price **rises by 4 %**.",
        "4% increase",
        "a 4 % gain",
        "+4%",
        "The price goes up 4%.",
        "steigt um 4 %",
        "aumenta un 4%",
        "上涨4%",
    ],
)
def test_a_rise_is_no_fall_in_any_language(answer: str) -> None:
    assert not paid("4% decrease", answer)


@pytest.mark.parametrize(
    ("gold", "answer"),
    [
        ("4% decrease", "It fell by 4%"),
        ("4% decrease", "-4%"),
        ("4% decrease", "sinkt um 4 %"),
        ("4% decrease", "下降4%"),
        ("4% decrease", "it dropped by one twenty-fifth."),
        ("increase of 4%", "a 4% rise"),
        ("a loss of $10", "He loses $10."),
    ],
)
def test_a_change_in_the_same_direction_is_the_same_in_other_words(gold: str, answer: str) -> None:
    assert paid(gold, answer)


@pytest.mark.parametrize(
    ("gold", "answer"),
    [
        ("5 km east", "5 km west"),
        ("3 degrees warmer", "3 degrees colder"),
        ("200 m above", "200 m below"),
        ("90 degrees clockwise", "90 degrees counterclockwise"),
        ("10 minutes early", "10 minutes late"),
    ],
)
def test_a_place_or_turn_is_not_the_opposite_one(gold: str, answer: str) -> None:
    assert paid(gold, gold, "Where is it?")
    assert not paid(gold, answer, "Where is it?")


def test_a_prompt_that_asks_how_much_something_falls_wants_no_rise() -> None:
    asked = "By how many percent does it decrease?"
    assert paid("4%", "decreases by 4%", asked)
    assert paid("4%", "4%", asked)
    assert not paid("4%", "increases by 4%", asked)


def test_a_text_that_names_both_directions_or_denies_contradicts_nothing() -> None:
    assert paid("4% decrease", "It does not rise, so a 4% decrease")
    assert paid("Ann is 3 years older", "Ann is 3 years older")


@pytest.mark.parametrize("answer", ["\\boxed{[-2,2]}", "\\boxed{(2,2)}", "\\boxed{(-2,2]}"])
def test_the_brackets_of_an_interval_are_no_sign_of_a_change(answer: str) -> None:
    assert not paid("(-2,2)", answer, "Solve x^2 < 4.")


def test_intervals_of_increase_are_none_of_decrease() -> None:
    gold, asked = r"$(-\infty,-1),(2,+\infty)$", "Find the increasing intervals of $f$."
    assert paid(gold, r"increasing on $(-\infty,-1)$ and $(2,+\infty)$", asked)
    assert not paid(gold, r"decreasing on $(-\infty,-1)$ and $(2,+\infty)$", asked)


def test_the_other_half_of_a_day_and_another_subject_are_other_answers() -> None:
    assert not paid("5 p.m.", "5 a.m.", "When?")
    assert not paid("Plan A is cheaper by 20 yuan", "Plan B is cheaper by 20 yuan", "Compare.")


def test_what_something_falls_to_is_not_by_how_much_it_falls() -> None:
    for reply, right in (
        (r"decrease to $4\%$", False),
        ("It decreases to 4%.", False),
        (r"a decrease of $4\%$", True),
        ("It fell from 50 to 48, a 4% decrease.", True),
    ):
        found = get("math/equivalence").score(completion=reply, answer="4% decrease")
        assert (found.value == 1.0) is right
