"""Speed of the token kernels on a GPU: `make bench-gpu`, `python -m rewardkit_kernels.bench_gpu`.

Nothing is timed before it equals float64. Calls are captured in a CUDA graph where they can be, the
cache is flushed before each, and the bandwidth of a copy is measured in the same run: a time stands
beside the time that its bytes would take at that bandwidth. A kernel is not a training step: the
product with the output head alone takes several times as long.

Without a GPU nothing is measured, and nothing is claimed.

Exit codes: 0 measured, 1 a kernel is wrong, 2 usage, 3 there is no GPU, or no torch.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from .backends import chosen_backend

if TYPE_CHECKING:
    import torch

    from .token_loss.baselines import Tokens

ROWS: Final = (2048, 8192, 32_768)
VOCABULARIES: Final = (32_000, 128_256, 151_936, 262_144)
QUICK: Final = ((8192, 151_936),)
SHAPES: Final = ((4096, 8), (8192, 16), (16_384, 16))
"""Blocks and warps of the loss that are compared at the standard size."""
NO_GPU: Final = (
    "No CUDA device, so nothing is measured and nothing is claimed. `python -m "
    "rewardkit_kernels.builds` shows what can be known without one."
)


@dataclass(frozen=True, slots=True)
class Timing:
    """One measured call."""

    rows: int
    vocabulary: int
    dtype: str
    name: str
    milliseconds: float
    captured: bool
    """Whether it was replayed as a CUDA graph."""
    of_bandwidth: float | None
    """The time that its least bytes take at the bandwidth of a copy, over the time it took."""
    peak_gb: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Check, measure, print, and return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m rewardkit_kernels.bench_gpu", description=__doc__
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--quick", action="store_true", help="one size: 8192 x 151936, bfloat16")
    chosen = parser.parse_args(arguments)
    try:
        import torch
    except ImportError:
        print("The kernels need torch: pip install 'rewardkit[train]'", file=sys.stderr)
        return 3
    if not torch.cuda.is_available():
        print(NO_GPU, file=sys.stderr)
        return 3
    wrong = check("cuda")
    if wrong:
        print("Wrong, so nothing was timed:", *wrong, sep="\n  ")
        return 1
    sizes = QUICK if chosen.quick else [(r, v) for r in ROWS for v in VOCABULARIES]
    bandwidth = copy_bandwidth("cuda")
    found: list[Timing] = []
    absent: dict[str, str] = {}
    for rows, vocabulary in sizes:
        for dtype in (torch.bfloat16,) if chosen.quick else (torch.bfloat16, torch.float32):
            found += measure_size(rows, vocabulary, dtype, "cuda", bandwidth, absent)
    report = {
        "device": torch.cuda.get_device_name(),
        "torch": torch.__version__,
        "copy_gb_per_second": round(bandwidth / 1e9),
        "timings": [asdict(one) for one in found],
        "absent": absent,
    }
    print(json.dumps(report, indent=2) if chosen.json else "\n".join(markdown(report, found)))
    return 0


def check(device: str, vocabulary: int = 50_000) -> list[str]:
    """Return the failed checks of the kernels on a device, in both precisions."""
    import torch

    from .gae import correctness as gae
    from .head_loss import correctness as head
    from .token_loss import correctness as tokens

    chosen_backend("triton", device)
    found = gae.problems("triton", device)
    for dtype in (torch.float32, torch.bfloat16):
        found += tokens.problems("triton", device, dtype, vocabulary)
        found += head.problems("triton", device, dtype, min(vocabulary, 3000))
    return found


def copy_bandwidth(device: str, size: int = 1 << 30) -> float:
    """Return the bytes a second that a copy reads and writes."""
    import torch

    source = torch.empty(size, dtype=torch.uint8, device=device)
    target = torch.empty_like(source)
    milliseconds, _ = time_call(lambda: target.copy_(source), device)
    return 2.0 * size / (milliseconds / 1e3)


def measure_size(
    rows: int,
    vocabulary: int,
    dtype: torch.dtype,
    device: str,
    bandwidth: float,
    absent: dict[str, str],
) -> list[Timing]:
    """Return the timings of every contender for one size; what cannot run goes into `absent`."""
    import torch

    from .token_loss.baselines import make_tokens

    name = f"{rows} x {vocabulary}, {str(dtype).removeprefix('torch.')}"
    try:
        tokens = make_tokens(rows, vocabulary, dtype, device)
    except torch.cuda.OutOfMemoryError:
        absent[name] = "not enough memory"
        return []
    calls, missing = contenders(tokens, device)
    calls |= through_the_head(tokens, rows)
    absent |= missing
    logits = rows * vocabulary * tokens.padded.element_size()
    found = []
    for title, (call, times) in calls.items():
        try:
            call()
            if device == "cuda":
                torch.cuda.reset_peak_memory_stats()
            milliseconds, captured = time_call(call, device)
        except Exception as error:  # noqa: BLE001 -- a contender that breaks is named, not fatal
            absent[f"{title}, {name}"] = f"{type(error).__name__}: {str(error)[:200]}"
            continue
        least = None if times is None else times * logits / bandwidth * 1e3
        peak = torch.cuda.max_memory_allocated() if device == "cuda" else 0
        found.append(
            Timing(
                rows,
                vocabulary,
                str(dtype).removeprefix("torch."),
                title,
                round(milliseconds, 4),
                captured,
                None if least is None else round(least / milliseconds, 3),
                round(peak / 1e9, 2),
            )
        )
    return found


Call = tuple[Callable[[], Any], "float | None"]


def contenders(tokens: Tokens, device: str) -> tuple[dict[str, Call], dict[str, str]]:
    """Return calls, each with how often it must move the logits at least, and who is absent."""
    from .token_logprobs import token_logprobs
    from .token_loss import TokenLossOptions, token_loss_
    from .token_loss import triton as kernel
    from .token_loss.api import token_inputs
    from .token_loss.baselines import eager_call, others

    given = (tokens.ids, tokens.weight, tokens.advantage, tokens.old)
    full = TokenLossOptions(beta=0.04, entropy=0.01)
    plain = TokenLossOptions()
    inputs = token_inputs(tokens.logits, *given, None, None, None, None)
    calls: dict[str, Call] = {
        "token_logprobs": (
            lambda: token_logprobs(tokens.logits, tokens.ids, backend="triton"),
            1.0,
        ),
        "token_loss_": (lambda: token_loss_(tokens.logits, *given, backend="triton"), 2.0),
        "token_loss_, k3 and entropy": (
            lambda: token_loss_(
                tokens.logits, *given, tokens.reference, options=full, backend="triton"
            ),
            2.0,
        ),
    }
    for block, warps in SHAPES if device == "cuda" else ():
        calls[f"token_loss_, block {block}, {warps} warps"] = (
            lambda block=block, warps=warps: kernel.losses(  # type: ignore[misc]
                tokens.logits, inputs, plain, True, block=block, warps=warps
            ),
            2.0,
        )
    elsewhere, absent = others(tokens)
    calls["eager torch"] = (lambda: eager_call(tokens), None)
    return calls | {name: (call, None) for name, call in elsewhere.items()}, absent


def through_the_head(tokens: Tokens, rows: int, width: int = 1024) -> dict[str, Call]:
    """Return calls that begin with hidden states: most of their time are products with the head."""
    import torch

    from .gae import gae
    from .head_loss import head_loss
    from .token_loss.baselines import eager_loss

    vocabulary, logits = tokens.logits.shape[1], tokens.logits
    hidden, head = (
        torch.randn(n, width, device=logits.device).to(logits.dtype).requires_grad_()
        for n in (rows, vocabulary)
    )
    given = (tokens.ids, tokens.weight, tokens.advantage, tokens.old)

    def chunked() -> None:
        torch.autograd.grad(head_loss(hidden, head, *given, backend="triton")[0], (hidden, head))

    def eager() -> None:
        torch.autograd.grad(eager_loss(hidden @ head.t(), tokens), (hidden, head))

    offsets = torch.tensor([0, rows])
    return {
        f"head_loss, H = {width}": (chunked, None),
        f"eager torch through the head, H = {width}": (eager, None),
        "gae, one row": (
            lambda: gae(tokens.advantage, tokens.old, offsets, backend="triton"),
            None,
        ),
    }


def time_call(call: Callable[[], object], device: str, rounds: int = 20) -> tuple[float, bool]:
    """Return the median milliseconds of a call, and whether it was captured in a CUDA graph."""
    import torch

    if device != "cuda":
        from .measure import median_microseconds

        return median_microseconds({"call": call}, device, seconds=0.0)["call"] / 1e3, False
    replay, captured = _captured(call)
    flush = torch.empty(512 << 20, dtype=torch.uint8, device=device)  # beyond any L2 cache
    times = []
    for _ in range(rounds + 3):
        flush.zero_()
        event: Any = torch.cuda.Event
        start, end = event(enable_timing=True), event(enable_timing=True)
        start.record()
        replay()
        end.record()
        torch.cuda.synchronize()
        times.append(float(start.elapsed_time(end)))
    return statistics.median(times[3:]), captured


def _captured(call: Callable[[], object]) -> tuple[Callable[[], object], bool]:
    """Return the replay of a call as a CUDA graph, or the call itself where that fails."""
    import torch

    stream: Any = torch.cuda.Stream
    side = stream()
    side.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(side):
        for _ in range(3):
            call()
    torch.cuda.current_stream().wait_stream(side)
    torch.cuda.synchronize()
    graph = torch.cuda.CUDAGraph()
    try:
        with torch.cuda.graph(graph):
            call()
    except RuntimeError:  # autograd of some contenders synchronises
        torch.cuda.synchronize()
        return call, False
    return graph.replay, True


def markdown(report: dict[str, Any], found: Sequence[Timing]) -> list[str]:
    """Return the lines of a Markdown table."""
    lines = [
        f"{report['device']}, torch {report['torch']}; a copy moves "
        f"{report['copy_gb_per_second']:,} GB/s. Cache flushed; medians of 20. Every kernel of "
        "ours equalled float64 before.",
        "",
        "| tokens x vocabulary | call | ms | graph | of the copy's bandwidth | peak |",
        "| --- | --- | ---: | --- | ---: | ---: |",
    ]
    for one in found:
        share = "" if one.of_bandwidth is None else f"{one.of_bandwidth:.0%}"
        lines.append(
            f"| {one.rows} x {one.vocabulary}, {one.dtype} | {one.name} | "
            f"{one.milliseconds:.3f} | {'yes' if one.captured else 'no'} | {share} | "
            f"{one.peak_gb:.1f} GB |"
        )
    lines += ["", *(f"Not measured: {name}: {why}" for name, why in report["absent"].items())]
    return lines


if __name__ == "__main__":
    sys.exit(main())
