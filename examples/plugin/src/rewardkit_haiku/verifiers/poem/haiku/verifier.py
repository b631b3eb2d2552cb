"""The reward itself: an ordinary decorated function."""

from __future__ import annotations

from rewardkit import Score, reward

VOWELS = frozenset("aeiouy")
REASONS: dict[str, str] = {
    "wrong_line_count": "The poem has another number of lines than the pattern.",
}


@reward(range=(0, 1))
def haiku(completion: str, *, pattern: tuple[int, ...] = (5, 7, 5)) -> Score:
    """Pay the share of lines that have the wanted number of syllables.

    Example:
        >>> haiku.score(completion="an old silent pond").reason
        'wrong_line_count'
    """
    lines = [line for line in completion.splitlines() if line.strip()]
    if len(lines) != len(pattern):
        return Score.unparsed("wrong_line_count", f"{len(lines)} lines, {len(pattern)} wanted")
    counts = [sum(map(syllables, line.split())) for line in lines]
    right = sum(count == wanted for count, wanted in zip(counts, pattern, strict=True))
    return Score.ok(right / len(pattern), detail=f"syllables {counts}")


def syllables(word: str) -> int:
    """Count groups of vowels, leaving out a silent final e."""
    letters = [letter for letter in word.lower() if letter.isalpha()]
    if len(letters) > 2 and letters[-1] == "e" and letters[-2] not in VOWELS | {"l"}:
        letters.pop()
    groups = 0
    before = ""
    for letter in letters:
        groups += letter in VOWELS and before not in VOWELS
        before = letter
    return max(groups, 1) if letters else 0
