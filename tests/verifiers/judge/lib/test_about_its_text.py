"""Replies that speak of the text which they were to write."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit import get
from rewardkit_verifiers.judge.lib.about_its_text import about_its_text, only_generic

SEA, COLD = "Write a four-line poem about the sea.", "Explain how a refrigerator keeps food cold."
MAIL = "Write a polite mail to a landlord about a broken heater."
WRONG = [
    (
        SEA,
        "Lovely request! My poem will have four lines. It will rhyme. Its mood will be calm.",
    ),
    (
        SEA,
        "A good poem has rhythm. I would use metaphors. The lines would each have eight syllables.",
    ),
    (SEA, "(poem about the sea, four lines)"),
    (SEA, "*writes a beautiful poem about the sea*"),
    (SEA, "Title: The Sea"),
    (COLD, "There are several steps. First, the process begins. Finally, it is completed."),
    (MAIL, "Mail sent."),
    (
        MAIL,
        "The mail will be polite. It will have a greeting. I made sure that the tone is right.",
    ),
]
RIGHT = [
    (SEA, "Grey water breathes,\nthe harbour sleeps,\na bell rings once,\nthe secret keeps."),
    (SEA, "The sea will rise, the sea will fall;\nthe moon, who calls, will hear it all."),
    (COLD, "A fluid evaporates inside (absorbing heat) and condenses outside (releasing it)."),
    (
        MAIL,
        "Subject: Heater\n\nHello Ms Lee, the heater has been cold since Tuesday. Could you help?",
    ),
]


@pytest.mark.parametrize(("prompt", "said"), WRONG)
def test_talk_of_a_text_is_not_the_text(prompt: str, said: str) -> None:
    judge = get("judge/rubric")(judge={"fake": "approve"}, criteria=["It does what was asked."])
    assert judge.score(completion=said, prompt=prompt).reason == "no_answer"


@pytest.mark.parametrize(("prompt", "said"), RIGHT)
def test_the_text_is_put_to_the_judge(prompt: str, said: str) -> None:
    judge = get("judge/rubric")(judge={"fake": "approve"}, criteria=["It does what was asked."])
    assert judge.score(completion=said, prompt=prompt).value == 1.0


@given(st.text(max_size=80))
def test_any_text_is_read(text: str) -> None:
    assert not about_its_text(text, "How are you?")
    assert not only_generic(text, "How are you?")


@pytest.mark.parametrize(
    "said",
    [
        "I am going to compose a truly delightful limerick on this topic, with perfect rhyme.",
        "Sure! I'll write you a limerick about a cat who loves jazz.",
        "Let me craft a limerick for you, with a surprising twist at the end!",
    ],
)
def test_a_promise_of_the_text_is_not_the_text(said: str) -> None:
    assert about_its_text(said, "Compose a limerick about a cat who loves jazz.")


@pytest.mark.parametrize(
    ("said", "prompt"),
    [
        (
            "I will write a letter to the sea,\nand it will answer me.",
            "Write a poem about the sea.",
        ),
        ("I will write a letter to my aunt tomorrow.", "Write a sentence in the future tense."),
        ("Let me write the song that the rain forgot.", "Write a one-line poem."),
    ],
)
def test_a_text_that_speaks_of_writing_is_one(said: str, prompt: str) -> None:
    assert not about_its_text(said, prompt)
