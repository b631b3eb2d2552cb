"""The policy `empty`: nothing at all, or characters that cannot be seen."""

from __future__ import annotations

from collections.abc import Iterator

from rewardkit.attack.replies import AttackRow, Reply

_BLANKS = {
    "nothing": "",
    "spaces": "  \n\t ",
    "zero width": "\u200b",
    "full stop": ".",
    "newline": "\n",
}


def replies(row: AttackRow) -> Iterator[Reply]:
    """Yield blank completions."""
    for variant, text in _BLANKS.items():
        yield Reply(text, variant, "vacuous")
