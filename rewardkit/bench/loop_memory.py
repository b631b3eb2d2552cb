"""Bytes and memory of the backward pass of a step: `python -m rewardkit.bench.loop_memory`.

Counted on the CPU, not timed, through the loop's own `accumulate`: forward pass, head, loss and
backward pass of a small policy with a large vocabulary, in which the logits outweigh all else; of
bytes, those that operations read and write in tensors of 64 rows of logits or more. Each number is
for one logit of a token that is trained on.

Exit codes: 0 counted, 2 usage.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from typing import Any, Final, Literal

from rewardkit.grpo.config import GrpoConfig, LossConfig, PolicyConfig
from rewardkit.grpo.environment import prepare_training

PROMPT: Final = 8
Dtype = Literal["float32", "bfloat16"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Count, print, and return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m rewardkit.bench.loop_memory", description=__doc__
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--rows", type=int, default=16, help="completions (16)")
    parser.add_argument("--tokens", type=int, default=32, help="tokens of each (32)")
    parser.add_argument("--vocabulary", type=int, default=8192, help="(8192)")
    chosen = parser.parse_args(arguments)
    small = chosen.rows < 8 or chosen.tokens < 32
    if small or not 1000 <= chosen.vocabulary <= 16_000:
        parser.error("--rows from 8, --tokens from 32, --vocabulary from 1000 to 16000: see above")
    prepare_training()
    report = count(chosen.rows, chosen.tokens, chosen.vocabulary)
    print(json.dumps(report, indent=2) if chosen.json else memory_table(report))
    return 0


def count(rows: int, tokens: int, vocabulary: int) -> dict[str, Any]:
    """Return the figures as plain values.

    Args:
        rows: Completions in the batch.
        tokens: Trained tokens of each.
        vocabulary: Entries of the head.
    """
    import torch

    torch.set_num_threads(1)
    cases: list[tuple[str, Dtype, dict[str, Any]]] = [
        ("float32", "float32", {}),
        ("float32, entropy bonus", "float32", {"loss": LossConfig(entropy=0.01)}),
        ("float32, a quarter of the rows at once", "float32", {"micro_batch": rows // 4}),
        ("bfloat16", "bfloat16", {}),
        ("bfloat16, entropy bonus", "bfloat16", {"loss": LossConfig(entropy=0.01)}),
    ]
    return {
        "rows": rows,
        "tokens": tokens,
        "vocabulary": vocabulary,
        "cases": [
            {"name": name, **_counted(rows, tokens, vocabulary, dtype, GrpoConfig(**told))}
            for name, dtype, told in cases
        ],
    }


def _counted(
    rows: int, tokens: int, vocabulary: int, dtype: Dtype, config: GrpoConfig
) -> dict[str, float]:
    import torch

    from rewardkit.grpo.objective.loss import weighted_batch
    from rewardkit.grpo.objective.update import accumulate
    from rewardkit.grpo.policy.model import Policy, has_plain_head, make_tiny_model
    from rewardkit.grpo.policy.tokenizers import CharTokenizer
    from rewardkit.grpo.rollout.batch import Rollout, Segment, pack
    from rewardkit_kernels.measure import bytes_moved, peak_bytes

    shape = PolicyConfig(hidden=32, layers=1, heads=2, head_dim=16, intermediate=32)
    model = make_tiny_model(shape, vocabulary, seed=0).eval()
    numbers = torch.float32 if dtype == "float32" else torch.bfloat16
    device = torch.device("cpu")
    policy = Policy(model, CharTokenizer("0"), device, has_plain_head(model), numbers)
    generator = torch.Generator().manual_seed(0)
    ids = torch.randint(vocabulary, (rows, PROMPT + tokens), generator=generator).tolist()
    rollouts = [
        Rollout(
            (
                Segment(tuple(row[:PROMPT]), "read"),
                Segment(tuple(row[PROMPT:]), "wrote", (-9.0,) * tokens),
            ),
            "",
            "length",
        )
        for row in ids
    ]
    batch = pack(rollouts, range(rows))
    batch = batch.with_columns(advantage=torch.randn(len(batch.at), generator=generator))
    batch = weighted_batch(batch, torch.ones(rows, dtype=torch.bool), config.loss, tokens)

    def call() -> None:
        accumulate(policy, batch, config)
        model.zero_grad(set_to_none=True)

    call()
    logits = rows * tokens * vocabulary
    return {
        # Twice the weights of the head, which are no logits; a chunk of the loss is larger.
        "bytes_moved": round(bytes_moved(call, 2 * vocabulary * shape.hidden) / logits, 1),
        "peak_bytes": round(peak_bytes(call) / logits, 1),
    }


def memory_table(report: dict[str, Any]) -> str:
    """Return the figures as a Markdown table."""
    shape = f"[{report['rows']} x {report['tokens']}, {report['vocabulary']}]"
    lines = [
        f"| a backward pass of the loop, logits {shape} | bytes moved a logit | peak a logit |",
        "| --- | ---: | ---: |",
    ]
    lines += [
        f"| {one['name']} | {one['bytes_moved']:.1f} B | {one['peak_bytes']:.1f} B |"
        for one in report["cases"]
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
