"""Triton code that operations on rows of logits share: the sweep, and exact logarithms."""

# ruff: noqa: N803 -- compile-time parameters are in capitals, as Triton's own kernels write them

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import triton
import triton.language as tl

# Triton ships no types: its decorator is annotated once here, so that the kernels are typed.
jit: Final[Callable[[Callable[..., Any]], Any]] = triton.jit


@jit
def log1p(x: tl.tensor) -> Any:
    """Return log(1 + x) for x >= 0; a series where 1 + x would round the digits of x away."""
    series = x * (1.0 - x * (0.5 - x * (1.0 / 3.0 - x * (0.25 - x * (0.2 - x * (1.0 / 6.0))))))
    return tl.where(x < 0.0625, series, tl.log(1.0 + x))


@jit
def expm1(x: tl.tensor) -> Any:
    """Return exp(x) - 1; a series where the difference would lose the digits of x."""
    series = x * (1.0 + x * (0.5 + x * (1.0 / 6.0 + x * (1.0 / 24.0 + x * (1.0 / 120.0)))))
    return tl.where(tl.abs(x) < 0.0625, series, tl.exp(x) - 1.0)


@jit
def load_block(
    row: tl.tensor, first: tl.tensor, V: tl.tensor, token: tl.tensor, scale: tl.tensor,
    BLOCK: tl.constexpr,
) -> Any:  # fmt: skip
    """Return BLOCK scaled logits of a row in float32; -inf at the sampled token and beyond V."""
    at = first + tl.arange(0, BLOCK)
    values = tl.load(row + at, mask=at < V, other=float("-inf")).to(tl.float32) * scale
    return tl.where(at == token, float("-inf"), values)


@jit
def sweep(
    row: tl.tensor, V: tl.tensor, token: tl.tensor, scale: tl.tensor, BLOCK: tl.constexpr
) -> Any:  # fmt: skip
    """Read a row once, and return what its distribution needs.

    The running maximum starts at the logit of the sampled token, which is left out of the running
    sum. A block of -inf is then harmless, and the probability of the others has no cancellation.

    Returns:
        The largest logit (0 where all are -inf), the sampled token's logit less it, the sum of the
        exponentials of the others, and the sum of these, each times its logit less the largest.
    """
    inside = (token >= 0) & (token < V)
    own = tl.load(row + tl.where(inside, token, 0)).to(tl.float32) * scale
    own = tl.where(inside, own, float("nan"))
    top = own
    others = own * 0.0
    others = tl.where(own == own, 0.0, others)
    heat = others
    for first in range(0, V, BLOCK):
        values = load_block(row, first, V, token, scale, BLOCK)
        high = tl.maximum(top, tl.max(values, axis=0))
        base = tl.where(high == float("-inf"), 0.0, high)
        shifted = values - base
        terms = tl.exp(shifted)
        # -inf - (-inf) is NaN, and so is 0 * -inf: both stand for nothing.
        step = tl.where(top == float("-inf"), 0.0, top - base)
        shrink = tl.where(top == float("-inf"), 0.0, tl.exp(step))
        heat = (heat + step * others) * shrink
        heat += tl.sum(tl.where(values == float("-inf"), 0.0, terms * shifted), axis=0)
        others = others * shrink + tl.sum(terms, axis=0)
        top = high
    base = tl.where(top == float("-inf"), 0.0, top)
    return base, own - base, others, heat


@jit
def summary(relative: tl.tensor, others: tl.tensor, heat: tl.tensor) -> Any:
    """Return log-probability, entropy, total and its logarithm from the sums of a row.

    `relative` is the sampled token's logit less the largest one.
    """
    own = tl.exp(relative)
    total = own + others
    dead = total == 0.0  # all is forbidden: no distribution
    total = tl.where(dead, 1.0, total)
    logarithm = tl.where(relative == 0.0, log1p(others), tl.log(total))
    # Beyond one half `1 - p` has more digits than `p`.
    sure = own > others
    logprob = tl.where(sure, -log1p(others / tl.where(sure, own, 1.0)), relative - logarithm)
    mine = tl.where(relative == float("-inf"), 0.0, own * relative)
    entropy = tl.where(dead, 0.0, logarithm - (heat + mine) / total)
    return logprob, entropy, total, logarithm
