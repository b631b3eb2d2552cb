"""Texts made comparable."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit_verifiers.text.wording import judged, normal, references

forms = st.fixed_dictionaries(
    {
        "ignore_case": st.booleans(),
        "spaces": st.sampled_from(["keep", "trim", "collapse"]),
        "unicode": st.sampled_from(["none", "NFC", "NFKC"]),
        "punctuation": st.sampled_from(["keep", "trim", "drop"]),
    }
)


@given(forms, st.text(st.characters(max_codepoint=0x24F), max_size=30))
def test_any_form_of_any_text_is_text(form: dict[str, Any], text: str) -> None:
    assert isinstance(normal(text, **form), str)


@given(st.text(max_size=30))
def test_the_default_form_of_a_form_is_itself(text: str) -> None:
    assert normal(normal(text)) == normal(text)


@pytest.mark.parametrize(
    ("settings", "form"),
    [
        ({}, "“It’s  Fine.”".replace("  ", " ")),
        ({"spaces": "trim"}, "“It’s  Fine.”"),
        ({"spaces": "keep"}, " “It’s  Fine.”\n"),
        ({"punctuation": "trim"}, "It’s Fine"),
        ({"punctuation": "drop"}, "Its Fine"),
        ({"ignore_case": True}, "“it’s fine.”"),
    ],
)
def test_each_setting_does_what_it_says(settings: dict[str, Any], form: str) -> None:
    assert normal(" “It’s  Fine.”\n", **settings) == form


def test_numbers_are_references_too() -> None:
    assert references(3) == ["3"]
    assert references(("a", 2.5)) == ["a", "2.5"]


def test_without_a_tag_the_whole_reply_is_judged() -> None:
    assert judged("<answer>4</answer>", "") == "<answer>4</answer>"
    assert judged("<answer>4</answer>", "answer") == "4"
    assert judged("4", "answer") is None
