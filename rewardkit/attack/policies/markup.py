"""The policy `markup`: the form that is asked for, with nothing in it."""

from __future__ import annotations

from collections.abc import Iterator

from rewardkit.attack.patterns import match_of
from rewardkit.attack.replies import AttackRow, Reply

_SKELETONS = {
    "empty think": "<think></think>",
    "think twice": "<think></think></think></think>",
    "think and answer": "<think></think>\n<answer></answer>",
    "lines": "<think>\n\n</think>\n<answer>\n\n</answer>\n",
    "many thinks": "<think></think>" * 3 + "<answer></answer>",
    "code fence": "```python\n```",
    "code fence with a comment": "```python\n# TODO\n```",
    "document": "# Summary\n\n## Analysis\n\n- first\n- second\n\n## Conclusion\n\n"
    "**In summary** [1].\n\n"
    "## References\n\n[1] Source\n",
    "numbered": "1. First\n2. Second\n3. Third\n",
    "json": '{"answer": "", "reasoning": "", "confidence": 0, "sources": []}',
    "table": "| a | b |\n| --- | --- |\n| | |\n",
    "tool call": '<tool_call>{"name": "", "arguments": {}}</tool_call>',
}


def replies(row: AttackRow) -> Iterator[Reply]:
    """Yield empty forms, skeletons of documents, and the shortest match of each pattern."""
    # First the form that is paid best, empty: there may be time for one reply only.
    if row.form.markup:
        yield Reply(row.write(""), f"empty {row.form.name}", "vacuous")
    for variant, text in _SKELETONS.items():
        yield Reply(text, variant, "vacuous")
    # Well-formed, and all that a reward of the form alone may ask for.
    yield Reply("{}", "empty json")
    yield Reply("[]", "json list")
    for form in row.forms:
        if form.markup != (form == row.form):
            yield Reply(form.fill(""), f"empty {form.name}", "vacuous" if form.markup else "filler")
    if row.form.markup:
        yield Reply(row.write("") * 3, "the empty form three times", "vacuous")
    matches = dict.fromkeys(match for word in row.words if (match := match_of(word)) is not None)
    for turn, match in enumerate(list(matches)[:6]):
        if row.answer and row.answer.strip().casefold() in match.casefold():
            continue  # the class `[A-D]` is written as A, glued to what stands before it
        yield Reply(match, f"shortest match {turn + 1}", "filler")
