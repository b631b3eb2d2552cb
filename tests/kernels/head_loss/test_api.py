"""The loss through the head: equal to the loss of whole logits, in a fraction of their memory."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from torch import Tensor

from rewardkit_kernels.head_loss import head_loss
from rewardkit_kernels.measure import peak_bytes
from rewardkit_kernels.token_loss import TokenLossOptions, token_loss

OPTIONS = [
    TokenLossOptions(),
    TokenLossOptions(eps_high=0.28, delta=2.0, beta=0.04, kl_importance=True, entropy=0.05),
    TokenLossOptions(policy="cispo", kl="k2", beta=0.1, temperature=0.8),
]


def _tokens(rows: int, vocabulary: int, width: int, dtype: torch.dtype = torch.float32) -> Any:
    generator = torch.Generator().manual_seed(rows)
    hidden = torch.randn(rows, width, generator=generator).to(dtype).requires_grad_()
    head = (torch.randn(vocabulary, width, generator=generator) / width**0.5).to(dtype)
    ids = torch.randint(vocabulary, (rows,), generator=generator)
    weight = torch.rand(rows, generator=generator) / rows
    advantage = torch.randn(rows, generator=generator)
    old = torch.randn(rows, generator=generator) * 0.3 - 5.0
    return hidden, head.requires_grad_(), (ids, weight, advantage, old, old + 0.1)


@pytest.mark.parametrize("rows_at_once", [4, 22, 100])
@pytest.mark.parametrize("options", OPTIONS)
def test_it_equals_autograd_through_whole_logits(
    rows_at_once: int, options: TokenLossOptions
) -> None:
    hidden, head, given = _tokens(50, 70, 16)
    wanted, parts = token_loss(hidden @ head.t(), *given, options=options)
    gradients = torch.autograd.grad(wanted, (hidden, head))
    loss, found = head_loss(hidden, head, *given, options=options, rows_at_once=rows_at_once)
    (2.0 * loss).backward()  # type: ignore[no-untyped-call]
    torch.testing.assert_close(loss, wanted)
    for name in ("loss", "logprobs", "entropy", "kl", "flags"):
        torch.testing.assert_close(getattr(found, name), getattr(parts, name))
    torch.testing.assert_close(hidden.grad, 2.0 * gradients[0], rtol=1e-4, atol=1e-7)
    torch.testing.assert_close(head.grad, 2.0 * gradients[1], rtol=1e-4, atol=1e-7)


def test_a_frozen_head_gets_no_gradient_and_neither_does_a_call_without_any() -> None:
    hidden, head, given = _tokens(9, 11, 4)
    head.requires_grad_(False)
    loss, _ = head_loss(hidden, head, *given, rows_at_once=4)
    loss.backward()  # type: ignore[no-untyped-call]
    assert head.grad is None
    assert hidden.grad is not None
    with torch.no_grad():
        again, _ = head_loss(hidden, head, *given, rows_at_once=4)
    assert not again.requires_grad
    assert again.item() == loss.item()


def test_sums_over_chunks_are_kept_in_float32() -> None:
    # In bfloat16 a sum of 64 equal summands would stop growing long before its end.
    hidden, head, given = _tokens(64, 40, 8, torch.bfloat16)
    exact_hidden, exact_head = (one.detach().float().requires_grad_() for one in (hidden, head))
    loss, _ = token_loss(exact_hidden @ exact_head.t(), *given)
    loss.backward()  # type: ignore[no-untyped-call]
    found, _ = head_loss(hidden, head, *given, rows_at_once=1)
    found.backward()  # type: ignore[no-untyped-call]
    assert head.grad is not None
    assert exact_head.grad is not None
    error = (head.grad.float() - exact_head.grad).norm() / exact_head.grad.norm()
    assert error < 2**-7


def test_no_row_at_all_is_no_error() -> None:
    hidden, head, given = _tokens(0, 5, 3)
    loss, found = head_loss(hidden, head, *given)
    loss.backward()  # type: ignore[no-untyped-call]
    assert loss.item() == 0.0
    assert found.flags.shape == (0,)
    assert head.grad is not None
    assert not head.grad.any()


def _eager(hidden: Tensor, head: Tensor, given: tuple[Tensor, ...]) -> Tensor:
    """GRPO's loss as it is commonly written."""
    ids, weight, advantage, old, _ = given
    logits = (hidden @ head.t()).float()
    logprobs = torch.log_softmax(logits, -1).gather(-1, ids[:, None])[:, 0]
    ratio = (logprobs - old).exp()
    surrogate = torch.minimum(ratio * advantage, ratio.clamp(0.8, 1.2) * advantage)
    return -(surrogate * weight).sum()


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_its_largest_memory_is_a_fifth_of_the_eager_form_or_less(dtype: torch.dtype) -> None:
    # A vocabulary that is eight times as wide as the hidden states, rows in eight chunks.
    hidden, head, given = _tokens(1024, 4096, 64, dtype)
    eager = peak_bytes(lambda: _eager(hidden, head, given).backward())  # type: ignore[no-untyped-call]
    hidden.grad = head.grad = None

    def ours() -> None:
        loss, _ = head_loss(hidden, head, *given, rows_at_once=128)
        loss.backward()  # type: ignore[no-untyped-call]

    assert peak_bytes(ours) <= eager / 5


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"hidden": torch.zeros(3, 2, 2)}, r"hidden has shape \[3, 2, 2\]; it must be \[R, H\]"),
        ({"head": torch.zeros(5, 3)}, "hidden has 2 columns and head 3"),
        ({"head": torch.zeros(5, 2).bfloat16()}, "they must agree"),
        ({"ids": torch.tensor([0, 1, 5])}, "ids holds 5"),
        ({"weight": torch.ones(2)}, r"weight has shape \[2\] and logits has 3 rows"),
        ({"rows_at_once": 0}, "rows_at_once=0 must be at least 1"),
        ({"backend": "fast"}, "backend='fast' is not known"),
    ],
)
def test_a_wrong_argument_is_named(changed: dict[str, Any], message: str) -> None:
    given: dict[str, Any] = {
        "hidden": torch.zeros(3, 2),
        "head": torch.zeros(5, 2),
        "ids": torch.tensor([0, 1, 4]),
        "weight": torch.ones(3),
        "advantage": torch.ones(3),
        "old": -torch.ones(3),
    }
    with pytest.raises(ValueError, match=message):
        head_loss(**(given | changed))
