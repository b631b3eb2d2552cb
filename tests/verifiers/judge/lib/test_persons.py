"""Persons, and others of the same name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit import get
from rewardkit_verifiers.judge.lib.persons import another_person, is_person

IN_2001 = "Which US president was in office on 11 September 2001?"
SECOND = "Who was the second president of the United States?"
DREAM = "Who is known for 'I have a dream'?"
FAUST = "Who wrote Faust?"
RIGHT = [
    ("Qui a peint Guernica ?", "Pablo Picasso", "C'est Picasso, en 1937."),
    ("Quel peintre a peint Guernica ?", "Pablo Picasso", "Picasso."),
    ("Welcher Physiker war es?", "Albert Einstein", "Das war Einstein."),
    (FAUST, "Johann Wolfgang von Goethe", "J. W. von Goethe"),
    (FAUST, "Johann Wolfgang von Goethe", "It's Goethe."),
    (IN_2001, "George W. Bush", "George Walker Bush"),
    (IN_2001, "George W. Bush", "President Bush"),
    (SECOND, "John Adams", "J. Adams"),
    (DREAM, "Martin Luther King Jr.", "Martin Luther King"),
    (DREAM, "Martin Luther King Jr.", "MLK"),
]
WRONG = [
    ("Qui a peint Guernica ?", "Pablo Picasso", "Paloma Picasso"),
    ("Welcher Physiker war es?", "Albert Einstein", "Hermann Einstein"),
    (FAUST, "Johann Wolfgang von Goethe", "August von Goethe"),
    (FAUST, "Johann Wolfgang von Goethe", "It's Thomas Mann."),
    (IN_2001, "George W. Bush", "George H. W. Bush, the father."),
    (IN_2001, "George W. Bush", "Bush senior"),
    (SECOND, "John Adams", "his son John Quincy Adams"),
    (DREAM, "Martin Luther King Jr.", "Martin Luther King Sr."),
    (DREAM, "Martin Luther King Jr.", "Stephen King"),
    ("Who began the Reformation?", "Martin Luther", "Martin Luther King"),
    ("Who wrote 'The Three Musketeers'?", "Alexandre Dumas", "Alexandre Dumas fils"),
]


@pytest.mark.parametrize(("prompt", "answer", "said"), RIGHT)
def test_a_person_by_another_form_of_the_name_is_put_to_the_judge(
    prompt: str, answer: str, said: str
) -> None:
    judge = get("judge/reference")(judge={"fake": "approve"})
    assert judge.score(completion=said, answer=answer, prompt=prompt).value == 1.0


@pytest.mark.parametrize(("prompt", "answer", "said"), WRONG)
def test_another_person_of_the_name_is_not(prompt: str, answer: str, said: str) -> None:
    judge = get("judge/reference")(judge={"fake": "approve"})
    assert judge.score(completion=said, answer=answer, prompt=prompt).value == 0.0


@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    assert not another_person(text, ["Ottawa"])
    assert not is_person(f"{text} 1")
