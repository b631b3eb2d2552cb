"""The words around a mention give what is asked to something else."""

from __future__ import annotations

import pytest

from rewardkit_verifiers.text.answer import answer


def paid(reply: str, gold: str | list[str], prompt: str) -> bool:
    return answer.score(completion=reply, answer=gold, prompt=prompt).value == 1.0


SANK = "When did the ferry sink?"
FIFTH = "Who was the 5th mayor?"
WROTE = "Who wrote the anthem?"
GAS = "What gas do the cells absorb?"


@pytest.mark.parametrize(
    ("reply", "wrong", "right", "prompt"),
    [
        ("Building was finished in 1901 and she sank in 1904.", "1901", "1904", SANK),
        ("Bought in 1901, the ferry sank in 1904.", "1901", "1904", SANK),
        ("The 4th was Ann Lee, so the 5th was Ida Roy.", "Ann Lee", "Ida Roy", FIFTH),
        ("| Launch | 1901 |\n| Sunk | 1904 |", "1901", "1904", SANK),
        ("Launch: 1901\nSank: 1904\nScrapped: 1911", "1911", "1904", SANK),
        ("Ann Lee's husband Ivo Roy wrote it.", "Ann Lee", "Ivo Roy", WROTE),
        ("Ivo Roy studied under Ann Lee and wrote it.", "Ann Lee", "Ivo Roy", WROTE),
        ("Often credited to Ann Lee, it is really by Ivo Roy.", "Ann Lee", "Ivo Roy", WROTE),
        ("My first thought was Ann Lee. In fact, Ivo Roy wrote it.", "Ann Lee", "Ivo Roy", WROTE),
        ("Ann Lee did not write it; Ivo Roy did.", "Ann Lee", "Ivo Roy", WROTE),
        ("Forget Ann Lee. Ivo Roy wrote it.", "Ann Lee", "Ivo Roy", WROTE),
        ("By day the green cells absorb oxygen and release ozone.", "ozone", "oxygen", GAS),
    ],
)
def test_the_one_that_is_given_what_is_asked_is_paid_and_the_other_is_not(
    reply: str, wrong: str, right: str, prompt: str
) -> None:
    assert not paid(reply, wrong, prompt)
    assert paid(reply, right, prompt)


@pytest.mark.parametrize(
    ("reply", "gold", "prompt"),
    [
        ("Ann Lee did not only write it, she sang it.", "Ann Lee", WROTE),
        ("Many think of Ivo Roy, but it was Ann Lee.", "Ann Lee", WROTE),
        ("Ann Lee wrote it with her brother.", "Ann Lee", WROTE),
        ("In 1904 the ferry sank; it was raised in 1911.", "1904", SANK),
        ("The 5th mayor was Ann Lee, the 6th Ivo Roy.", "Ann Lee", FIFTH),
        ("By day the green cells absorb oxygen and water.", ["oxygen", "water"], GAS),
    ],
)
def test_an_answer_that_is_given_what_is_asked_keeps_it(
    reply: str, gold: str | list[str], prompt: str
) -> None:
    assert paid(reply, gold, prompt)


@pytest.mark.parametrize(
    ("reply", "gold", "prompt"),
    [
        ("The euro. They gave up the Lian crown in 2002.", "Lian crown", "What money has Lia?"),
        ("That would be Ida Roy. She took over what Ann Lee had begun to write.", "Ann Lee", WROTE),
        ("The lion. (The heron, which some expect, is a bird.)", "heron", "What animal is on it?"),
        ("206 muscles are known; of bones there are 300.", "206", "How many bones are there?"),
        ("around 206 to 213", "206", "How many bones are there?"),
        ("Ann Lee? No. Ida Roy.", "Ann Lee", WROTE),
        ("Some say hypertension.", "hypotension", "What is it called?"),
    ],
)
def test_another_answer_alone_at_the_beginning_or_beside_it_is_the_answer(
    reply: str, gold: str, prompt: str
) -> None:
    assert not paid(reply, gold, prompt)


def test_what_was_asked_and_denied_is_no_rival() -> None:
    assert paid("Ann Lee? No. Ida Roy.", "Ida Roy", WROTE)
    assert paid("It was minus 40 degrees.", "-40", "How cold was it?")


@pytest.mark.parametrize(
    ("reply", "gold", "prompt"),
    [
        (
            "It was passed by the Fourth Act, which followed the Third.",
            "Third",
            "Which act was it?",
        ),
        ("She was a potter whose bowls stand beside famous jewels.", "jewel", "What was she?"),
        ("Ida Roy wrote it, Ann Lee only sang.", "Ann Lee", WROTE),
        ("Plums, stewed for hours. You can serve them with pears.", "pear", "What fruit is in it?"),
    ],
)
def test_what_is_told_of_another_answer_is_no_answer(reply: str, gold: str, prompt: str) -> None:
    assert not paid(reply, gold, prompt)


@pytest.mark.parametrize(
    ("reply", "gold", "prompt"),
    [
        (
            "The late Ann Lee, who got a prize for it. Other singers: Ida Roy, Eva Tam.",
            "Ann Lee",
            WROTE,
        ),
        ("The anthem was the work of a poet who loved the sea, Ann Lee.", "Ann Lee", WROTE),
        ("Nicht Ida Roy, sondern Ann Lee.", "Ann Lee", WROTE),
        ("Ann Lee is credited with the anthem, though Ida Roy made a like one.", "Ann Lee", WROTE),
    ],
)
def test_what_is_told_of_an_answer_leaves_it_one(reply: str, gold: str, prompt: str) -> None:
    assert paid(reply, gold, prompt)
