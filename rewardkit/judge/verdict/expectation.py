"""A score as the expectation over the labels that the judge might have written.

The expectation is finer than the most likely label (Liu et al. 2023, G-Eval, arXiv:2303.16634).
Where the labels hold too little of the probability, there is no number: the judge was likely to
write another text.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from rewardkit.judge.faults import Fault
from rewardkit.judge.reply import Reply, Token


@dataclass(frozen=True, slots=True)
class Expectation:
    """The expected label of a submission, in label positions from 0 to n - 1.

    Attributes:
        value: The mean label, by probability within the labels.
        mass: The probability of all labels together.
        likeliest: The label with the most probability.
    """

    value: float
    mass: float
    likeliest: int


def expectation(token: Token, labels: Sequence[str], least_mass: float) -> Expectation:
    """Return the expectation over the labels at one token.

    Raises:
        Fault: There are no log-probabilities, or the labels hold less than `least_mass`.

    Example:
        >>> import math
        >>> token = Token("2", {"2": math.log(0.6), " 2": math.log(0.1), "1": math.log(0.2)})
        >>> found = expectation(token, ["0", "1", "2"], 0.5)
        >>> round(found.value, 3), round(found.mass, 3)
        (1.778, 0.9)
    """
    if not token.top:
        raise Fault(
            "judge_no_logprobs",
            "the server sent no log-probabilities; use by='token', which is another score",
        )
    places = {label: place for place, label in enumerate(labels)}
    weights = [0.0] * len(labels)
    for text, logprob in token.top.items():
        place = places.get(text.strip())
        if place is not None:
            weights[place] += math.exp(logprob)
    mass = sum(weights)
    if not mass >= least_mass:
        raise Fault(
            "judge_low_support",
            f"the labels hold {mass:.3f} of the probability, less than {least_mass:g}; "
            f"the judge wrote {token.text[:20]!r}",
        )
    mean = sum(place * weight for place, weight in enumerate(weights)) / mass
    return Expectation(mean, min(mass, 1.0), max(range(len(labels)), key=weights.__getitem__))


def token_at(reply: Reply, offset: int, label: str) -> Token:
    """Return the token that holds the label at a character of the whole reply.

    By position and never by text: the same digit may occur in the reasoning.

    Raises:
        Fault: The tokens do not concatenate to the reply, or the label is only part of a token.

    Example:
        >>> reply = Reply("so 4: 4", "so 4: 4", [Token(t, {}) for t in ("so", " 4", ":", " 4")])
        >>> token_at(reply, 6, "4").text
        ' 4'
    """
    if not reply.tokens:
        raise Fault(
            "judge_no_logprobs",
            "the server sent no log-probabilities; use by='token', which is another score",
        )
    start = 0
    for token in reply.tokens:
        end = start + len(token.text)
        if reply.whole[start:end] != token.text:
            break
        if start <= offset < end:
            if token.text.strip() != label:
                raise Fault(
                    "judge_label_not_a_token",
                    f"the label {label!r} is part of the token {token.text!r} of this model; "
                    "use fewer levels or other labels",
                )
            return token
        start = end
    raise Fault("judge_bad_logprobs", "the tokens do not add up to the reply")
