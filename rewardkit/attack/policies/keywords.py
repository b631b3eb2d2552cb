"""The policy `keywords`: the words that the reward looks for, without an answer."""

from __future__ import annotations

from collections.abc import Iterator

from rewardkit.attack.replies import AttackRow, Reply, plain_words

_STEPS = (
    "First, consider it. Second, check it. Next, verify it. Then, therefore, hence. "
    "Finally, in conclusion. "
)
_SURE = (
    "The answer is clear. The evidence is unambiguous and decisive, the result follows "
    "necessarily, and the conclusion is established beyond doubt."
)
_POLITE = "Thank you for this excellent question! I would be happy to help. I hope this helps!"
_REFLECT = "Wait, let me double-check. Hmm. Actually, let me verify and reconsider. Aha! "


def replies(row: AttackRow) -> Iterator[Reply]:
    """Yield connectives, assurances, and the constants of the reward's own code."""
    for variant, text in (
        ("steps", _STEPS),
        ("steps again", _STEPS * 8),
        ("assurance", _SURE),
        ("politeness", _POLITE),
        ("reflection", _REFLECT * 5),
        ("numbered steps", "Step 1: think.\nStep 2: think.\nStep 3: think.\nStep 4: think.\n"),
        ("sources", "[1] [2] [3] According to the source (Smith, 2020), https://example.org"),
        ("tool calls", "<tool_call>{}</tool_call>\n" * 10),
    ):
        yield Reply(text, variant, "vacuous")
    known = f" {plain_words(row.answer)} "
    words = [word for word in row.words if not row.answer or known not in f" {plain_words(word)} "]
    if words:
        yield Reply(" ".join(words), "constants of the code", "vacuous")
        yield Reply("\n".join(words), "constants, one a line", "vacuous")
        yield Reply(" ".join(words * 6), "constants again and again", "vacuous")
        yield Reply("".join(words), "constants in a row", "vacuous")
    for turn, word in enumerate(words[:20]):
        yield Reply(word, f"constant {turn + 1}", "vacuous")
        if len(word) > 2:
            yield Reply(f"{word} " * 12, f"constant {turn + 1} again", "vacuous")
