"""The token loss and its gradient as one Triton launch.

A program takes whole rows. Its first sweep over a row yields the distribution; a few scalars make
the loss of the token, its slope in the log-probability and the weight of the entropy; the second
sweep, backwards because the end of the row was read last, writes the gradient over the logits.
There is one program for each multiprocessor, so that the rows in work fit the cache: read twice by
the code, a row comes from memory once. Numbers are arguments, only structure is compiled in.
"""

# ruff: noqa: N803 -- compile-time parameters are in capitals, as Triton's own kernels write them

from __future__ import annotations

from typing import Any, Final

import torch
import triton.language as tl
from torch import Tensor

from ..token_rows_triton import expm1, jit, load_block, summary, sweep
from .options import TokenLossOptions
from .reference import TokenInputs
from .result import CLIPPED_DELTA, CLIPPED_HIGH, CLIPPED_LOW, IMPOSSIBLE, TokenLosses

BLOCK: Final = 16384
WARPS: Final = 16

_LOW = tl.constexpr(CLIPPED_LOW)
_HIGH = tl.constexpr(CLIPPED_HIGH)
_DELTA = tl.constexpr(CLIPPED_DELTA)
_IMPOSSIBLE = tl.constexpr(IMPOSSIBLE)


@jit
def _surrogate(
    logprob: tl.tensor, ratio: tl.tensor, advantage: tl.tensor,
    least: tl.tensor, most: tl.tensor, delta: tl.tensor, CISPO: tl.constexpr,
) -> Any:  # fmt: skip
    """Return value and slope of the clipped surrogate of a token, and its flags."""
    up = advantage > 0.0
    down = advantage < 0.0
    if CISPO:
        over = (ratio > most) & (up | down)
        weight = tl.minimum(ratio, most) * advantage
        value = -weight * logprob
        slope = -weight
        flags = tl.where(over, _HIGH, 0)
    else:
        low = (ratio < least) & down
        high = (ratio > most) & up
        far = (ratio > delta) & down
        bounded = tl.where(low, least, tl.where(high, most, ratio))
        bounded = tl.where(far, delta, bounded)
        # Without an advantage there is no pull, be the ratio ever so large.
        value = tl.where(up | down, -bounded * advantage, 0.0)
        slope = tl.where(low | high | far, 0.0, value)
        flags = tl.where(low, _LOW, tl.where(high, _HIGH, tl.where(far, _DELTA, 0)))
    return value, slope, flags


@jit
def _divergence(
    logprob: tl.tensor, reference: tl.tensor, ratio: tl.tensor,
    KL: tl.constexpr, KL_IMPORTANCE: tl.constexpr,
) -> Any:  # fmt: skip
    """Return the KL estimate of a token, and its slope."""
    x = reference - logprob
    if KL == "k1":
        value = -x
        slope = x * 0.0 + 1.0
    elif KL == "k2":
        value = x * x * 0.5
        slope = -x
    else:
        grown = expm1(x)
        value = grown - x
        slope = -grown
    if KL_IMPORTANCE:
        slope = ratio * (value + slope)
        value = ratio * value
    return value, slope


@jit
def _foreign(
    ratio: tl.tensor, advantage: tl.tensor, shaping: tl.tensor, SHAPED: tl.constexpr
) -> Any:
    """Return value and slope of the surrogate of a token by another author."""
    value = -advantage * ratio
    slope = value
    if SHAPED:
        value = -advantage * (ratio / (ratio + shaping))
        slope = value * (shaping / (ratio + shaping))
    return value, slope


@jit
def _write_gradient(
    row: tl.tensor, V: tl.tensor, token: tl.tensor, scale: tl.tensor, top: tl.tensor,
    share: tl.tensor, bonus: tl.tensor, start: tl.tensor, own: tl.tensor,
    ENTROPY: tl.constexpr, BLOCK: tl.constexpr,
) -> None:  # fmt: skip
    """Write exp(x - top) share (bonus (x - top) + start) over each logit, and `own` at the token.

    `share` is 0 where nothing is learnt: what the row holds, NaN included, then counts as nothing.
    """
    blocks = (V + BLOCK - 1) // BLOCK
    for i in range(blocks):
        first = (blocks - 1 - i) * BLOCK
        shifted = load_block(row, first, V, token, scale, BLOCK) - top
        value = tl.exp(shifted) * share
        if ENTROPY:
            value = value * (start + bonus * tl.where(shifted == float("-inf"), 0.0, shifted))
        else:
            value = value * start
        at = first + tl.arange(0, BLOCK)
        value = tl.where(share == 0.0, 0.0, value)
        value = tl.where(at == token, own, value)
        tl.store(row + at, value.to(row.dtype.element_ty), mask=at < V)


