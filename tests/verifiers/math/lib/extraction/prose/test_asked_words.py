"""The words of a question are those that another question would not have."""

from __future__ import annotations

from rewardkit_verifiers.math.lib.extraction.prose.asked_words import asked, stems


def test_the_last_question_of_a_prompt_is_the_one_that_is_asked() -> None:
    found = asked("Ann has 9 pens. How many pens are left? (Unit: pens)")
    assert found.words == {"pens", "left"}
    assert found.turning == {"left"}
    assert found.counted == "pens"
    assert found.numbers == {"9"}


def test_a_question_for_a_year_is_told_in_several_languages() -> None:
    for prompt in (
        "In which year?",
        "Quelle année ?",
        "En qué año?",
        "In welchem Jahr?",
        "哪一年?",
    ):
        assert asked(prompt).dates
    assert not asked("How many years?").dates


def test_words_of_every_question_are_left_out() -> None:
    assert stems("What is the value of it?") == frozenset()


def test_a_long_prompt_takes_no_longer_than_its_end() -> None:
    assert asked("a" * 200_000 + " How many bars?").counted == "bars"
