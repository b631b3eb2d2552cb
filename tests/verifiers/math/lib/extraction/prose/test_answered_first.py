"""A first sentence in the question's own words answers, unless what follows says otherwise."""

from __future__ import annotations

import pytest

from rewardkit import get
from rewardkit_verifiers.math.lib.extraction.prose.answered_first import first_value
from rewardkit_verifiers.math.lib.extraction.prose.asked_words import asked

EQUAL = get("math/equivalence")
COURTESY = "\n\nI hope this answers your question. Let me know if you have any other questions."


def judged(prompt: str, reply: str, gold: str) -> tuple[bool, str]:
    found = EQUAL.score(completion=reply, answer=gold, prompt=prompt)
    return found.value == 1.0, str(found.reason)


VALUE = "What is the value of f(4)?"
YEAR = "In which year was the share of KLA highest?"


@pytest.mark.parametrize(
    ("prompt", "reply", "gold"),
    [
        (VALUE, "The value of f(4) is 16.\n\nThe graph passes (1, 2) and (3, 8).", "16"),
        (
            "How many bars have value below 40?",
            "There are 3 bars below 40 in the image. They are the bars for 2014 and 2015."
            " The values are 18 and 29, respectively.",
            "3",
        ),
        (
            YEAR,
            "The share of KLA was highest in **2019**, with 25%.\n\nIn 2020 it was 15%.",
            "2019",
        ),
        (
            "What is the maximum rating of Maldives across all years?",
            "Sure, I can help you with that.\n\nThe maximum rating of Maldives is **70**."
            " It is reached in **2009**.",
            "70",
        ),
        (
            "Quelle est la valeur de f(4) ?",
            "La valeur de f(4) est 16.\n\nLe graphe a 2 bras.",
            "16",
        ),
        ("Was ist der Wert von f(4)?", "Der Wert von f(4) ist 16.\n\nDie Grafik hat 2 Äste.", "16"),
        ("f(4)的值是多少?", "f(4)的值是16。图中还有点(1, 2)和(2, 4)。", "16"),
    ],
)
def test_a_first_sentence_that_restates_the_question_answers_it(
    prompt: str, reply: str, gold: str
) -> None:
    assert judged(prompt, reply + COURTESY, gold)[0]
    assert not judged(prompt, reply + COURTESY, str(int(gold) + 1))[0]


@pytest.mark.parametrize(
    "behind",
    [
        "The graph doubles each step. So f(4) is 16.",
        "The graph doubles each step, which gives 16.",
        "The graph shows f(4) = 16.",
        "$$2^4=16$$",
        "The value of f(4) is 16.",
        "Wait, the graph shows 16.",
        "I made a mistake; the graph shows 16.",
        "Looking again, the graph passes 16.",
        "The correct value is 16, as the graph shows.",
    ],
)
def test_a_first_sentence_that_a_later_one_disputes_is_no_answer(behind: str) -> None:
    assert not judged(VALUE, f"The value of f(4) is 15.\n\n{behind}", "15")[0]
    assert not judged(VALUE, f"The value of f(4) is **15**. {behind}", "15")[0]


@pytest.mark.parametrize(
    ("prompt", "reply", "gold"),
    [
        (VALUE, "The value of f(2) is 4. The graph shows 16.", "4"),
        (VALUE, "I estimate that the value of f(4) is 15.\n\nThe graph shows 16.", "15"),
        (VALUE, "The value of f(4) might be 15.\n\nThe graph is steep.", "15"),
        (
            "What was the highest share of KLA?",
            "The share of KLA was highest in **2019**. The graph shows 25%.",
            "2019",
        ),
        (
            "Ann has twice as many apples as Bob, who has 6, and gives 3 away. How many apples does"
            " Ann have?",
            "Ann has **12** apples.\n\nShe gives 3 away and keeps 9.",
            "12",
        ),
        (
            "Tom works 5 hours at $8 a day. How much does Tom earn in a week?",
            "Tom earns **$40** each day. The week gives $240.",
            "40",
        ),
    ],
)
def test_a_part_a_guess_and_another_thing_restate_no_question(
    prompt: str, reply: str, gold: str
) -> None:
    assert not judged(prompt, reply + COURTESY, gold)[0]


def test_two_sentences_that_answer_differently_are_ambiguous() -> None:
    reply = "The value of f(4) is **15**. It is on the graph. The value of f(4) is 16 there."
    assert judged(VALUE, reply, "15") == (False, "ambiguous")
    assert judged(VALUE, reply, "16") == (False, "ambiguous")


def test_a_value_that_the_question_gives_is_no_answer() -> None:
    assert first_value("There are 12 apples.", asked("Of 12 apples 5 go. How many apples?")) == ""


def test_a_sentence_about_something_else_disputes_nothing() -> None:
    prompt = "How many red balls are in the picture?"
    said = "There are 5 red balls in the picture."
    assert judged(prompt, f"{said} The picture also has 7 blue balls.", "5")[0]
    for other in ("There are also 3 red balls hidden.", "The other red balls are 3."):
        assert not judged(prompt, f"There are **5** red balls in the picture. {other}", "8")[0]
    assert judged(prompt, f"{said} There are also 3 red balls hidden.", "5") == (False, "ambiguous")


@pytest.mark.parametrize("end", ["2 more than 15", "not 15", "16, not 15", "16 or 15"])
def test_a_conclusion_that_goes_on_from_the_first_value_does_not_agree(end: str) -> None:
    reply = f"The value of f(4) is **15**. It is on the graph. So the value of f(4) is {end}."
    assert not judged(VALUE, reply, "15")[0]


def test_a_conclusion_that_ends_on_the_first_value_agrees() -> None:
    prompt = "Which number comes next in the sequence?"
    reply = (
        "The next number in the sequence is **2123**. For example, 57 comes from 13."
        " Therefore, the next one adds 4 to each digit of 1719, which gives us 2123."
    )
    assert judged(prompt, reply, "2123")[0]
    assert not judged(prompt, reply, "1719")[0]
