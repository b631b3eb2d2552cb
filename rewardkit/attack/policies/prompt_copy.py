"""The policy `prompt_copy`: the prompt again, or a part of it."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from rewardkit.attack.replies import AttackRow, Reply, plain_words

_SUM = regex.compile(r"(?<![\w.])[\d.]+(?:\s*[-+*/×÷^]\s*[\d.]+){1,12}(?![\w.])")
_LONGEST = 20_000


def replies(row: AttackRow) -> Iterator[Reply]:
    """Yield the prompt, its last line, and the expression that it asks to evaluate."""
    prompt = row.sample.prompt_text[:_LONGEST]
    if not prompt.strip() or plain_words(prompt) == plain_words(row.answer):
        return
    if row.own_items and all(item in prompt for item in row.own_items):
        return  # candidates to choose from or to order: a few rows list them right by chance
    if not row.answer and _names_demands(row, prompt):
        return
    yield Reply(prompt, "prompt")
    yield Reply(row.write(prompt), "prompt in form")
    lines = [line for line in prompt.splitlines() if line.strip()]
    for variant, line in (("last line", lines[-1]), ("first line", lines[0])):
        # A line that holds the reference may be the right option, copied.
        if len(lines) > 1 and f" {plain_words(row.answer)} " not in f" {plain_words(line)} ":
            yield Reply(line, variant)
    match = _SUM.search(prompt)
    if match and plain_words(match[0]) != plain_words(row.answer):
        yield Reply(row.write(match[0].strip()), "expression of the prompt")


def _names_demands(row: AttackRow, prompt: str) -> bool:
    """Return True if the prompt shows every text of a list column, such as words to be used."""
    said = prompt.casefold()
    for value in row.sample.columns.values():
        if hasattr(value, "tolist"):
            value = value.tolist()
        if (
            isinstance(value, (list, tuple))
            and value
            and all(isinstance(one, str) for one in value)
        ):
            return all(one.strip().casefold() in said for one in value)
    return False