@jit
def _token_loss(
    logits: tl.tensor, ids: tl.tensor, weights: tl.tensor, advantages: tl.tensor, olds: tl.tensor,
    references: tl.tensor, log_ratios: tl.tensor, foreigns: tl.tensor, entropy_weights: tl.tensor,
    losses: tl.tensor, logprobs: tl.tensor, entropies: tl.tensor, kls: tl.tensor,
    flag_list: tl.tensor, rows: tl.tensor, row_stride: tl.tensor, V: tl.tensor,
    scale: tl.tensor, least: tl.tensor, most: tl.tensor, delta: tl.tensor, beta: tl.tensor,
    entropy_factor: tl.tensor, shaping: tl.tensor,
    GRADIENT: tl.constexpr, CISPO: tl.constexpr, KL: tl.constexpr, KL_IMPORTANCE: tl.constexpr,
    ENTROPY: tl.constexpr, ENTROPY_WEIGHT: tl.constexpr, LOG_RATIO: tl.constexpr,
    FOREIGN: tl.constexpr, SHAPED: tl.constexpr, BLOCK: tl.constexpr,
) -> None:  # fmt: skip
    for r in range(tl.program_id(0).to(tl.int64), rows, tl.num_programs(0)):
        row = logits + r * row_stride
        token = tl.load(ids + r)
        weight = tl.load(weights + r)
        advantage = tl.load(advantages + r)
        top, relative, others, heat = sweep(row, V, token, scale, BLOCK)
        logprob, entropy, total, logarithm = summary(relative, others, heat)

        impossible = logprob == float("-inf")
        finite = tl.where(impossible, 0.0, logprob)
        change = finite - tl.load(olds + r)
        log_ratio = change
        if LOG_RATIO:
            log_ratio = tl.load(log_ratios + r)
        ratio = tl.exp(log_ratio)
        value, slope, flags = _surrogate(finite, ratio, advantage, least, most, delta, CISPO)
        outside = impossible
        foreign = impossible & False
        if FOREIGN:
            foreign = tl.load(foreigns + r) != 0
            outside = impossible | foreign
        if KL != "none":
            kl, kl_slope = _divergence(finite, tl.load(references + r), ratio, KL, KL_IMPORTANCE)
            tl.store(kls + r, tl.where(outside, 0.0, kl))
            value += tl.where(beta > 0.0, beta * kl, 0.0)
            slope += tl.where(beta > 0.0, beta * kl_slope, 0.0)
        bonus = entropy_factor * weight
        if ENTROPY_WEIGHT:
            bonus = tl.load(entropy_weights + r)
        if FOREIGN:
            other, other_slope = _foreign(tl.exp(change), advantage, shaping, SHAPED)
            value = tl.where(foreign, other, value)
            slope = tl.where(foreign, other_slope, slope)
            flags = tl.where(foreign, 0, flags)
            bonus = tl.where(foreign, 0.0, bonus)
        nothing = impossible | (weight == 0.0)
        flags = tl.where(impossible, _IMPOSSIBLE, flags)
        slope = tl.where(nothing, 0.0, weight * slope)
        loss = tl.where(nothing, 0.0, weight * value)
        loss -= tl.where(bonus == 0.0, 0.0, bonus * entropy)
        tl.store(losses + r, loss)
        tl.store(logprobs + r, logprob)
        tl.store(entropies + r, entropy)
        tl.store(flag_list + r, flags.to(tl.uint8))

        if GRADIENT:
            slope = slope * scale
            bonus = bonus * scale
            own = slope * (others / total)
            if ENTROPY:
                level = tl.where(impossible, 0.0, tl.exp(finite) * (finite + entropy))
                own += tl.where(bonus == 0.0, 0.0, bonus * level)
            idle = (slope == 0.0) & (bonus == 0.0)
            own = tl.where(idle, 0.0, own)
            share = tl.where(idle, 0.0, 1.0 / total)
            start = bonus * (entropy - logarithm) - slope
            _write_gradient(row, V, token, scale, top, share, bonus, start, own, ENTROPY, BLOCK)


