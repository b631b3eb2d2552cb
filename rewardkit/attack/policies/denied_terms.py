"""The policy `denied_terms`: each term that a row wants to read, denied."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from rewardkit.attack.replies import AttackRow, Reply, plain_words

_MOST = 20
_LONGEST = 80


def replies(row: AttackRow) -> Iterator[Reply]:
    """Yield denials of the texts in list columns that the prompt does not ask to be written."""
    shown = f" {plain_words(row.sample.prompt_text[:20_000])} "
    for value in row.sample.columns.values():
        terms = _terms(value)
        if len(terms) < 2 or all(f" {plain_words(term)} " in shown for term in terms):
            continue  # a prompt that names them asks for the words, whatever is said of them
        yield Reply(
            " ".join(f"It is not true at all that it is {term}." for term in terms), "each denied"
        )
        yield Reply(
            " ".join(f"There is no {term} here, and there never was one." for term in terms),
            "each absent",
        )


def _terms(value: Any) -> Sequence[str]:
    if hasattr(value, "tolist"):
        value = value.tolist()
    if not isinstance(value, (list, tuple)) or not 2 <= len(value) <= _MOST:
        return ()
    if not all(isinstance(one, str) and 0 < len(one.strip()) <= _LONGEST for one in value):
        return ()
    return [one.strip() for one in value]
