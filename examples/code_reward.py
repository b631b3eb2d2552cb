"""Score 500 programs with one composed reward, behind each kind of sandbox there is.

The reward has three parts: the form of the reply, the program in it by stages (it parses, it
runs, it passes tests) and a charge for length. Run it with `python examples/code_reward.py`; it
needs Linux, and uses Docker as well where an engine answers. The numbers are the same.
"""

from __future__ import annotations

import random
from time import perf_counter

from rewardkit import Breakdown, Reward, Sample, gate, score, weighted
from rewardkit_verifiers.code.function import function
from rewardkit_verifiers.format.tags import tags
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
    form = tags(tags=["think", "answer"])
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
    print(
        f"{backend:>6}: {len(values)} completions in {seconds:.2f} s, mean {sum(values) / len(values):.4f},"
        f" {sum(value == 1.0 for value in values)} perfect, {sum(value == 0.0 for value in values)} nothing"
    )  # fmt: skip
    return found


if __name__ == "__main__":
    replies = completions()
    print(f"{code_reward('local').range} is what it can be worth\n")
    answers = {name: judged(name, replies) for name in ("local", "docker")}
    both = [found for found in answers.values() if found is not None]
    assert both, "there is no sandbox here: install Docker, or run it on Linux"
    assert all([one.value for one in found] == [one.value for one in both[0]] for found in both)
    print("\nthe same numbers\n" if len(both) > 1 else "")
    print(next(one for one in both[0] if 0 < (one.value or 0.0) < 1))
