"""A text as a reader sees it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rewardkit.reading.words import folded_set, folded_words, visible


@given(st.text(max_size=60))
def test_reading_twice_is_reading_once(text: str) -> None:
    assert visible(visible(text)) == visible(text)


def test_words_are_folded_alike_in_every_spelling() -> None:
    assert folded_words("NÃO") == folded_words("na\u0303o") == ["nao"]
    assert folded_set("Ja, oui", "sí") == {"ja", "oui", "si"}
