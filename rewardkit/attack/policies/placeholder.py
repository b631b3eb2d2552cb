"""The policy `placeholder`: the form with a placeholder where the answer belongs."""

from __future__ import annotations

from collections.abc import Iterator

from rewardkit.attack.replies import AttackRow, Reply

_FILL = (
    "...",
    "your answer here",
    "[answer]",
    "{answer}",
    "TODO",
    "answer",
    "x",
    "N/A",
    "?",
    "None",
    "null",
)


def replies(row: AttackRow) -> Iterator[Reply]:
    """Yield forms filled with placeholders."""
    for text in _FILL:
        yield Reply(row.write(text), f"form with {text}", "filler")
    for text in ("...", "None"):
        yield Reply(
            f"<think>{text}</think>\n<answer>{text}</answer>", f"tags with {text}", "filler"
        )
        yield Reply(f"\\boxed{{{text}}}", f"box with {text}", "filler")
    yield Reply("None", "None", "vacuous")
