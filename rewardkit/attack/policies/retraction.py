"""The policy `retraction`: the right answer, taken back for a wrong one."""

from __future__ import annotations

from collections.abc import Iterator

from rewardkit.attack.replies import AttackRow, Reply


def replies(row: AttackRow) -> Iterator[Reply]:
    """Yield replies that end with another answer."""
    wrong = row.wrong(1)
    if not row.answer or not wrong or row.listed:
        return
    right = row.write(row.answer)
    yield Reply(f"{right}\nWait, that is wrong. {row.write(wrong[0])}", "two forms", "doubtful")
    yield Reply(f"{right}\nThat is wrong; I give no answer.", "no answer", "doubtful")
