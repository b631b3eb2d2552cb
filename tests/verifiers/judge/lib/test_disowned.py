"""Replies that hold a reference and speak against it."""

from __future__ import annotations

import pytest

from rewardkit import get
from rewardkit_verifiers.judge.lib.disowned import disowned

same = get("judge/reference", judge={"fake": "approve"})
WHO = "Which one was it?"
AGAINST = [
    "People keep saying {}. It isn't {}; K stands for krypton.",
    "Everyone says it's {}. It is not {}, I checked.",
    "That isn't {}. Look at Linz.",
    "Das ist nicht {}, gemeint ist Linz.",
    "Ce n'est pas {}. Pensez à Linz.",
    "No es {}, piense en Linz.",
    "Non è {}. Direi Linz.",
    "Это не {}. Думаю, Линц.",
    'My neighbour said "{}" at once. I am afraid she got it wrong: it was Linz.',
    "My teacher claimed it was {}. He was mistaken; look at Linz.",
    "I'm sorry, but questions about {} and the like are something I'm unable to answer.",
    "Sorry, I can't discuss topics such as {}.",
]
FOR = [
    "It isn't Linz. It is {}.",
    "People say Linz. It isn't Linz; it's {}.",
    "My neighbour said Linz. She got it wrong: it was {}.",
    "My neighbour said {}, and she was right; those who say Linz are wrong.",
    "It's {}. That isn't Linz.",
    "I can't say it any shorter: {}.",
    "I'm sorry about the delay, it is {}.",
]


@pytest.mark.parametrize("gold", ["potassium", "Graz", "1912", "32 °F"])
@pytest.mark.parametrize("frame", AGAINST)
def test_a_reference_that_a_reply_speaks_against_is_not_given(gold: str, frame: str) -> None:
    assert same.score(completion=frame.replace("{}", gold), answer=gold, prompt=WHO).value in (
        0.0,
        None,
    )


@pytest.mark.parametrize("gold", ["potassium", "Graz", "1912", "32 °F"])
@pytest.mark.parametrize("frame", FOR)
def test_what_is_said_against_others_takes_nothing_from_the_reference(
    gold: str, frame: str
) -> None:
    assert disowned(frame.replace("{}", gold), [gold]) == ""


@pytest.mark.parametrize(
    "reply",
    [r"$\lim_{x\to 0}\frac{\sin x}{x} < 1$", r"\lim_{x \to 0} f(x) \leq 1", "∑ a_n > 1"],
)
def test_a_bound_of_a_limit_or_sum_is_no_value_of_it(reply: str) -> None:
    assert same.score(completion=reply, answer="1", prompt="What is it?").reason == "bounded"
