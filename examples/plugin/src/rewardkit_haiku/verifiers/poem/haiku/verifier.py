"""The reward itself: an ordinary decorated function."""

import re

from rewardkit import Score, reward

# A final e after a consonant other than l is silent.
SILENT_E = re.compile(r"(?<=[^\W_aeiouyl])e\b")
REASONS: dict[str, str] = {
    "wrong_line_count": "The poem has another number of lines than the pattern.",
}


@reward(range=(0, 1))
def haiku(completion: str, *, pattern: tuple[int, ...] = (5, 7, 5)) -> Score:
    """Pay the share of lines that have the wanted number of syllables."""
    lines = [line for line in completion.lower().splitlines() if line.strip()]
    if len(lines) != len(pattern):
        return Score.unparsed("wrong_line_count", f"{len(lines)} lines, {len(pattern)} wanted")
    counts = [sum(map(syllables, re.findall(r"[^\W\d_]+", line))) for line in lines]
    right = sum(count == wanted for count, wanted in zip(counts, pattern, strict=True))
    return Score.ok(right / len(pattern), detail=f"syllables {counts}")


def syllables(word: str) -> int:
    """Count groups of vowels, at least one, leaving out a silent final e."""
    return max(len(re.findall("[aeiouy]+", SILENT_E.sub("", word))), 1)