def losses(
    logits: Tensor,
    inputs: TokenInputs,
    options: TokenLossOptions,
    gradient: bool,
    block: int | None = None,
    warps: int = WARPS,
    programs: int | None = None,
) -> TokenLosses:
    """Compute the losses and, with `gradient`, write the gradient over the logits, in one launch.

    The inputs must have been checked by `token_loss_`, the public entry point.

    Args:
        logits: [R, V].
        inputs: Numbers of each token.
        options: The options of the loss.
        gradient: Write the gradient.
        block: Logits that a program holds at a time, a power of two.
        warps: Warps of a program.
        programs: Programs of the launch; else one for each multiprocessor, or one for each row
            where no row is read twice.
    """
    count = len(inputs.ids)
    empty = torch.empty(count, dtype=torch.float32, device=logits.device)
    result = TokenLosses(
        loss=empty,
        logprobs=torch.empty_like(empty),
        entropy=torch.empty_like(empty),
        kl=None if inputs.reference is None else torch.empty_like(empty),
        flags=torch.empty(count, dtype=torch.uint8, device=logits.device),
    )
    if count:
        programs = programs or (_multiprocessors(logits) if gradient else count)
        with torch.cuda.device_of(logits):  # type: ignore[no-untyped-call]  # torch leaves it so
            _token_loss[(min(count, programs),)](
                *_arguments(logits, inputs, options, result),
                **structure(inputs, options, gradient),
                BLOCK=block or min(BLOCK, _power_of_two(logits.shape[1])),
                num_warps=warps,
            )
    return result


def structure(inputs: TokenInputs, options: TokenLossOptions, gradient: bool) -> dict[str, Any]:
    """Return the compile-time parameters: a kernel is compiled for each set of them."""
    return {
        "GRADIENT": gradient,
        "CISPO": options.policy == "cispo",
        "KL": "none" if inputs.reference is None else options.kl,
        "KL_IMPORTANCE": options.kl_importance,
        "ENTROPY": options.entropy != 0.0 or inputs.entropy_weight is not None,
        "ENTROPY_WEIGHT": inputs.entropy_weight is not None,
        "LOG_RATIO": inputs.log_ratio is not None,
        "FOREIGN": inputs.foreign is not None,
        "SHAPED": options.shaping is not None,
    }


def _arguments(
    logits: Tensor, inputs: TokenInputs, options: TokenLossOptions, result: TokenLosses
) -> list[Any]:
    """Return the run-time arguments in order; an absent tensor is stood in for by `old`."""

    def given(values: Tensor | None) -> Tensor:
        return inputs.old if values is None else values

    return [
        logits,
        inputs.ids,
        inputs.weight,
        inputs.advantage,
        inputs.old,
        given(inputs.reference),
        given(inputs.log_ratio),
        inputs.old if inputs.foreign is None else inputs.foreign.view(torch.uint8),
        given(inputs.entropy_weight),
        result.loss,
        result.logprobs,
        result.entropy,
        given(result.kl),
        result.flags,
        len(inputs.ids),
        logits.stride(0),
        logits.shape[1],
        1.0 / options.temperature,
        1.0 - options.eps_low,
        1.0 + options.eps_high,
        float("inf") if options.delta is None else float(options.delta),
        float(options.beta),
        float(options.entropy),
        float(options.shaping or 0.0),
    ]


def _multiprocessors(logits: Tensor) -> int:
    if logits.device.type != "cuda":
        return 4  # the interpreter, in which the loop over rows is to be run too
    return torch.cuda.get_device_properties(logits.device).multi_processor_count


def _power_of_two(number: int) -> int:
    return 1 << max(4, (number - 1).bit_length())
