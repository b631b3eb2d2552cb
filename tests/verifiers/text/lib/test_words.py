"""Words without a tokenizer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit_verifiers.text.lib.words import words_of


@given(st.text())
def test_no_character_that_shows_is_lost(text: str) -> None:
    assert "".join(words_of(text)) == "".join(text.casefold().split())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Two words", ["two", "words"]),
        ("三个字", ["三", "个", "字"]),
        ("GPT三个字ok", ["gpt", "三", "个", "字", "ok"]),
        ("ひらカタ", ["ひ", "ら", "カ", "タ"]),
        ("한국어 단어", ["한국어", "단어"]),
        ("das Wort für Übung", ["das", "wort", "für", "übung"]),
        ("", []),
    ],
)
def test_scripts_without_blanks_are_counted_by_characters(text: str, words: list[str]) -> None:
    assert words_of(text) == words


def test_a_run_that_is_too_long_for_a_word_is_counted_by_characters() -> None:
    assert len(words_of("x" * 40)) == 1
    assert len(words_of("x" * 41)) == 41
    assert len(words_of("é" * 41)) == 41
