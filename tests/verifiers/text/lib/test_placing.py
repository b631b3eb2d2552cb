"""Places, years and labelled lines beside the words of the question."""

from __future__ import annotations

import pytest

from rewardkit_verifiers.text.answer import answer

BORN = "In what city was Ann Lee born?"
SANK = "When did the ferry sink?"


def paid(reply: str, gold: str, prompt: str) -> bool:
    return answer.score(completion=reply, answer=gold, prompt=prompt).value == 1.0


@pytest.mark.parametrize(
    ("reply", "wrong", "right", "prompt"),
    [
        ("She was born in Tuz and grew up in Nal.", "Nal", "Tuz", BORN),
        ("Built in 1901, the ferry sank in 1904; a film came in 1931.", "1931", "1904", SANK),
        ("The ferry began in 1901 and sank in 1904.", "1901", "1904", SANK),
        ("Built: 1901\nSank: 1904", "1901", "1904", SANK),
    ],
)
def test_the_one_beside_the_words_of_the_question_is_the_answer(
    reply: str, wrong: str, right: str, prompt: str
) -> None:
    assert not paid(reply, wrong, prompt)
    assert paid(reply, right, prompt)


@pytest.mark.parametrize(
    ("reply", "gold", "prompt"),
    [
        ("She was born in Tuz, Florida, in the winter of 1931.", "Florida", "Where was she born?"),
        ("Ann Lee was born in Tuz in Norway.", "Norway", "In which country was Ann Lee born?"),
        ("The ferry sank in 1904.", "1904", SANK),
    ],
)
def test_a_place_that_another_lies_in_is_no_other_place(reply: str, gold: str, prompt: str) -> None:
    assert paid(reply, gold, prompt)
