"""What surrounds a reply without being part of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit.reading.reply import END_TOKENS, invisible, trimmed, unfenced, wordless


@pytest.mark.parametrize("token", sorted(END_TOKENS))
def test_end_of_turn_tokens_are_taken_off_the_end_only(token: str) -> None:
    assert trimmed(f"{token} 36 {token}\n{token}") == f"{token} 36"


@given(st.text())
def test_trimming_twice_is_trimming_once(text: str) -> None:
    once = trimmed(text)
    assert trimmed(once) == once


@given(st.text())
def test_what_is_trimmed_off_shows_nothing(text: str) -> None:
    before = text[: text.find(trimmed(text))]
    assert all(map(invisible, before))


@pytest.mark.parametrize("char", "\u00a0\u200b\u2060\ufeff\u3164\u2800\u115f\u00ad\x00\ud800")
def test_characters_that_show_nothing_are_invisible(char: str) -> None:
    assert invisible(char)


@pytest.mark.parametrize("char", "a1∅。-,\u0301😀")
def test_characters_that_show_are_not(char: str) -> None:
    assert not invisible(char)


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("```\nx\n```", "x\n"),
        ("~~~xml\nx\n~~~", "x\n"),
        ("```\r\nx\r\n```", "x\r\n"),
        ("```x```", None),
        ("```\nx", None),
        ("x", None),
        ("```\nx\n```\n```\ny\n```", None),
        ("```\nsay ``` here\n```", "say ``` here\n"),
        ("```\n```", ""),
    ],
)
def test_a_fence_counts_only_around_the_whole_text(text: str, inside: str | None) -> None:
    assert unfenced(text) == inside


def test_a_fence_of_another_language_is_none() -> None:
    assert unfenced("```python\nx\n```", ("", "json")) is None


def test_punctuation_is_no_word() -> None:
    assert wordless("** --- …")
    assert not wordless("三")
