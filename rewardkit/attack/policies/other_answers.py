"""The policy `other_answers`: the reference of another row."""

from __future__ import annotations

from collections.abc import Iterator

from rewardkit.attack.replies import AttackRow, Reply


def replies(row: AttackRow) -> Iterator[Reply]:
    """Yield answers of other rows, in the form that is paid best and bare."""
    for turn, value in enumerate(row.wrong(3)):
        yield Reply(row.write(value), f"other answer {turn + 1}")
    for value in row.wrong(1):
        # A reward that pays the form or the answer may pay a form that is not the best one.
        for form in row.forms:
            yield Reply(form.fill(value), f"other answer, {form.name}")
