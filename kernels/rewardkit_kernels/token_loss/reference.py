"""The reference implementation of the token loss, in torch and float32.

Every option ends in two numbers a token: the slope of the loss in the log-probability, and the
weight of the entropy. The gradient for logit v of a row with probabilities p is then, whatever
the option,

    (slope * (1[v is the token] - p_v) + bonus * p_v * (log p_v + entropy)) / temperature

It is written over the logits: nothing else of their size is kept.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from ..token_logprobs.reference import Distributions, chunks, distributions
from .options import LARGEST_EXPONENT, TokenLossOptions
from .result import CLIPPED_DELTA, CLIPPED_HIGH, CLIPPED_LOW, IMPOSSIBLE, TokenLosses


@dataclass(frozen=True, slots=True)
class TokenInputs:
    """The given numbers of R tokens, all [R]; see `token_loss_`."""

    ids: Tensor  # int64
    weight: Tensor
    advantage: Tensor
    old: Tensor
    reference: Tensor | None = None
    log_ratio: Tensor | None = None
    foreign: Tensor | None = None  # bool
    entropy_weight: Tensor | None = None

    def rows(self, chosen: slice) -> TokenInputs:
        """Return the inputs of some of the tokens."""
        return TokenInputs(
            *(
                None if values is None else values[chosen]
                for values in (getattr(self, name) for name in self.__slots__)
            )  # type: ignore[arg-type]
        )


@dataclass(frozen=True, slots=True)
class Terms:
    """A term of the loss of each token, and its slope in the log-probability; all [R]."""

    value: Tensor
    slope: Tensor
    flags: Tensor | None = None


def losses(
    logits: Tensor, inputs: TokenInputs, options: TokenLossOptions, gradient: bool
) -> TokenLosses:
    """Compute the losses and, with `gradient`, write the gradient of their sum over the logits.

    The inputs must have been checked by `token_loss_`, the public entry point.
    """
    count, device = len(inputs.ids), logits.device
    empty = torch.empty(count, dtype=torch.float32, device=device)
    result = TokenLosses(
        loss=empty,
        logprobs=torch.empty_like(empty),
        entropy=torch.empty_like(empty),
        kl=None if inputs.reference is None else torch.empty_like(empty),
        flags=torch.empty(count, dtype=torch.uint8, device=device),
    )
    for rows in chunks(logits):
        part = inputs.rows(rows)
        found = distributions(logits[rows], part.ids, options.temperature)
        slope, bonus = _fill(result, rows, found, part, options)
        if gradient:
            write_gradient(logits[rows], part.ids, found, slope, bonus, options.temperature)
    return result


def _fill(
    result: TokenLosses,
    rows: slice,
    found: Distributions,
    part: TokenInputs,
    options: TokenLossOptions,
) -> tuple[Tensor, Tensor]:
    """Fill in the results of some rows; returns slope and entropy weight of each."""
    terms, kl = policy_terms(found.logprobs, part, options)
    bonus = options.entropy * part.weight if part.entropy_weight is None else part.entropy_weight
    if part.foreign is not None:
        bonus = torch.where(part.foreign, 0.0, bonus)
    # Not a product: a weight of 0 also stands for tokens whose numbers are NaN or infinite.
    loss = torch.where(part.weight == 0.0, 0.0, part.weight * terms.value)
    loss = loss - torch.where(bonus == 0.0, 0.0, bonus * found.entropy)
    result.loss[rows], result.logprobs[rows], result.entropy[rows] = (
        loss,
        found.logprobs,
        found.entropy,
    )
    assert terms.flags is not None
    result.flags[rows] = terms.flags
    if result.kl is not None and kl is not None:
        result.kl[rows] = kl
    return torch.where(part.weight == 0.0, 0.0, part.weight * terms.slope), bonus


def policy_terms(
    logprobs: Tensor, inputs: TokenInputs, options: TokenLossOptions
) -> tuple[Terms, Tensor | None]:
    """Return the loss of each token before its weight and without entropy, and the KL estimate.

    Example:
        >>> one = torch.ones(2)
        >>> inputs = TokenInputs(torch.zeros(2, dtype=torch.int64), one, one, -one)
        >>> terms, _ = policy_terms(torch.tensor([-1.0, -0.5]), inputs, TokenLossOptions())
        >>> terms.value.tolist(), terms.slope.tolist(), terms.flags.tolist()
        ([-1.0, -1.2000000476837158], [-1.0, 0.0], [0, 2])
    """
    impossible = logprobs == -torch.inf
    finite = torch.where(impossible, 0.0, logprobs)
    log_ratio = finite - inputs.old if inputs.log_ratio is None else inputs.log_ratio
    log_ratio = torch.where(impossible, 0.0, log_ratio)
    ratio = _bounded_exp(log_ratio)
    terms = _surrogate(finite, ratio, inputs.advantage, options)
    value, slope, flags = terms.value, terms.slope, terms.flags
    assert flags is not None
    kl = None
    if inputs.reference is not None:
        estimate = _kl(finite, inputs.reference, ratio, options)
        outside = impossible if inputs.foreign is None else impossible | inputs.foreign
        kl = torch.where(outside, 0.0, estimate.value)
        if options.beta > 0.0:
            value = value + options.beta * estimate.value
            slope = slope + options.beta * estimate.slope
    if inputs.foreign is not None:
        other = _foreign(_bounded_exp(finite - inputs.old), inputs.advantage, options.shaping)
        value = torch.where(inputs.foreign, other.value, value)
        slope = torch.where(inputs.foreign, other.slope, slope)
        flags = torch.where(inputs.foreign, 0, flags)
    value = torch.where(impossible, 0.0, value)
    slope = torch.where(impossible, 0.0, slope)
    flags = torch.where(impossible, IMPOSSIBLE, flags)
    return Terms(value, slope, flags.to(torch.uint8)), kl


def _bounded_exp(logarithm: Tensor) -> Tensor:
    return logarithm.clamp(max=LARGEST_EXPONENT).exp()


def _surrogate(
    logprobs: Tensor, ratio: Tensor, advantage: Tensor, options: TokenLossOptions
) -> Terms:
    up, down = advantage > 0.0, advantage < 0.0
    high = ratio > 1.0 + options.eps_high
    if options.policy == "cispo":
        weight = ratio.clamp(max=1.0 + options.eps_high) * advantage
        return Terms(-weight * logprobs, -weight, CLIPPED_HIGH * (high & (up | down)).long())
    low = (ratio < 1.0 - options.eps_low) & down
    high = high & up
    bounded = torch.where(low, 1.0 - options.eps_low, ratio)
    bounded = torch.where(high, 1.0 + options.eps_high, bounded)
    flags = CLIPPED_LOW * low.long() + CLIPPED_HIGH * high.long()
    clipped = low | high
    if options.delta is not None:
        far = (ratio > options.delta) & down
        bounded = torch.where(far, options.delta, bounded)
        flags, clipped = flags + CLIPPED_DELTA * far.long(), clipped | far
    # Without an advantage there is no pull, be the ratio ever so large.
    value = torch.where(up | down, -bounded * advantage, 0.0)
    return Terms(value, torch.where(clipped, 0.0, value), flags)


def _kl(logprobs: Tensor, reference: Tensor, ratio: Tensor, options: TokenLossOptions) -> Terms:
    x = reference - logprobs
    if options.kl == "k1":
        value, slope = -x, torch.ones_like(x)
    elif options.kl == "k2":
        value, slope = x.square() / 2.0, -x
    else:
        grown = torch.expm1(x.clamp(max=LARGEST_EXPONENT))
        value, slope = grown - x, -grown
    if options.kl_importance:
        return Terms(ratio * value, ratio * (value + slope))
    return Terms(value, slope)


def _foreign(ratio: Tensor, advantage: Tensor, shaping: float | None) -> Terms:
    if shaping is None:
        return Terms(-advantage * ratio, -advantage * ratio)
    share = ratio / (ratio + shaping)
    return Terms(-advantage * share, -advantage * share * (shaping / (ratio + shaping)))


def write_gradient(
    logits: Tensor,
    ids: Tensor,
    found: Distributions,
    slope: Tensor,
    bonus: Tensor,
    temperature: float,
) -> None:
    """Write the gradient over logits [r, V]; the distributions are used up."""
    if temperature != 1.0:
        slope, bonus = slope / temperature, bonus / temperature
    own = slope * found.others
    scale = found.total.reciprocal()
    if bool((bonus != 0.0).any()):
        inside = found.logprobs > -torch.inf
        level = found.logprobs.exp() * (found.logprobs + found.entropy)
        own = own + torch.where(inside, bonus * level, 0.0)
        # p (bonus (log p + H) - slope); its bracket, over the total, takes the place of log p
        start = bonus * (found.entropy - found.total.log()) - slope
        tilt = torch.addcmul(
            (start * scale)[:, None],
            found.shifted,
            (bonus * scale)[:, None],
            out=found.shifted,
        )
        torch.mul(tilt, found.exponentials, out=logits)
    else:
        torch.mul(found.exponentials, (-slope * scale)[:, None], out=logits)
    logits.scatter_(1, ids[:, None], own.to(logits.dtype)[:, None])
    still = (slope == 0.0) & (bonus == 0.0)
    odd = still & ~(found.logprobs + found.entropy).isfinite()
    if bool(odd.any()):  # 0 times NaN
        logits.masked_fill_(odd[:, None], 0.0)
