"""Replies that say what the answer is not, and which it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit import get
from rewardkit_verifiers.judge.lib.others_denied import without_denied

PROMPT = "What is the capital of Australia?"
RIGHT = [
    "Not Sydney, not Melbourne either: it's Canberra.",
    "Not Sydney or Melbourne - Canberra.",
    "Not Sydney, Canberra.",
    "Neither Sydney nor Melbourne: Canberra.",
    "Pas Sydney : Canberra.",
    "It's not Sydney. It's not Melbourne. It's Canberra.",
    "It's Canberra (no longer Melbourne since 1927).",
    "Although many say Sydney, the capital has been Canberra since 1913.",
    "Despite what people assume, it's Canberra.",
]
WRONG = [
    "Not Canberra: it's Sydney.",
    "Not Sydney, not Canberra either: it's Melbourne.",
    "Neither Sydney nor Canberra.",
    "Not Sydney, Melbourne, Canberra or Perth.",
    "Although many say Canberra, the capital has been Sydney since 1901.",
    "It's Sydney (no longer Canberra since 1990).",
    "While Canberra is nicer, Sydney is the capital.",
    "Not necessarily: Canberra or Sydney.",
    "Common mistake: Canberra. Correct answer: Sydney.",
]


@pytest.mark.parametrize("said", RIGHT)
def test_what_is_set_aside_is_no_rival(said: str) -> None:
    judge = get("judge/reference")(judge={"fake": "approve"})
    assert judge.score(completion=said, answer="Canberra", prompt=PROMPT).value == 1.0


@pytest.mark.parametrize("said", WRONG)
def test_a_reference_that_is_set_aside_is_no_answer(said: str) -> None:
    judge = get("judge/reference")(judge={"fake": "approve"})
    assert judge.score(completion=said, answer="Canberra", prompt=PROMPT).value == 0.0


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("Not six like insects, but eight.", 1.0),
        ("Eight, not six.", 1.0),
        ("Neither 6 nor 10, but 8.", 1.0),
        ("Not 8 - 6.", 0.0),
        ("Not 6, not 8: 10.", 0.0),
    ],
)
def test_numbers_are_set_aside_alike(said: str, value: float) -> None:
    judge = get("judge/reference")(judge={"fake": "approve"})
    assert judge.score(completion=said, answer="8", prompt="Legs of a spider?").value == value


@given(st.text(max_size=80))
def test_any_text_is_read_and_grows_no_longer(text: str) -> None:
    assert len(without_denied(text, ["Canberra"], [])) <= len(text)
