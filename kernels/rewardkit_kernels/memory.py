"""Bytes and memory of the policy loss, measured on the CPU: `python -m rewardkit_kernels.memory`.

Counted, not timed: the bytes that torch's operations move for each logit, and the memory that its
allocator holds at most. What a large model would need follows by arithmetic, and is marked so.

Exit codes: 0 counted, 2 usage, 3 torch is not installed.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Final

LARGE: Final = (8192, 151_936, 1024)
"""Tokens, vocabulary and hidden size for which the arithmetic is done: Qwen3-0.6B's."""
ROWS_AT_ONCE: Final = 1024


@dataclass(frozen=True, slots=True)
class Line:
    """A number with its name and its unit."""

    name: str
    value: float
    unit: str


def traffic(rows: int = 256, vocabulary: int = 4000) -> list[Line]:
    """Return bytes moved for each bfloat16 logit, loss and gradient together, on the CPU."""
    import torch

    from .measure import bytes_moved
    from .token_logprobs import token_logprobs
    from .token_loss import TokenLossOptions, token_loss_
    from .token_loss.baselines import eager_bonus_loss, eager_call, make_tokens

    tokens = make_tokens(rows, vocabulary, torch.bfloat16, "cpu")
    size = rows * vocabulary
    given = (tokens.ids, tokens.weight, tokens.advantage, tokens.old)
    bonus = TokenLossOptions(entropy=0.01)
    calls = {
        "eager torch, no entropy": lambda: eager_call(tokens),
        "eager torch with an entropy bonus": lambda: eager_call(tokens, eager_bonus_loss),
        "token_loss_, entropy included": lambda: token_loss_(tokens.logits.clone(), *given),
        "token_loss_ with an entropy bonus": lambda: token_loss_(
            tokens.logits.clone(), *given, options=bonus
        ),
        "token_logprobs (log-probability and entropy)": lambda: token_logprobs(
            tokens.logits, tokens.ids
        ),
    }
    copied = {name: 4.0 if "loss_" in name else 0.0 for name in calls}  # the clone above
    return [
        Line(f"{name}: bytes a logit", bytes_moved(call, size) / size - copied[name], "B")
        for name, call in calls.items()
    ]


def peaks(rows: int = 2048, vocabulary: int = 8192, width: int = 64) -> list[Line]:
    """Return the memory of forward and backward through the head, in bfloat16, on the CPU."""
    import torch

    from .head_loss import head_loss
    from .measure import peak_bytes
    from .token_loss.baselines import eager_loss, make_tokens

    tokens = make_tokens(rows, vocabulary, torch.bfloat16, "cpu")
    generator = torch.Generator().manual_seed(0)
    hidden = torch.randn(rows, width, generator=generator).bfloat16().requires_grad_()
    head = torch.randn(vocabulary, width, generator=generator).bfloat16().requires_grad_()

    def eager() -> None:
        torch.autograd.grad(eager_loss(hidden @ head.t(), tokens), (hidden, head))

    def ours() -> None:
        given = (tokens.ids, tokens.weight, tokens.advantage, tokens.old)
        loss, _ = head_loss(hidden, head, *given, rows_at_once=rows // 8)
        torch.autograd.grad(loss, (hidden, head))

    shape = f"[{rows}, {vocabulary}], H = {width}"
    one, two = peak_bytes(eager), peak_bytes(ours)
    return [
        Line(f"eager loss through the head, {shape}: peak", one / 1e6, "MB"),
        Line(f"head_loss, an eighth of the rows at once, {shape}: peak", two / 1e6, "MB"),
        Line("eager / head_loss", one / two, "times"),
    ]


def arithmetic(shape: tuple[int, int, int] = LARGE) -> list[Line]:
    """Return the needs of the Triton path for a large shape in bfloat16: computed, not measured."""
    rows, vocabulary, width = shape
    logits = rows * vocabulary
    chunk = ROWS_AT_ONCE * vocabulary * 2
    head = vocabulary * width * 4
    eager = logits * (2 + 4 * 3)  # bfloat16 logits; float32 copy, log-softmax and gradient
    named = f"[{rows}, {vocabulary}], H = {width}"
    return [
        Line(f"token_loss_, logits {named}: traffic", logits * 4 / 1e9, "GB"),
        Line(f"token_logprobs {named}: traffic", logits * 2 / 1e9, "GB"),
        Line(f"eager loss {named}: peak", eager / 1e9, "GB"),
        Line(f"head_loss {named}, {ROWS_AT_ONCE} rows at once: peak", (chunk + head) / 1e9, "GB"),
        Line("eager / head_loss", eager / (chunk + head), "times"),
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Count, print and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m rewardkit_kernels.memory", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    chosen = parser.parse_args(arguments)
    try:
        import torch
    except ImportError:
        print("The kernels need torch: pip install 'rewardkit[train]'", file=sys.stderr)
        return 3
    torch.set_num_threads(1)
    found = {
        "counted on the CPU": [*traffic(), *peaks()],
        "arithmetic for a GPU": arithmetic(),
    }
    if chosen.json:
        print(json.dumps({name: [asdict(one) for one in part] for name, part in found.items()}))
        return 0
    for name, part in found.items():
        print(f"| {name} | |\n| --- | ---: |")
        for one in part:
            print(f"| {one.name} | {one.value:.1f} {one.unit} |")
        print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
