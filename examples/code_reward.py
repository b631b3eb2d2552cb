"""Score 500 programs with one composed reward, behind each kind of sandbox there is.

The reward has three parts: the form of the reply, the program in it by stages (it parses, it
runs, it passes tests) and a charge for length. `python examples/code_reward.py` asks every
sandbox that there is: on Linux the local one, and Docker where an engine answers. `--backend both`
insists on the two of them. It exits with 1 when they do not give the same numbers, and with 3
when one that is asked for is not there.
"""

from __future__ import annotations

import argparse
import random
import sys
from time import perf_counter

from rewardkit import Breakdown, Reward, Sample, gate, score, weighted
from rewardkit_verifiers.code.function import function
from rewardkit_verifiers.format.tags.verifier import tags
from rewardkit_verifiers.length.overlong import overlong

TASKS = {
    "add": ("return a + b", [["add(1, 2)", "3"], ["add(-1, 1)", "0"], ["add('a', 'b')", "'ab'"]]),
    "biggest": (
        "return max(a, b)",
        [["biggest(1, 2)", "2"], ["biggest(5, -5)", "5"], ["biggest(0, 0)", "0"]],
    ),
    "repeat": (
        "return [a] * b",
        [["repeat(1, 2)", "[1, 1]"], ["repeat('x', 0)", "[]"], ["repeat(0, 1)", "[0]"]],
    ),
}
# What a policy writes on its way to the answer, right and wrong and dishonest.
BODIES = (
    "return None",
    "return a",
    "return a +",
    "raise ValueError(a)",
    "import sys; sys.exit(0)",
    "return type('A', (int,), {'__eq__': lambda *x: True, '__hash__': None})()",
    "import os; os._exit(0)",
    "return a / 0",
)


def code_reward(backend: str) -> Reward:
    """The composed reward: the form opens the gate, most is paid for the program."""
    program = function(score="staged", backend=backend, time_s=2.0)
    form = tags(tags=("think", "answer"))
    brief = overlong(max_length=200, buffer=50, unit="words")
    parts = weighted(program=(0.9, program), length=(0.1, brief))
    return gate(form, parts).scale_to(0, 1)


def completions(count: int = 500) -> list[Sample]:
    """Make replies as a policy would: many alike, some unreadable, some hostile."""
    chance = random.Random(0)
    samples = []
    for number in range(count):
        name, (right, tests) = chance.choice(list(TASKS.items()))
        body = right if chance.random() < 0.4 else chance.choice(BODIES)
        code = f"```python\ndef {name}(a, b):\n    {body}\n```"
        steps = range(chance.choice((1, 5, 60)))
        thought = " ".join(f"Step {n}: I try {chance.randint(1, 10**6)}." for n in steps)
        text = f"<think>{thought}</think>\n<answer>\n{code}\n</answer>"
        if chance.random() < 0.1:
            text = thought
        columns = {"tests": tests, "entry_point": name}
        samples.append(Sample(text, f"Write {name}(a, b).", columns=columns, id=str(number)))
    return samples


def judged(backend: str, samples: list[Sample]) -> list[Breakdown] | None:
    """Score the samples behind one backend; None where there is none of that name."""
    reward = code_reward(backend)
    start = perf_counter()
    found = score(reward, samples)
    seconds = perf_counter() - start
    failed = next((one for one in found if one.status == "error"), None)
    if failed is not None:
        why = next(leaf.detail for leaf in failed.leaves().values() if leaf.status == "error")
        print(f"{backend:>6}: none here ({why})")
        return None
    values = [one.value for one in found if one.value is not None]
    mean = sum(values) / len(values)
    print(f"{backend:>6}: {len(values)} completions in {seconds:.2f} s, mean {mean:.4f}")
    return found


def compared(wanted: str, count: int) -> int:
    """Score behind the sandboxes that are wanted; return the exit code."""
    replies = completions(count)
    print(f"{code_reward('local').range} is what it can be worth\n")
    names = ("local", "docker") if wanted in ("both", "any") else (wanted,)
    answers = [judged(name, replies) for name in names]
    found = [one for one in answers if one is not None]
    if not found or (wanted != "any" and len(found) < len(names)):
        print("\na sandbox is missing: install Docker, or run this on Linux")
        return 3
    different = [
        f"{sample.id}: {one[n].value} and {found[0][n].value}"
        for one in found[1:]
        for n, sample in enumerate(replies)
        if one[n].value != found[0][n].value
    ]
    if different:
        print(f"\n{len(different)} numbers differ: {'; '.join(different[:5])}")
        return 1
    print("\nthe same numbers\n" if len(found) > 1 else "")
    print(next(one for one in found[0] if 0 < (one.value or 0.0) < 1))
    return 0


if __name__ == "__main__":
    words = argparse.ArgumentParser(description="Score programs behind each sandbox.")
    words.add_argument("--backend", choices=["any", "both", "local", "docker"], default="any")
    words.add_argument("--count", type=int, default=500, help="completions to score")
    chosen = words.parse_args()
    sys.exit(compared(chosen.backend, chosen.count))
