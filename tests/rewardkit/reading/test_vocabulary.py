"""Closed classes of words."""

from __future__ import annotations

from rewardkit.reading.vocabulary import BUT, NO, NOT, OR, YES


def test_no_word_both_affirms_and_denies_or_joins_and_corrects() -> None:
    assert not YES & NO - {"ne"}
    assert not OR & BUT - {"а"}


def test_common_words_of_other_languages_are_not_taken_for_denials_or_alternatives() -> None:
    assert not {"of", "en", "es", "a", "the", "in", "hay", "au"} & (NOT | OR)
