"""A word found letter by letter in several turns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from rewardkit import Sample, Score, reward
from rewardkit_verifiers.puzzle.lib.word_games import HangmanGame, said_by_policy, value_of


def _check(settings: Mapping[str, Any]) -> None:
    if settings["lives"] < 1:
        raise ValueError(f"lives={settings['lives']} must be at least 1")


@reward(check=_check)
def hangman(
    sample: Sample,
    answer: str,
    *,
    lives: int = 6,
    credit: Literal["solved", "speed", "partial"] = "solved",
    tag: str = "answer",
) -> Score:
    """Pay a game of Hangman that is won.

    The completion is a chat: each message of the assistant is a letter or the whole word, in a
    block or as a whole. What the other side wrote is not read. `HangmanGame` of
    `puzzle.lib.word_games` is that side.

    Args:
        sample: The sample; a completion that is text is a game of one message.
        answer: The word or phrase.
        lives: The number of messages that may find nothing; one that is no guess finds nothing.
        credit: `solved` for 1 or 0, `speed` for 1/2 to 1 by the lives that are left, or `partial`
            for up to 1/2 of a lost game, by the letters that were found.
        tag: The tag of the block with a guess.

    Returns:
        0 to 1. A completion without any guess is unparsed.

    Example:
        >>> chat = [{"role": "assistant", "content": guess} for guess in ("e", "s", "tea")]
        >>> hangman.score(completion=chat, answer="tea").value
        1.0
        >>> hangman(lives=1).score(completion=chat, answer="tea").reason
        'unsolved'
    """
    try:
        game = HangmanGame(answer, lives, tag)
    except ValueError as error:
        return Score.error("bad_puzzle", str(error))
    play = game.play(said_by_policy(sample.completion))
    if not play.readable:
        return Score.unparsed("no_guess", "no message is a letter or a word")
    value = value_of(play, credit)
    return Score.ok(value) if play.solved else Score.ok(value, "unsolved", f"{play.turns} messages")


def instruction(settings: Mapping[str, Any]) -> str:
    """Return the text for the system prompt that explains the game with these settings.

    Example:
        >>> instruction(hangman(lives=8, tag="").settings).split(". ")[0]
        'Find the hidden word: each message guesses one letter or the whole word'
    """
    tag = settings["tag"]
    where = f" between <{tag}> and </{tag}>" if tag else " and nothing else"
    return (
        "Find the hidden word: each message guesses one letter or the whole word. Write the "
        f"guess{where}. It is answered by the word with the letters found so far; a guess that "
        f"finds nothing costs one of {settings['lives']} lives."
    )
