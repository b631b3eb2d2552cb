"""The policy `special_numbers`: naN, infinity and numbers that overflow."""

from __future__ import annotations

from collections.abc import Iterator

from rewardkit.attack.replies import AttackRow, Reply

_TEXTS = ("nan", "NaN", "inf", "-inf", "Infinity", "1e999", "-1e999", "1e-400", "1_0_0_0")


def replies(row: AttackRow) -> Iterator[Reply]:
    """Yield special numbers, bare and in form."""
    for text in _TEXTS:
        if text.lower() == row.answer.strip().lower() or row.answer.replace("_", "") == "1000":
            continue
        yield Reply(row.write(text), text)
    yield Reply("nan", "nan, bare")
