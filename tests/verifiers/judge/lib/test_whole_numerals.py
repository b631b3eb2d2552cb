"""Numbers that a sentence says in words, and values that it says twice."""

from __future__ import annotations

import pytest

from rewardkit import get

same = get("judge/reference", judge={"fake": "approve"})
RIGHT = [
    ("81", "Cela fait quatre-vingt-un."),
    ("81", "C'est quatre-vingt-un."),
    ("81", "Das macht einundachtzig."),
    ("81", "Son ochenta y uno."),
    ("81", "Fa ottantuno."),
    ("81", "São oitenta e um."),
    ("81", "Это восемьдесят один."),
    ("81", "答案是八十一。"),
    ("1984", "Nineteen eighty-four, same as the Orwell title."),
    ("1905", "It was nineteen oh five."),
    ("2010", "Twenty ten."),
    ("86400", "86.400 s (as we write it in Italy), that's eighty-six thousand four hundred."),
    ("256", "$2^{8}$, i.e. 256 of them"),
    ("0.25", "1/4, that is 0.25"),
    ("x = 3 or x = -2", r"$x \in \{-2,\,3\}$"),
    ("1, 4, 9", "| x | f(x) |\n|:-:|:-:|\n| 1 | 1 |\n| 2 | 4 |\n| 3 | 9 |"),
]
WRONG = [
    ("81", "Cela fait quatre-vingt-deux."),
    ("81", "Ce n'est pas quatre-vingt-un."),
    ("81", "Quatre-vingt-un ou quatre-vingt-deux."),
    ("81", "Das macht achtzehn, einundachtzig, neunzehn."),
    ("1984", "Nineteen eighty-five, same as the film."),
    ("86400", "86.500 s, that's eighty-six thousand five hundred."),
    ("256", "$2^{9}$, i.e. 512 of them"),
    ("256", "$2^{8}$, i.e. 128 of them"),
    ("x = 3 or x = -2", r"$x \in \{2,\,-3\}$"),
    ("1, 4, 9", "| x | f(x) |\n|:-:|:-:|\n| 1 | 1 |\n| 2 | 4 |\n| 3 | 8 |"),
]


@pytest.mark.parametrize(("answer", "reply"), RIGHT)
def test_a_number_in_words_or_in_two_forms_is_put_to_the_judge(answer: str, reply: str) -> None:
    assert same.score(completion=reply, answer=answer, prompt="What does it give?").value == 1.0


@pytest.mark.parametrize(("answer", "reply"), WRONG)
def test_another_number_in_words_or_in_two_forms_is_not(answer: str, reply: str) -> None:
    assert same.score(completion=reply, answer=answer, prompt="What does it give?").value == 0.0
