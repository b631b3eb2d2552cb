"""A word found by guesses in several turns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from rewardkit import Sample, Score, reward
from rewardkit_verifiers.puzzle.lib.word_games import WordleGame, said_by_policy, value_of


def _check(settings: Mapping[str, Any]) -> None:
    if settings["guesses"] < 1:
        raise ValueError(f"guesses={settings['guesses']} must be at least 1")


@reward(check=_check)
def wordle(
    sample: Sample,
    answer: str,
    words: Any = None,
    *,
    guesses: int = 6,
    credit: Literal["solved", "speed", "partial", "places"] = "solved",
    tag: str = "answer",
) -> Score:
    """Pay a game of Wordle that is won.

    The completion is a chat: each message of the assistant is a guess, in a block or as a whole.
    What the other side wrote is not read. `WordleGame` of `puzzle.lib.word_games` is that side.

    Args:
        sample: The sample; a completion that is text is a game of one guess.
        answer: The word.
        words: The column with the words that may be guessed; any word of its length without one.
        guesses: The number of guesses; a message that is none uses one up.
        credit: `solved` for 1 or 0; `speed` for 1/2 to 1 by the guesses that are left; `partial`
            for up to 1/2 of a lost game, by the letters of its best guess; or `places` for the mean
            share of letters in their place over all `guesses`, where those after a win count 1.
        tag: The tag of the block with a guess.

    Returns:
        0 to 1. A completion without any guess is unparsed.

    Example:
        >>> chat = [
        ...     {"role": "assistant", "content": "slate"},
        ...     {"role": "user", "content": "slate: --g-g"},
        ...     {"role": "assistant", "content": "I try <answer>crane</answer>"},
        ... ]
        >>> wordle.score(completion=chat, answer="crane").value
        1.0
        >>> wordle(guesses=1).score(completion=chat, answer="crane").reason
        'unsolved'
    """
    if hasattr(words, "tolist"):
        words = words.tolist()
    try:
        game = WordleGame(answer, guesses, words, tag)
    except (TypeError, ValueError, AttributeError) as error:
        return Score.error("bad_puzzle", str(error))
    play = game.play(said_by_policy(sample.completion))
    if not play.readable:
        return Score.unparsed("no_guess", f"no message is a word of {len(game.word)} letters")
    value = value_of(play, credit)
    return Score.ok(value) if play.solved else Score.ok(value, "unsolved", f"{play.turns} guesses")


def instruction(settings: Mapping[str, Any]) -> str:
    """Return the text for the system prompt that explains the game with these settings.

    Example:
        >>> instruction(wordle(guesses=4, tag="").settings).split(". ")[0]
        'Find the hidden word in at most 4 guesses, one in each message'
    """
    tag = settings["tag"]
    where = f" between <{tag}> and </{tag}>" if tag else " and nothing else"
    return (
        f"Find the hidden word in at most {settings['guesses']} guesses, one in each message. "
        f"Write the guess{where}. Each guess is answered by one mark for each letter: g for the "
        "right place, y for another place, - for a letter that is not in the word."
    )
