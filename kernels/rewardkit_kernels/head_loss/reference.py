"""The loss through the output head, chunk by chunk, with all gradients made in the forward pass.

A chunk of rows goes through the head, the token loss writes its gradient over the logits, and two
products make of it the gradient of the hidden states and a summand of the head's. The next chunk
takes the same memory. Sums over chunks are kept in float32: in bfloat16 they would lose the small
summands. The kernel of the token loss is the one that `backend` names; products are torch's.

Shapes below: r rows of a chunk, H hidden, V logits.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor

from ..backends import Backend
from ..token_loss import TokenLosses, TokenLossOptions, token_loss_
from ..token_loss.reference import TokenInputs

_COLUMNS: Final = 16_384
"""Columns of the head's gradient that are multiplied at a time: their float32 product is what
is needed beside the sum itself."""


@dataclass(frozen=True, slots=True)
class HeadGradients:
    """Losses of all rows, and the gradients that were asked for."""

    losses: TokenLosses
    hidden: Tensor | None  # [R, H]
    head: Tensor | None  # [V, H]


def head_gradients(
    hidden: Tensor,
    head: Tensor,
    inputs: TokenInputs,
    options: TokenLossOptions,
    rows_at_once: int,
    backend: Backend,
    wanted: tuple[bool, bool],
) -> HeadGradients:
    """Return the losses and, where wanted, the gradients for the hidden states and the head.

    The inputs must have been checked by `head_loss`, the public entry point.
    """
    parts: list[TokenLosses] = []
    for_hidden = torch.empty_like(hidden) if wanted[0] else None
    for_head = None
    if wanted[1]:
        for_head = torch.zeros(head.shape, dtype=torch.float32, device=head.device)
    for start in range(0, len(hidden), rows_at_once):
        rows = slice(start, start + rows_at_once)
        part = inputs.rows(rows)
        logits = hidden[rows] @ head.t()  # [r, V]
        parts.append(
            token_loss_(
                logits,
                part.ids,
                part.weight,
                part.advantage,
                part.old,
                part.reference,
                part.log_ratio,
                part.foreign,
                part.entropy_weight,
                options=options,
                gradient=any(wanted),
                backend=backend,
            )
        )
        if for_hidden is not None:
            torch.mm(logits, head, out=for_hidden[rows])
        if for_head is not None:
            _add_product(for_head, logits, hidden[rows])
        del logits  # before the next chunk makes its own
    if for_head is not None:
        for_head = for_head.to(head.dtype)
    return HeadGradients(_joined(parts, hidden, inputs), for_hidden, for_head)


def _add_product(total: Tensor, logits: Tensor, hidden: Tensor) -> None:
    """Add the transposed logits times the hidden states to a float32 total [V, H]."""
    if logits.dtype == torch.float32:
        total.addmm_(logits.t(), hidden)
        return
    for start in range(0, len(total), _COLUMNS):
        columns = slice(start, start + _COLUMNS)
        left = logits[:, columns].t()
        if logits.device.type == "cuda":
            # Half the precision in, float32 out: the tensor cores add in float32 anyway.
            total[columns] += torch.mm(left, hidden, out_dtype=torch.float32)
        else:
            total[columns].addmm_(left.float(), hidden.float())


def _joined(parts: list[TokenLosses], hidden: Tensor, inputs: TokenInputs) -> TokenLosses:
    """Return the results of all chunks as one."""
    if not parts:
        none = torch.empty(0, dtype=torch.float32, device=hidden.device)
        kl = None if inputs.reference is None else none
        return TokenLosses(none, none, none, kl, none.to(torch.uint8))
    kls = [part.kl for part in parts if part.kl is not None]
    return TokenLosses(
        loss=torch.cat([part.loss for part in parts]),
        logprobs=torch.cat([part.logprobs for part in parts]),
        entropy=torch.cat([part.entropy for part in parts]),
        kl=torch.cat(kls) if kls else None,
        flags=torch.cat([part.flags for part in parts]),
    )
