"""Replies that give another name, or turn to another number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit import get
from rewardkit_verifiers.judge.lib.another_head import headed_by_another

ILIAD = "In the Iliad, who kills Hector?"
RINGS = "Which planet has the most prominent rings?"
CAPITAL = "What is the capital of Australia?"
EGGS = "How many eggs are in three dozen?"
GAS = "Which gas makes up most of the atmosphere?"
LONG = "Nitrogen is inert and makes up 21 % of the air. Argon is below 1 %. Oxygen makes up 78 %. "
RIGHT = [
    (ILIAD, "Achilles", "It is Achilles; Patroclus had been killed by Hector before."),
    (ILIAD, "Achilles", "Patroclus was killed by Hector; Achilles kills Hector in revenge."),
    (RINGS, "Saturn", "Saturn, which has thousands of ringlets"),
    (RINGS, "Saturn", "The planet with the rings, a gas giant, is Saturn."),
    (CAPITAL, "Canberra", "Sydney is larger, but the capital is Canberra."),
    (CAPITAL, "Canberra", "ACT, a territory of its own, has the capital Canberra"),
    (EGGS, "36", "3 × 12 = 36, which makes 36 eggs."),
    (EGGS, "36", "36; but rounding would give 40."),
    (GAS, "Nitrogen", f"{LONG}No, the other way round: thus the main gas is nitrogen."),
]
WRONG = [
    (ILIAD, "Achilles", "Patroclus is the one; Achilles himself gets killed by Hector."),
    (ILIAD, "Achilles", "Ajax, who fought beside Achilles"),
    (RINGS, "Saturn", "Titan, a moon of Saturn"),
    (RINGS, "Saturn", "Jupiter, which outshines Saturn"),
    (CAPITAL, "Canberra", "Sydney; Canberra is just a village"),
    (EGGS, "36", "3 × 12 = 36, and then we add an extra one, which makes 37 eggs."),
    (EGGS, "36", "I'd have said 36, but counting properly gives 38."),
    (GAS, "Nitrogen", f"{LONG}Thus the main gas is **oxygen**."),
]


@pytest.mark.parametrize(("prompt", "answer", "said"), RIGHT)
def test_another_name_beside_the_answer_is_no_other_answer(
    prompt: str, answer: str, said: str
) -> None:
    judge = get("judge/reference")(judge={"fake": "approve"})
    assert judge.score(completion=said, answer=answer, prompt=prompt).value == 1.0


@pytest.mark.parametrize(("prompt", "answer", "said"), WRONG)
def test_a_reference_in_what_is_added_to_another_answer_is_none(
    prompt: str, answer: str, said: str
) -> None:
    judge = get("judge/reference")(judge={"fake": "approve"})
    assert judge.score(completion=said, answer=answer, prompt=prompt).value == 0.0


@given(st.text(max_size=80))
def test_any_text_is_read(text: str) -> None:
    assert not headed_by_another(text, ["saturn"], "")
