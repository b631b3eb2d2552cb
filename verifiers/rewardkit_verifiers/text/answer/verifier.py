"""Does a reply in prose give one of the accepted short answers?"""

from __future__ import annotations

from typing import Any, Literal

from rewardkit import Score, reward
from rewardkit_verifiers.text.lib.short_answer import accepted_answers, short_answer
from rewardkit_verifiers.text.lib.wording import judged


@reward
def answer(
    completion: str,
    answer: Any,
    prompt: str = "",
    *,
    undecided: Literal["wrong", "abstain"] = "wrong",
    tag: str = "",
) -> Score:
    """Pay a reply in prose that gives one of the accepted short answers and stands by it.

    Case, accents, articles, possessives, plurals, initials, the order of names and dates, numbers
    in words and one wrong letter in a long word do not matter. A year does for a date, unless the
    day or month is asked for, and initials for a first name. A mention counts where it is the
    answer: not where it is denied, doubted, taken back, one of several guesses or candidates, a
    former holder, named in passing behind another answer, replaced by a later "the answer is", or
    only the question said again. With a `prompt` a mention in a sentence that takes up no word of
    the question, and is not alone, is `unclear`; so is one in a script without blanks between
    words, or behind a Korean particle, that is not said to be what the question asks for.

    Args:
        completion: The reply.
        answer: The accepted answers: a text or a number, or a list of aliases.
        prompt: The question; words of it in a reply say nothing new.
        undecided: What a reply is that says none of the answers, or one in a sentence that
            answers nothing: `wrong`, or `abstain` so that `first` asks a judge, and only then.
        tag: Judge what this block of the reply holds, instead of the whole reply.

    Returns:
        1 or 0. `not_said` without a mention, which abstains where `undecided` says so;
        with one that is no answer `only_echoed`, `declined`, or unparsed `hedged`,
        `several_answers` or `unclear`, of which the last abstains too where `undecided` says so.
        A missing or empty reference is an error `bad_answer`.

    Example:
        >>> answer.score(completion="It was written by J.R.R. Tolkien.", answer="Tolkien").value
        1.0
        >>> answer.score(completion="Paris, Lyon, Nice", answer="Paris").reason
        'several_answers'
    """
    accepted = accepted_answers(answer)
    if isinstance(accepted, Score):
        return accepted
    text = judged(completion, tag)
    if isinstance(text, Score):
        return text
    return short_answer(text, accepted, prompt, undecided)
