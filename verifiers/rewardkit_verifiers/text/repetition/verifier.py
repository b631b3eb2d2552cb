"""How much of a reply has it said before?"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from rewardkit import Score, reward
from rewardkit.reading.reply import trimmed
from rewardkit_verifiers.text.lib.words import words_of

# Every n-gram of a reply is held at once: a megabyte of characters must fit in memory.
LONGEST_NGRAM = 64
Unit = Literal["words", "characters", "tokens"]


def _check(settings: Mapping[str, Any]) -> None:
    if not 1 <= settings["n"] <= LONGEST_NGRAM:
        raise ValueError(f"n={settings['n']}: the length of an n-gram must be 1 to {LONGEST_NGRAM}")
    penalty = settings["max_penalty"]
    if not -math.inf < penalty < 0:
        raise ValueError(f"max_penalty={penalty:g} must be below 0: it is what repetition costs")


@reward(range=lambda settings: (settings["max_penalty"], 0.0), check=_check)
def repetition(
    completion: str,
    completion_ids: Any = None,
    *,
    n: int = 3,
    max_penalty: float = -1.0,
    unit: Unit = "words",
) -> Score:
    """Charge a reply for the share of its n-grams that it has said before.

    `max_penalty * (1 - distinct / all)` over the n-grams: 0 for a reply that never repeats
    itself, almost `max_penalty` for one that does nothing else. A penalty and no reward: add it
    to a reward for the answer, or a short empty phrase is as good as anything.

    Args:
        completion: The reply.
        completion_ids: The column of token ids, for `unit="tokens"`; TRL passes it.
        n: The length of the n-grams.
        max_penalty: What endless repetition costs, below 0.
        unit: What n-grams are made of: `words` (every ideograph or kana is one, and so is every
            character of a run of more than 40 without a blank), `characters`, or `tokens`.

    Returns:
        From `max_penalty` to 0; 0 for a reply of fewer than n units. An empty reply is unparsed
        and gets the low end, because saying nothing must not be the way to keep the penalty off.
        Without token ids under `unit="tokens"`, an error `missing_column`.

    Raises:
        DefinitionError: `n` or `max_penalty` is out of bounds.

    Example:
        >>> repetition.score(completion="one two three four").value
        0.0
        >>> repetition(n=1).score(completion="hello hello hello 4").value
        -0.5

    References:
        Yeo et al. 2025, Demystifying Long Chain-of-Thought Reasoning (arXiv:2502.03373), C.2.
    """
    if not trimmed(completion):
        return Score.unparsed("empty", "nothing in the reply shows")
    units: Sequence[Any]
    if unit == "tokens":
        if completion_ids is None:
            return Score.error(
                "missing_column", "unit='tokens' needs a column 'completion_ids' with token ids"
            )
        units = list(completion_ids)
    else:
        units = words_of(completion) if unit == "words" else completion
    total = len(units) - n + 1
    if total < 1:
        return Score.ok(0.0)
    distinct = len(set(zip(*(units[shift:] for shift in range(n)), strict=False)))
    return Score.ok(max_penalty * (1 - distinct / total) + 0.0)
