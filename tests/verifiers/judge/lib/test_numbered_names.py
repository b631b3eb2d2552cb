"""Names with a number in them, and names written together, apart or abbreviated."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit import get
from rewardkit_verifiers.judge.lib.numbered_names import numbered, other_numbered

AMENDMENT = "Which amendment gave US women the vote?"
RIGHT = [
    (AMENDMENT, "Nineteenth Amendment", "The 19th."),
    (AMENDMENT, "Nineteenth Amendment", "Amendment XIX"),
    ("Who had six wives?", "Henry VIII", "Henry the Eighth"),
    ("Which war ended in 1945?", "World War II", "the Second World War"),
    ("Which war ended in 1945?", "World War II", "WW2"),
    ("Which symphony is it?", "Symphony No. 9", "the Ninth"),
    ("What is the capital of Myanmar?", "Naypyidaw", "Nay Pyi Taw"),
    ("What is the frozen dessert?", "ice cream", "icecream"),
    ("Which vitamin?", "vitamin C", "Vit. C"),
    ("Which empire is it?", "Mongol Empire", "the Mongolian Empire"),
]
WRONG = [
    (AMENDMENT, "Nineteenth Amendment", "the twentieth"),
    (AMENDMENT, "Nineteenth Amendment", "the ninth amendment"),
    ("Who had six wives?", "Henry VIII", "Henry the Seventh"),
    ("Which war ended in 1945?", "World War II", "WWI"),
    ("Which war ended in 1945?", "World War II", "the First World War"),
    ("Which symphony is it?", "Symphony No. 9", "the Eighth"),
    ("What is the capital of Myanmar?", "Naypyidaw", "Nay Pyi"),
    ("Which vitamin?", "vitamin C", "Vit. D"),
    ("Which empire is it?", "Mongol Empire", "the Mughal Empire"),
    ("Which empire is it?", "Roman Empire", "the Romanian Empire"),
]


@pytest.mark.parametrize(("prompt", "answer", "said"), RIGHT)
def test_another_form_of_such_a_name_is_put_to_the_judge(
    prompt: str, answer: str, said: str
) -> None:
    judge = get("judge/reference")(judge={"fake": "approve"})
    assert judge.score(completion=said, answer=answer, prompt=prompt).value == 1.0


@pytest.mark.parametrize(("prompt", "answer", "said"), WRONG)
def test_another_number_and_another_name_are_not(prompt: str, answer: str, said: str) -> None:
    judge = get("judge/reference")(judge={"fake": "approve"})
    assert judge.score(completion=said, answer=answer, prompt=prompt).value == 0.0


@given(st.text(max_size=40))
def test_any_name_is_read(name: str) -> None:
    assert isinstance(other_numbered(name, ""), list)


def test_one_letter_behind_a_name_is_no_numeral() -> None:
    assert numbered("Vitamin I") is None
    assert numbered("Malcolm X") is None
