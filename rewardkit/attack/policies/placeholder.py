"""The policy `placeholder`: the form with a placeholder where the answer belongs."""

from __future__ import annotations

from collections.abc import Iterator

from rewardkit.attack.replies import AttackRow, Reply

# Words that are an answer to some questions.
_MAYBE = ("None", "null", "N/A")
_FILL = (
    "...",
    "your answer here",
    "[answer]",
    "{answer}",
    "TODO",
    "answer",
    "?",
)


def replies(row: AttackRow) -> Iterator[Reply]:
    """Yield forms filled with placeholders."""
    for text in _FILL:
        yield Reply(row.write(text), f"form with {text}", "filler")
    yield Reply("<think>...</think>\n<answer>...</answer>", "tags with ...", "filler")
    yield Reply("\\boxed{...}", "box with ...", "filler")
    for text in _MAYBE:
        if text.lower() != row.answer.strip().lower():
            yield Reply(row.write(text), f"form with {text}")
            yield Reply(f"<answer>{text}</answer>", f"tag with {text}")
            yield Reply(text, text)
