"""Sentences that name an option while they say that there is no answer."""

from __future__ import annotations

import time

import pytest

from rewardkit_verifiers.text.choice import choice
from rewardkit_verifiers.text.lib.choosing.declining import refused

SLOPE = "The slope of f(x) at x=0 is ____\n(A) positive\n(B) negative\n(C) zero\n(D) steep"
SLOPE_OR_NONE = (
    "The slope of f(x) at x=0 is ____\n(A) positive\n(B) negative\n(C) zero\n(D) undefined"
)
VALUE = "Find z.\n(A) 3\n(B) 4\n(C) 5\n(D) 6"
GAS = "Which gas is it?\nA. Oxygen\nB. Hydrogen\nC. Helium\nD. Neon"
REFUSES = [
    (
        SLOPE,
        "There is not enough information to determine the slope of f(x) at x=0..",
        "C",
    ),
    (SLOPE, "There is insufficient information on f at x = 0.", "C"),
    (SLOPE, "Without any information about f, the slope at x = 0 cannot be determined.", "C"),
    (SLOPE, "It is impossible to determine the slope at x = 0.", "C"),
    (
        VALUE,
        "So x = 4 and y = 3.\n\nTherefore, it is impossible to find the value of z.",
        "B",
    ),
    (VALUE, "So x = 4. Therefore, it is not possible to determine z.", "B"),
    (VALUE, "We know x = 5. However, there is not enough information to find z.", "C"),
    (VALUE, "x = 6. Hence z cannot be determined.", "D"),
    (VALUE, "We cannot determine z from x = 4.", "B"),
    (GAS, "There is no information to tell whether it is neon.", "D"),
    (GAS, "The picture does not give enough information to call it helium.", "C"),
    (GAS, "It cannot be determined from the glow that it is neon.", "D"),
    (GAS, "Neon glows. Therefore, it is impossible to tell.", "D"),
    (GAS, "It is not possible to say that it is hydrogen.", "B"),
]
ANSWERS = [
    (SLOPE, "We cannot determine f, but the slope at x = 0 is zero.", "C"),
    (SLOPE, "There is not enough information about f itself; the slope is zero.", "C"),
    (VALUE, "z cannot be determined from the first line alone. So we use the second: z = 5.", "C"),
    (VALUE, "It is impossible to find the value of y, but z = 4.", "B"),
    (VALUE, "The value is z = 6. The value of y cannot be determined.", "D"),
    (GAS, "The gas is neon. Its pressure cannot be determined.", "D"),
    (GAS, "The answer is neon, although there is no information on the pressure.", "D"),
    (
        GAS,
        "There is not enough information on the lamp, however the answer is neon.",
        "D",
    ),
    (GAS, "Not enough data for a spectrum. The answer is helium.", "C"),
    (GAS, "It can't be determined by smell. Therefore the answer is D.", "D"),
    (SLOPE_OR_NONE, "The slope is undefined.", "D"),
    (SLOPE_OR_NONE, "undefined", "D"),
]


@pytest.mark.parametrize(("prompt", "reply", "letter"), REFUSES)
def test_a_value_in_a_sentence_that_gives_no_answer_is_not_chosen(
    prompt: str, reply: str, letter: str
) -> None:
    assert choice.score(completion=reply, answer=letter, prompt=prompt).value == 0.0


@pytest.mark.parametrize(("prompt", "reply", "letter"), ANSWERS)
def test_a_value_behind_what_is_not_known_is_chosen(prompt: str, reply: str, letter: str) -> None:
    assert choice.score(completion=reply, answer=letter, prompt=prompt).value == 1.0


def test_long_refusals_take_linear_time() -> None:
    start = time.process_time()
    refused("x = 4. " + "if it can't be determined " * 20_000, 4)
    refused("x = 4. " + "not enough information " * 20_000, 4)
    assert time.process_time() - start < 5.0
