"""An entry of a crossword by its clue."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from rewardkit import Score, reward
from rewardkit_verifiers.puzzle.lib.answer import answer_of


@reward
def crossword(completion: str, answer: Any, pattern: str = "", *, tag: str = "answer") -> Score:
    """Pay the entry of a crossword that a clue asks for.

    Letters alone count, as in the grid: blanks, hyphens, apostrophes, accents and case do not.

    Args:
        completion: The reply: the entry in a block, or as a whole.
        answer: The entry, or a list of acceptable ones.
        pattern: The column with the letters that cross it, such as `_A__E`; any mark but a letter
            stands for one letter.
        tag: The tag of the block with the answer.

    Returns:
        1 or 0. A reply of more or fewer letters is wrong, so two entries in one are no guess.

    Example:
        >>> crossword.score(completion="Ice cream", answer="ICECREAM", pattern="_CE____M").value
        1.0
        >>> crossword.score(completion="OPAL or RUBY", answer="RUBY").reason
        'wrong_letters'
    """
    accepted = [answer] if isinstance(answer, str) else answer
    if hasattr(accepted, "tolist"):
        accepted = accepted.tolist()
    if not isinstance(accepted, list | tuple) or not accepted:
        return Score.error("bad_puzzle", "at least one entry is needed")
    entries = [_letters(str(one)) for one in accepted]
    crossing = "".join(pattern.split())
    if not all(entries) or (crossing and not all(_fits(one, crossing) for one in entries)):
        return Score.error("bad_puzzle", f"an entry has no letters, or not those of {pattern!r}")
    text = answer_of(completion, tag)
    if isinstance(text, Score):
        return text
    given = _letters(text)
    if not given:
        return Score.unparsed("no_guess", "there is no letter in the answer")
    if all(len(given) != len(one) for one in entries):
        return Score.ok(0.0, "wrong_letters", f"{len(given)} letters")
    return Score.ok(1.0) if given in entries else Score.ok(0.0, "unsolved")


def instruction(settings: Mapping[str, Any]) -> str:
    """Return the sentence for the system prompt that asks for what these settings accept.

    Example:
        >>> instruction(crossword(tag="").settings)
        'Write only the entry of the crossword.'
    """
    tag = settings["tag"]
    where = f" between <{tag}> and </{tag}>" if tag else ""
    return f"Write {'' if where else 'only '}the entry of the crossword{where}."


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(char for char in plain if char.isalnum())


def _fits(entry: str, crossing: str) -> bool:
    known = crossing.casefold()
    return len(entry) == len(known) and all(
        not one.isalnum() or one == other for one, other in zip(known, entry, strict=True)
    )
