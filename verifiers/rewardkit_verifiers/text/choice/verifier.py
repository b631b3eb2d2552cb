"""Did a reply choose the right option?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from rewardkit import Score, reward
from rewardkit.reading.reply import trimmed
from rewardkit_verifiers.text.lib.choosing.deciding import decided
from rewardkit_verifiers.text.lib.choosing.options import letter_of, lettered, letters_for, offered
from rewardkit_verifiers.text.lib.choosing.reading import Chosen, chosen
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
def choice(
    completion: str,
    answer: Any,
    prompt: str = "",
    options: Any = None,
    *,
    choices: str = "ABCDE",
    integers: Literal["refuse", "from_zero", "from_one"] = "refuse",
    tag: str = "",
) -> Score:
    r"""Pay a reply to a multiple-choice question that settles on the right option.

    Understood are `\boxed{C}`, `\boxed{\text{(C) } 12}`, `the answer is C`, `Option C is
    correct`, `C) 12`, `**C**`, `答案：C` and their like. A reply that names several options at
    the end, in boxes that differ, or that lists all of them, has not chosen, nor has one that ends
    on none of them being right. Otherwise what is said last counts, so that a model may correct
    itself.

    Args:
        completion: The reply.
        answer: The right option: its letter, as `C`, `(C)` or `C) 12`; or the letters of all
            right options, as `ACD` or `A, C, D`, of which a reply must name each and no other.
            With `options` also the text of one; with `integers` its place.
        prompt: The question; a copy of it is no choice. Where it asks for the option that is wrong
            or least likely, `The incorrect option is B` chooses B, and else nothing.
        options: The texts of the options in order, or by letter; more than five have the letters
            that follow. Without them those of the prompt, as `A. text`, likewise. A reply that
            names no letter may say the text of one, or its place, as "the third option"; the
            text of one in the last box, or in bold at the end, counts as said last, and a number
            in it that is no option takes a letter announced before back.
        integers: What a whole number means as the reference: nothing, or a place in the list.
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
    try:
        if options is not None:
            choices = letters_for(options, choices)
        texts = {} if options is None else lettered(options, choices)
        listed = texts or offered(prompt, choices)
        if options is None:
            choices = letters_for(listed, choices)
        if texts:  # a letter behind the last option is none
            choices = "".join(letter for letter in choices if letter in texts)
        wanted = _wanted(answer, choices, texts, integers)
    except ValueError as error:
        return Score.error("bad_answer", str(error))
    text = judged(completion, tag)
    if isinstance(text, Score):
        return text
    text = trimmed(text)
    found = decided(text, choices, prompt, listed)
    if found is None:
        return Score.unparsed("no_choice", f"none of the options {choices} is stated")
    named = ", ".join(sorted(found.letters))
    if found.open or len(found.letters) > 1 == len(wanted):
        return Score.unparsed("ambiguous_choice", f"it names {named}")
    if found.letters == wanted:
        return Score.ok(1.0)
    return Score.ok(0.0, "wrong_choice", f"it chose {named}")


def _wanted(answer: Any, choices: str, texts: Mapping[str, str], integers: str) -> frozenset[str]:
    """Return the letters of the right options.

    Raises:
        ValueError: The reference is none of the options.
    """
    given = plain_values(answer)
    one = given[0] if len(given) == 1 else None
    if isinstance(one, float) and one.is_integer():
        one = int(one)  # a table with a gap makes floats of places
    if isinstance(one, int) and not isinstance(one, bool) and integers != "refuse":
        place = one - (integers == "from_one")
        if 0 <= place < len(texts or choices):
            return frozenset(choices[place])
    elif isinstance(one, str | int) and not isinstance(one, bool):
        letter = letter_of(str(one), texts)
        found = Chosen(frozenset(letter), "text") if letter else chosen(str(one), choices)
        if found is not None and not found.open:
            return found.letters
    place = isinstance(one, int) and not isinstance(one, bool) and integers == "refuse"
    advice = '; if it is a place in the list, set integers="from_zero" or "from_one"'
    raise ValueError(f"{answer!r} is not one of the options {choices}{advice if place else ''}")


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
