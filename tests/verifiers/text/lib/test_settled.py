"""A later statement of another answer, and a sentence for each of several guesses."""

from __future__ import annotations

import time

import pytest

from rewardkit_verifiers.text.answer import answer

CAPITAL = "What is the capital of Portugal?"
KINDS = [
    (CAPITAL, "Lisbon", "Porto"),
    ("How many legs has it?", "8", "6"),
    ("When did it open?", "1931", "1940"),
    ("What gas is it?", "hydrogen", "helium"),
    ("Who was it?", "Ann Lee", "Ida Roy"),
]


def paid(reply: str, gold: str, prompt: str = "") -> bool:
    return answer.score(completion=reply, answer=gold, prompt=prompt).value == 1.0


@pytest.mark.parametrize(("prompt", "first", "last"), KINDS)
@pytest.mark.parametrize(
    "template",
    [
        "{} has trams. So the answer is {}.",
        "{}. The answer is {}.",
        "{} exists. The answer is {}.",
        "{} is often mentioned. The answer is {}.",
        "I know {}. The answer is {}.",
        "{} comes to mind. Final answer: {}",
        "{}: a nice one.\n\n**Answer:** {}",
        "First thought: {}. Final answer: {}.",
        "<answer>{}</answer> Final answer: {}",
        "{} is here. \\boxed{{{}}}",
    ],
)
def test_an_answer_stated_later_settles_the_reply(
    prompt: str, first: str, last: str, template: str
) -> None:
    assert not paid(template.format(first, last), first, prompt)


@pytest.mark.parametrize(
    "reply",
    [
        "Lisbon has trams. The answer is Porto.",
        "Lisbon has trams. The capital of Portugal is Porto.",
        "Lisbon has trams. The capital is Porto.",
        "Lisbon has trams. It is Porto.",
    ],
)
def test_what_the_question_asks_for_is_the_answer_where_it_is_said_to_be(reply: str) -> None:
    assert not paid(reply, "Lisbon", CAPITAL)
    assert paid(reply, "Porto", CAPITAL)


def test_a_bare_last_line_settles_what_a_sentence_before_it_mentions() -> None:
    asked = "How many are there in case 64?"
    assert not paid("The question mentions 64.\n2328", "64", asked)
    assert not paid("The question mentions 64.\n1389", "64", asked)
    assert paid("The question mentions 64.\n2328", "2328", asked)
    assert not paid("Lisbon has trams.\nPorto", "Lisbon", CAPITAL)
    assert paid("Lisbon it is.\nPortugal", "Lisbon", "Which city is it?")


@pytest.mark.parametrize("gold", ["Mercury", "Venus", "Mars"])
def test_a_sentence_about_each_of_several_guesses_is_no_answer(gold: str) -> None:
    asked = "Which planet is the largest?"
    assert not paid("Mercury is small. Venus is bright. Mars is red. It is Jupiter.", gold, asked)
    assert not paid("Mercury has a market. Venus has a market. Mars has a market.", gold, asked)


@pytest.mark.parametrize(
    ("prompt", "gold", "reply"),
    [
        (
            "What is the capital of Australia?",
            "Canberra",
            "The capital is Canberra. Sydney is larger.",
        ),
        ("Who was it?", "Albert Einstein", "It was Einstein. He was born in Ulm."),
        (
            "What is the capital of France?",
            "Paris",
            "The answer is Paris. Paris lies on the Seine.",
        ),
        ("What is the capital of France?", "Paris", "Paris. The answer is Paris, France."),
        ("What is the capital of France?", "Paris", "Paris is the capital. It is French."),
        ("Who walked first?", "Neil Armstrong", "Neil Armstrong did. The answer is Armstrong."),
        (CAPITAL, "Lisbon", "Lisbon. The former capital was Coimbra."),
        (CAPITAL, "Lisbon", "Lisbon. So the answer is clear."),
        ("What gas is it?", "hydrogen", "It is hydrogen. The gas is light."),
        (
            "What was the first game of Boria?",
            "Tide",
            "It was Tide. The game was released in 1975.",
        ),
        ("How many are there?", "8", "8. The answer is eight."),
    ],
)
def test_more_about_an_answer_does_not_settle_on_another(
    prompt: str, gold: str, reply: str
) -> None:
    assert paid(reply, gold, prompt)


def test_statements_without_end_are_read_in_linear_time() -> None:
    start = time.perf_counter()
    for text in ("the answer is ", "the capital of ", "It is A. ", "\\boxed{", "Lima is x. "):
        answer.score(completion="Lisbon. " + text * 40_000, answer="Lisbon", prompt=CAPITAL)
    assert time.perf_counter() - start < 20
