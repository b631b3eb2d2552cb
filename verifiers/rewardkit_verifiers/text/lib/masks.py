"""A reply in which what is quoted or the question said again is blank, at the same length."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from rewardkit_verifiers.text.lib.mentions import Mention
from rewardkit_verifiers.text.lib.tokens import Token, listed

_QUOTED = re.compile(r"[\"“][^\"“”\n]{1,80}[\"”]")
_PART = re.compile(r"\bpart of\b", re.IGNORECASE)
# Words that may speak to a grader, and those of them that speak of other things just as often.
_GRADING = re.compile(
    r"\b(?:graders?|grad(?:e|ing|ed)|submissions?|rubric|judges?|reviewer|evaluator|approved?"
    r"|verdict|reward|scoring|reference|ground|truth)\b",
    re.IGNORECASE,
)
_SOFT = frozenset(
    listed("grade graded judge judges reviewer approved verdict reward scoring ground truth")
)
_FEW = 3


def masked(
    text: str, said: Sequence[Token], asked: Collection[str], found: Sequence[Mention]
) -> str:
    """Return the reply at whose length titles and repeated words of the question are blank.

    A denial in the name of a song denies nothing, and one word of grading alone, as in "scoring 10
    goals", speaks to no grader.

    Args:
        text: The reply.
        said: Its words.
        asked: The words of the question.
        found: The mentions, which stay as they are.
    """
    spans = [match.span() for match in _QUOTED.finditer(text)]
    begin: int | None = None
    count = 0
    for index, token in enumerate((*said, None)):
        if token is not None and token.form in asked:
            begin = index if begin is None else begin
            count += 1
            continue
        if begin is not None and count > 1:
            spans.append((said[begin].start, said[begin + count - 1].end))
        begin, count = None, 0
    chars = list(_PART.sub(lambda words: "x" * len(words[0]), text))
    kept = bytearray(len(chars))
    for one in found:
        kept[one.start : one.end] = b"\x01" * (one.end - one.start)
    grading = {match[0].casefold() for match in _GRADING.finditer(text)}
    if len(grading) == 1 and grading <= _SOFT:
        spans += [match.span() for match in _GRADING.finditer(text)]
    for start, end in spans:
        for at in range(start, end):
            if not kept[at]:
                chars[at] = "x" if chars[at].isalnum() else " "
    for one in found:
        after = next((token for token in said if token.start >= one.end), None)
        known = len(said) <= _FEW or (after is not None and after.form in asked)
        if known and "".join(chars[one.end : one.end + 1]) == "-":
            chars[one.end] = " "  # 4-inch says 4 where inches are asked for
    return "".join(chars)
