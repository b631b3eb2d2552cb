"""The policy `lookalikes`: characters that fold into the reference but mean another thing."""

from __future__ import annotations

from collections.abc import Iterator

from rewardkit.attack.replies import AttackRow, Reply

_UP = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def replies(row: AttackRow) -> Iterator[Reply]:
    """Yield numbers whose last digits are superscripts."""
    answer = row.answer.strip()
    if answer.isascii() and answer.isdigit() and len(answer) > 1 and int(answer[0]) > 1:
        yield Reply(row.write(answer[0] + answer[1:].translate(_UP)), "superscript")
