"""A penalty for replies longer than a limit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from rewardkit import Score, reward
from rewardkit.reading.reply import trimmed
from rewardkit_verifiers.text.lib.words import words_of

Unit = Literal["tokens", "words", "characters"]


def _check(settings: Mapping[str, Any]) -> None:
    longest, buffer = settings["max_length"], settings["buffer"]
    if longest < 1:
        raise ValueError(f"max_length={longest} must be at least 1")
    if not 0 <= buffer <= longest:
        raise ValueError(f"buffer={buffer} must lie between 0 and max_length={longest}")


@reward(range=(-1, 0), check=_check)
def overlong(
    completion: str,
    completion_ids: Any = None,
    length: int | None = None,
    *,
    max_length: int = 20_480,
    buffer: int = 4_096,
    unit: Unit = "tokens",
) -> Score:
    """Penalise a reply for its length, linearly over a buffer below the limit.

    0 up to `max_length - buffer`, falling in a straight line to -1 at `max_length`, and -1
    beyond. Every reply of a group that is cut off at `max_length` gets the same -1, so that
    truncation is penalised consistently.

    Args:
        completion: The reply.
        completion_ids: The column of token ids; TRL passes it. Counted for `unit="tokens"`.
        length: The column of lengths in tokens; taken where there are no token ids.
        max_length: The length from which the full penalty applies.
        buffer: The length over which the penalty grows; 0 for a step.
        unit: The unit of length: `tokens`, `words` (every ideograph or kana is one) or
        `characters`.

    Returns:
        From -1 to 0. An empty reply is unparsed and gets -1, since it is no answer.
        Without a column of token counts, an error `missing_column`.

    Raises:
        DefinitionError: `max_length` or `buffer` is out of bounds.

    Example:
        >>> short = overlong(max_length=10, buffer=4, unit="characters")
        >>> [short.score(completion="x" * n).value for n in (6, 8, 10, 11)]
        [0.0, -0.5, -1.0, -1.0]

    References:
        Yu et al. 2025, DAPO (arXiv:2503.14476), equation 13; its defaults are the paper's.
    """
    if not trimmed(completion):
        return Score.unparsed("empty", "nothing in the reply shows")
    if unit == "words":
        count = len(words_of(completion))
    elif unit == "characters":
        count = len(completion)
    elif completion_ids is not None:
        count = len(completion_ids)
    elif length is not None:
        count = length
    else:
        return Score.error(
            "missing_column",
            "unit='tokens' needs a column 'completion_ids' or 'length'; "
            "or count unit='words' or 'characters'",
        )
    if count < 0:
        return Score.error("bad_column", f"length is {count}")
    allowed = max_length - buffer
    if count <= allowed:
        return Score.ok(0.0)
    if count >= max_length:
        return Score.ok(-1.0, "overlong", f"{count} {unit}, at most {max_length}")
    return Score.ok((allowed - count) / buffer, "overlong", f"{count} {unit}, {allowed} are free")
