"""Did a reply choose the right option?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rewardkit import Score, reward
from rewardkit.reading.reply import trimmed
from rewardkit_verifiers.text.choice.reading import chosen
from rewardkit_verifiers.text.lib.wording import judged, plain_values


def _check(settings: Mapping[str, Any]) -> None:
    choices = settings["choices"]
    plain = len(choices) >= 2 and choices.isascii() and choices.isalnum()
    if not plain or choices != choices.upper() or len(set(choices)) < len(choices):
        raise ValueError(
            f"choices={choices!r} must be two or more different capital letters or digits, "
            "such as 'ABCD'"
        )


@reward(check=_check)
def choice(completion: str, answer: Any, *, choices: str = "ABCDE", tag: str = "") -> Score:
    r"""Pay a reply to a multiple-choice question that settles on the right option.

    Understood are `\boxed{C}`, `\boxed{\text{(C) } 12}`, `the answer is C`, `Option C is
    correct`, `C) 12`, `**C**`, `答案：C` and their like. A reply that names several options at
    the end, in boxes that differ, or that lists all of them, has not chosen. Otherwise what is
    said last counts, so that a model may correct itself.

    Args:
        completion: The reply.
        answer: The right option: its letter, as `C`, `(C)` or `C) 12`; or the letters of all
            right options, as `ACD` or `A, C, D`, of which a reply must name each and no other.
        choices: The letters that stand for options.
        tag: Judge what this block of the reply holds, instead of the whole reply.

    Returns:
        1 or 0. A reply with no choice or with several is unparsed, `no_choice` or
        `ambiguous_choice`; a reference that is no option is an error `bad_answer`.

    Raises:
        DefinitionError: `choices` is not at least two different capital letters or digits.

    Example:
        >>> choice.score(completion="B looks right, but the answer is (C) 12.", answer="C").value
        1.0
        >>> choice.score(completion="I would go with B or C.", answer="C").reason
        'ambiguous_choice'
        >>> choice.score(completion="A dog barked.", answer="A").reason
        'no_choice'
    """
    given = plain_values(answer)
    plain = len(given) == 1 and isinstance(given[0], (str, int)) and not isinstance(given[0], bool)
    wanted = chosen(str(given[0]), choices) if plain else None
    if wanted is None or wanted.open:
        return Score.error("bad_answer", f"{answer!r} is not one of the options {choices}")
    text = judged(completion, tag)
    if isinstance(text, Score):
        return text
    found = chosen(trimmed(text), choices)
    if found is None:
        return Score.unparsed("no_choice", f"none of the options {choices} is stated")
    named = ", ".join(sorted(found.letters))
    if found.open or len(found.letters) > 1 == len(wanted.letters):
        return Score.unparsed("ambiguous_choice", f"it names {named}")
    if found.letters == wanted.letters:
        return Score.ok(1.0)
    return Score.ok(0.0, "wrong_choice", f"it chose {named}")


def instruction(settings: Mapping[str, Any]) -> str:
    """Return the sentence for the system prompt that asks for what these settings accept.

    Example:
        >>> instruction(choice(choices="ABCD").settings)
        'Choose one of A, B, C, D. End with a line such as: The answer is A.'
    """
    choices = settings["choices"]
    letters = ", ".join(choices)
    if settings["tag"]:
        tag = settings["tag"]
        return f"Choose one of {letters}. Write only its letter between <{tag}> and </{tag}>."
    return f"Choose one of {letters}. End with a line such as: The answer is {choices[0]}."
