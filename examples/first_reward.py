"""Write two rewards, compose them, and see what three completions earn.

Run it with `python examples/first_reward.py`.
"""

from __future__ import annotations

import re

from rewardkit import Score, gate, reward, weighted


@reward(range=(-1, 1))
def close_number(completion: str, answer: float, *, tolerance: float = 0.5) -> float | Score:
    """Pay 1 for the answer, less the further off, and tell a wrong number from none at all."""
    numbers = re.findall(r"-?\d+(?:\.\d+)?", completion)
    if not numbers:
        return Score.unparsed("no_number", "there is no number in the completion")
    distance = abs(float(numbers[-1]) - answer)
    return max(1.0 - distance / tolerance, -0.5)


@reward
def says_so(completion: str) -> bool:
    """Pay for a completion that names its answer as one."""
    return "answer" in completion.lower()


@reward
def brief(completion: str, *, words: int = 20) -> bool:
    """Pay for a short completion."""
    return len(completion.split()) <= words


combined = gate(says_so, weighted(number=(0.9, close_number), length=(0.1, brief))).scale_to(-1, 1)

if __name__ == "__main__":
    print(f"{combined.name} lies within {combined.range}, known before anything runs\n")
    for completion in ["2 + 2 is 4, so the answer is 4", "the answer is blue", "4"]:
        print(f"{completion!r} earns")
        print(combined.score(completion=completion, answer=4), end="\n\n")
