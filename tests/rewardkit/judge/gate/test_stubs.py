"""Stubs that stand where an answer should."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit.judge.gate.content import Nothing, content_of
from rewardkit.judge.gate.stubs import asks_for_form, is_stub, unspaced

PROSE = "Describe how a rainbow comes about."


@pytest.mark.parametrize(
    "text",
    [
        "TODO",
        "N/A",
        "none.",
        "1. 2. 3.",
        "9/10",
        "See the attached document.",
        "I hope that helps!",
        "[insert answer here]",
        "As an AI model, I'd be happy to help you with that.",
        "I will now provide a complete and detailed explanation.",
        "S o l u t i o n",
        "S0lution:",
        "<b>Solution</b>",
        "```text\nSolution\n```",
        "rainbow a about DESCRIBE how comes",
        "Q: Describe how a rainbow comes about. A:",
        "Ratkaisu",
        "etc.",
        "And so on and so forth",
        "Well, well, well.",
        "పరిష్కారం",
    ],
)
def test_what_only_stands_for_an_answer_has_no_content(text: str) -> None:
    assert isinstance(content_of(text, PROSE), Nothing)


@pytest.mark.parametrize(
    "text",
    [
        "Light is refracted in drops.",
        "Here is why: light bends in drops of water.",
        "See how light bends: red less than blue.",
        "Refraction.",
        "I hope this helps: light bends in drops.",
    ],
)
def test_a_short_answer_has_content(text: str) -> None:
    assert content_of(text, PROSE) == text


@pytest.mark.parametrize("text", ["None", "0", "10/10", "no", "B"])
def test_a_value_is_an_answer_where_no_text_was_asked_for(text: str) -> None:
    assert content_of(text, "Which of them is larger?") == text


@pytest.mark.parametrize(
    ("prompt", "text"),
    [
        ("Translate 'answer' into Spanish.", "Respuesta"),
        ("Print two slashes.", "//"),
        ("Repeat exactly: It is late today.", "It is late today."),
        ("What is the emoji for approval?", "\U0001f44d"),
    ],
)
def test_where_a_form_is_asked_for_it_is_the_content(prompt: str, text: str) -> None:
    assert asks_for_form(prompt)
    assert content_of(text, prompt) == text


@given(st.text(max_size=200), st.booleans())
def test_any_text_is_read(text: str, prose: bool) -> None:
    assert is_stub(text, prose=prose) in (True, False)
    assert isinstance(unspaced(text), str)
