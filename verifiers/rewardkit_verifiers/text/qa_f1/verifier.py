"""The exact match and the F1 of SQuAD, for those who compare with published numbers."""

from __future__ import annotations

import re
import string
from collections import Counter
from typing import Any, Literal

from rewardkit import Score, reward
from rewardkit.reading.reply import trimmed
from rewardkit_verifiers.text.lib.wording import judged, references

# Longer replies have no F1 worth computing; what stands beyond is not read.
LONGEST = 200_000
_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation)


def normalize_answer(text: str) -> str:
    """Return a text as the evaluation script of SQuAD 1.1 compares it.

    Lower case, without ASCII punctuation, then without articles, then with single spaces.

    Example:
        >>> normalize_answer("The  Beatles' song, a hit.")
        'beatles song hit'
    """
    text = text.lower().translate(_PUNCTUATION)
    return " ".join(_ARTICLES.sub(" ", text).split())


def f1(prediction: str, truth: str) -> float:
    """Return the harmonic mean of precision and recall over the words of both texts.

    Example:
        >>> f1("the cat sat", "a cat"), f1("yes", "no")
        (0.6666666666666666, 0.0)
    """
    said, wanted = normalize_answer(prediction).split(), normalize_answer(truth).split()
    common = sum((Counter(said) & Counter(wanted)).values())
    if not common:
        return 0.0
    precision, recall = common / len(said), common / len(wanted)
    return 2 * precision * recall / (precision + recall)


@reward
def qa_f1(
    completion: str, answer: Any, *, metric: Literal["f1", "exact"] = "f1", tag: str = ""
) -> Score:
    """Pay what the evaluation script of SQuAD 1.1 gives a reply: the best over all references.

    It is the old number and no judgement of prose: a right answer in a sentence gets a low F1, a
    list of guesses a share. To train on short answers use `text/answer`.

    Args:
        completion: The reply.
        answer: The reference answer, or a list of acceptable ones.
        metric: `f1`, or `exact` for 1 where the normalised texts are equal and else 0.
        tag: Judge what this block of the reply holds, instead of the whole reply.

    Example:
        >>> qa_f1.score(completion="the cat sat", answer=["a cat", "a dog"]).value
        0.6666666666666666
        >>> qa_f1(metric="exact").score(completion="The cat.", answer="cat").value
        1.0
    """
    try:
        accepted = references(answer)
    except ValueError as error:
        return Score.error("bad_answer", str(error))
    text = judged(completion, tag)
    if isinstance(text, Score):
        return text
    text = trimmed(text)[:LONGEST]
    if metric == "exact":
        said = normalize_answer(text)
        best = max(float(said == normalize_answer(one)) for one in accepted)
    else:
        best = max(f1(text, one) for one in accepted)
    return Score.ok(best, "" if best == 1.0 else "different")
