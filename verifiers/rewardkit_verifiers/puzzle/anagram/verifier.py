"""A word made of given letters."""

from __future__ import annotations

from collections import Counter
from typing import Any

from rewardkit import Score, reward
from rewardkit_verifiers.puzzle.lib.answer import answer_of


@reward
def anagram(completion: str, letters: str, answer: Any, *, tag: str = "answer") -> Score:
    """Pay the word, or phrase, that the given letters make.

    Args:
        completion: The reply: the word in a block, or as a whole.
        letters: The column of given letters, in any order.
        answer: The word, or a list of acceptable ones.
        tag: The tag of the block with the answer.

    Returns:
        1 or 0. A reply of several words where one is asked for is wrong, but for words such as
        `The word is` before it.

    Example:
        >>> anagram.score(completion="Listen.", letters="silent", answer=["listen", "tinsel"]).value
        1.0
        >>> anagram.score(completion="listen or tinsel", letters="silent", answer="listen").reason
        'wrong_letters'
    """
    given = _letters(letters)
    accepted = [answer] if isinstance(answer, str) else answer
    if hasattr(accepted, "tolist"):
        accepted = accepted.tolist()
    if not isinstance(accepted, list | tuple) or not accepted or not given:
        return Score.error("bad_puzzle", "letters and at least one word are needed")
    words = [" ".join(str(one).casefold().split()) for one in accepted]
    if any(_letters(word) != given for word in words):
        return Score.error("bad_puzzle", "an accepted word has other letters")
    text = answer_of(completion, tag)
    if isinstance(text, Score):
        return text
    word = " ".join(text.strip(" .!*_\"'`").casefold().split())
    if _letters(word) != given:
        return Score.ok(0.0, "wrong_letters")
    return Score.ok(1.0) if word in words else Score.ok(0.0, "unsolved", "no word that is known")


def _letters(text: str) -> Counter[str]:
    return Counter(char for char in str(text).casefold() if char.isalpha())
