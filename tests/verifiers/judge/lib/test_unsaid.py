"""Replies that hold a reference and take it back, call it unproven, or leave it as one of two."""

from __future__ import annotations

import pytest

from rewardkit import get

same = get("judge/reference", judge={"fake": "approve"})


@pytest.mark.parametrize("gold", ["1912", "Graz", "6563 days", "22 July 2018", "Lions & Bears"])
@pytest.mark.parametrize(
    "frame",
    [
        "There is no evidence that it was {}.",
        "I found no reliable record of {}.",
        "I would rule out {}.",
        "Possible answers include {}, Linz, and Wels.",
        "The answer is {}. Wait, no, it's Linz.",
        "The answer is {}. Actually, the answer is Linz.",
        "I first thought it was {}, but it is Linz.",
        "Answer 1: {}\nAnswer 2: Linz",
        "- {} (most likely)\n- Linz (also possible)",
        "{} / Linz",
        "{}, or maybe Linz",
        "It was either Linz or {}.",
        "Es gibt keine Belege, dass es {} war.",
        "Il n'y a aucune preuve que c'est {}.",
    ],
)
def test_a_reference_that_is_taken_back_or_one_of_two_is_not_given(gold: str, frame: str) -> None:
    reply = frame.format(gold)
    assert same.score(completion=reply, answer=gold, prompt="Which was it?").value == 0.0


@pytest.mark.parametrize("reply", ["没有证据表明是1912。", "答案是1912。等等，不对，是林茨。"])
def test_a_number_is_taken_back_in_a_script_without_spaces(reply: str) -> None:
    assert same.score(completion=reply, answer="1912", prompt="是哪一个？").value == 0.0


@pytest.mark.parametrize("gold", ["Graz", "6563 days", "Lions & Bears", "22 July 2018"])
@pytest.mark.parametrize(
    "frame",
    [
        "There is no evidence that it was Linz; it was {}.",
        "Having ruled out Linz, the answer is {}.",
        "The possible answers are Linz and Wels, but the correct one is {}.",
        "The answer is {}. Sorry, it was hard to find.",
        "The answer is {}. Actually, it was easy to find.",
        "I first thought it was Linz, but it is {}.",
        "The answer to your question is: {}",
    ],
)
def test_a_reference_that_stays_is_put_to_the_judge(gold: str, frame: str) -> None:
    reply = frame.format(gold)
    assert same.score(completion=reply, answer=gold, prompt="Which was it?").value == 1.0


@pytest.mark.parametrize(
    ("gold", "reply"),
    [
        ("18", "18 or older"),
        ("12", "12 or a dozen"),
        ("1912", "1912 or MCMXII"),
        ("8", "The answer to your question is: 8"),
        ("0", "0 or none at all"),
    ],
)
def test_a_number_and_the_same_in_other_words_are_no_two_answers(gold: str, reply: str) -> None:
    assert same.score(completion=reply, answer=gold, prompt="Which was it?").value == 1.0
