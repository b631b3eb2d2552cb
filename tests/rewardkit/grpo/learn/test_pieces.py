"""Pieces: a text is cut into the longest ones, and comes back whole."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rewardkit.grpo.learn.pieces import Pieces

PIECES = Pieces(["The answer is ", "12", "1", "2", "<answer>", "</answer>", "<", "a"])


@given(st.lists(st.sampled_from(PIECES.texts[2:]), max_size=20))
def test_what_is_made_of_pieces_comes_back_whole(words: list[str]) -> None:
    text = "".join(words)
    assert PIECES.decode(PIECES.encode(text)) == text


@given(st.text(max_size=60))
def test_any_text_can_be_cut_and_only_unknown_signs_are_lost(text: str) -> None:
    back = PIECES.decode(PIECES.encode(text))
    signs = iter(text)
    assert all(sign in signs for sign in back)


def test_the_longest_piece_is_taken_and_the_end_ends() -> None:
    assert [PIECES.texts[at] for at in PIECES.encode("12a")] == ["12", "a"]
    assert PIECES.decode([3, 1, 4]) == PIECES.texts[3]
