"""Answers in other dress: another language, an option's text, a base, a list in an order."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit import get
from rewardkit_verifiers.judge.lib.another_language import in_another_language
from rewardkit_verifiers.judge.lib.bases import read_in_base
from rewardkit_verifiers.judge.lib.clocks import says_time
from rewardkit_verifiers.judge.lib.given_options import options_of, said_by_option
from rewardkit_verifiers.judge.lib.last_sentences import last_sentence
from rewardkit_verifiers.judge.lib.local_numbers import local_numbers, without_part
from rewardkit_verifiers.judge.lib.ordered import out_of_order
from rewardkit_verifiers.judge.lib.truth_words import says_truth, says_undetermined
from rewardkit_verifiers.judge.lib.unit_symbols import same_unit

ROWS = [
    json.loads(line)
    for line in (Path(__file__).parent / "answers.jsonl").read_text(encoding="utf-8").splitlines()
]
same = get("judge/reference", judge={"fake": "approve"})


@pytest.mark.parametrize("row", [row for row in ROWS if row["kind"] == "right"])
def test_the_reference_in_another_dress_is_put_to_the_judge(row: dict[str, Any]) -> None:
    found = same.score(completion=row["completion"], answer=row["answer"], prompt=row["prompt"])
    assert found.value == 1.0


@pytest.mark.parametrize("row", [row for row in ROWS if row["kind"] == "wrong"])
def test_another_answer_in_the_same_dress_is_not(row: dict[str, Any]) -> None:
    found = same.score(completion=row["completion"], answer=row["answer"], prompt=row["prompt"])
    assert found.value == 0.0


def test_a_verdict_on_a_statement_is_true_or_false() -> None:
    statement = "True or false: sound travels faster in water than in air."
    right = same.score(completion="That statement is correct.", answer="True", prompt=statement)
    wrong = same.score(completion="That statement is correct.", answer="False", prompt=statement)
    assert (right.value, wrong.value) == (1.0, 0.0)
    assert says_truth("F. It is slower.", "False", "T/F: it is faster.")
    assert not says_truth("F. It is slower.", "False", "Which string is tuned lowest?")


def test_too_little_information_is_what_cannot_be_determined() -> None:
    assert says_undetermined("There isn't enough information to tell.", "cannot be determined")
    assert not says_undetermined("There is enough information to tell.", "cannot be determined")
    assert not says_undetermined("There isn't enough information to tell.", "yes")


def test_an_option_with_its_letter_as_the_reference_is_that_option() -> None:
    question = "Which metal is liquid?\nA. iron\nB. mercury"
    assert said_by_option("It's mercury.", ["B. mercury"], question) == ["mercury"]
    assert said_by_option("B", ["(B) mercury"], question) == ["B"]
    assert same.score(completion="B. iron", answer="B", prompt=question).value == 0.0


def test_a_half_of_the_day_in_words_tells_the_clock() -> None:
    assert says_time("It finishes at 3:25 in the afternoon.", "15:25")
    assert not says_time("It finishes at 3:25 in the morning.", "15:25")
    assert says_time("下午3点25分结束。", "15:25")


def test_points_between_thousands_are_read_where_a_comma_stands_before_decimals() -> None:
    assert local_numbers("Das sind 12.500 m.", "Wie viele Meter sind das?") == "Das sind 12500 m."
    assert local_numbers("1.234,50 Euro", "Wie viel kostet das?") == "1234.50 Euro"
    assert local_numbers("It is 12.500 m.", "How many metres?") == "It is 12.500 m."


def test_the_count_of_a_part_is_no_second_answer() -> None:
    assert without_part("sechzehn, darunter drei Städte", [Fraction(16)]) == "sechzehn"
    assert without_part("sixteen, of which three are here", [Fraction(3)]).endswith("here")


def test_the_last_letters_of_a_word_bound_no_number_and_no_function_takes_it() -> None:
    recipe = "¿Cuánta harina se necesita?"
    said = same.score(completion="Se necesitan 750 gramos.", answer="750 g", prompt=recipe)
    bound = same.score(completion="It is up to 180°.", answer="180 degrees", prompt="Sum?")
    total = same.score(completion="They add up to 180°.", answer="180 degrees", prompt="Sum?")
    assert (said.value, bound.value, total.value) == (1.0, 0.0, 1.0)


def test_a_unit_may_be_given_by_its_name_or_its_sign_where_one_is_asked_for() -> None:
    question = "What is the SI unit of resistance?"
    assert same_unit("the ohm", "Ω", question)
    assert same_unit("Ω", "ohm", question)
    assert not same_unit("the volt", "Ω", question)
    assert not same_unit("newton", "N", "Which letter comes after M?")


def test_a_remark_in_brackets_or_on_other_things_is_no_further_answer() -> None:
    mountain = same.score(
        completion="富士山（標高3,776メートル）です。", answer="富士山", prompt="何?"
    )
    others = "The dolphin; sharks and tuna are fish, and the penguin is a bird."
    assert mountain.value == 1.0
    assert same.score(completion=others, answer="dolphin", prompt="Which?").value == 1.0


def test_options_stand_in_lines_or_in_one_line_and_begin_with_the_first() -> None:
    assert options_of("Which?\n1. iron\n2. gold") == {"1": "iron", "2": "gold"}
    assert options_of("Plan B. is it good? C. Smith says so.") == {}


@given(st.text(max_size=200), st.text(max_size=20), st.text(max_size=200))
def test_any_reply_is_read(text: str, gold: str, prompt: str) -> None:
    assert len(said_by_option(text, [gold], prompt)) == 1
    assert in_another_language(text, [gold], prompt) in (True, False)
    assert read_in_base(text, [gold], prompt) in (True, False, None)
    assert out_of_order(text, [gold], prompt) in (True, False)
    assert isinstance(last_sentence(text, [], prompt), str)
    assert says_truth(text, "true", prompt) in (True, False)
    assert says_undetermined(text, "unknown") in (True, False)
    assert isinstance(without_part(local_numbers(text, prompt), [Fraction(3)]), str)


@pytest.mark.parametrize(
    ("said", "prompt", "value"),
    [
        ("At most 7.", "What is the greatest number of pieces?", 1.0),
        ("You can get up to 7 pieces.", "What is the greatest number of pieces?", 1.0),
        ("No more than 7.", "What is the most passengers it may carry?", 1.0),
        ("At least 7.", "What is the fewest number of cuts?", 1.0),
        ("At least 7.", "What is the greatest number of pieces?", 0.0),
        ("Less than 7.", "What is the maximum number of goals?", 0.0),
        ("more than 7", "What is the smallest number of cuts?", 0.0),
        ("At most 7.", "How many sides has a heptagon?", 0.0),
    ],
)
def test_a_bound_answers_a_question_for_the_most_or_the_least(
    said: str, prompt: str, value: float
) -> None:
    assert same.score(completion=said, answer="7", prompt=prompt).value == value
