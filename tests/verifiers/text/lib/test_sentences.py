"""Sentences of a reply, with the words of the question in them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rewardkit_verifiers.text.lib.sentences import sentence_of, sentences_of
from rewardkit_verifiers.text.lib.tokens import plain, tokens


def test_initials_and_titles_end_no_sentence_and_lines_do() -> None:
    text = "Dr. J. R. Lee sang it. She won!\n- twice"
    found = sentences_of(text, tokens(text), frozenset(("sing",)))
    assert [text[one.start : one.end].strip() for one in found] == [
        "Dr. J. R. Lee sang it.",
        "She won!",
        "- twice",
    ]
    assert [bool(one.asked) for one in found] == [True, False, False]


@given(st.text(alphabet="Ab1 .!?\n()*\"'", max_size=60))
def test_every_word_is_in_the_sentence_that_holds_its_place(text: str) -> None:
    text = plain(text)
    said = tokens(text)
    found = sentences_of(text, said, frozenset())
    for token in said:
        assert token in sentence_of(found, token.start).said
