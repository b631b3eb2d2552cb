"""The two public calls: what they refuse, and how the gradient reaches a model."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import Tensor

from rewardkit_kernels.token_loss import TokenLossOptions, token_loss, token_loss_


def _call(**changed: Any) -> Any:
    given: dict[str, Any] = {
        "logits": torch.zeros(3, 5),
        "ids": torch.tensor([0, 1, 4]),
        "weight": torch.ones(3),
        "advantage": torch.ones(3),
        "old": -torch.ones(3),
    }
    return token_loss_(**(given | changed))


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"logits": torch.zeros(3, 1, 5)}, r"logits has shape \[3, 1, 5\].*logits\[mask\]"),
        ({"logits": torch.zeros(3, 5).long()}, "logits has dtype torch.int64"),
        ({"logits": torch.zeros(5, 3).t()}, "rows of logits are not contiguous"),
        ({"logits": [[0.0]]}, "logits must be a torch tensor, not list"),
        ({"ids": torch.tensor([0, 1, 5])}, "ids holds 5, and logits has 5 columns"),
        ({"ids": torch.tensor([0, -1, 2])}, "ids holds -1"),
        ({"ids": torch.tensor([0.0, 1.0, 2.0])}, "ids has dtype torch.float32"),
        ({"weight": torch.ones(2)}, r"weight has shape \[2\] and logits has 3 rows"),
        ({"old": torch.ones(3).double()}, "old has dtype torch.float64"),
        ({"reference": torch.ones(3, 1)}, r"reference has shape \[3, 1\]"),
        ({"foreign": torch.ones(3)}, "foreign has dtype torch.float32; it must be torch.bool"),
        ({"backend": "cuda"}, "backend='cuda' is not known"),
    ],
)
def test_a_wrong_argument_is_named_with_what_it_must_be(changed: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        _call(**changed)


def test_no_row_at_all_is_no_error() -> None:
    none = torch.empty(0)
    logits = torch.empty(0, 7, requires_grad=True)
    loss, found = token_loss(logits, none.long(), none, none, none, reference=none)
    loss.backward()  # type: ignore[no-untyped-call]
    assert loss.item() == 0.0
    assert found.kl is not None
    assert logits.grad is not None
    assert logits.grad.shape == (0, 7)


def test_the_gradient_reaches_what_made_the_logits_in_place_or_not(
    random_tokens: Callable[..., Any],
) -> None:
    tokens = random_tokens(random.Random(3), torch.float32, 6)
    vocabulary = tokens.logits.shape[1]
    generator = torch.Generator().manual_seed(0)
    hidden = torch.randn(6, 4, generator=generator)
    found: dict[bool, Tensor] = {}
    for in_place in (False, True):
        head = torch.randn(4, vocabulary, generator=torch.Generator().manual_seed(1))
        head.requires_grad_()
        loss, parts = tokens.call(token_loss, hidden @ head, in_place=in_place)
        (loss * 3.0).backward()
        assert head.grad is not None
        assert not parts.loss.requires_grad
        found[in_place] = head.grad
    assert found[False].abs().max() > 0
    assert found[False].equal(found[True])
    room = hidden @ torch.randn(4, vocabulary, generator=torch.Generator().manual_seed(1))
    tokens.call(token_loss_, room)
    torch.testing.assert_close(found[True], 3.0 * hidden.t() @ room)


def test_logits_that_are_a_leaf_are_not_written_over() -> None:
    one = torch.ones(1)
    leaf = torch.zeros(1, 3, requires_grad=True)
    with pytest.raises(ValueError, match="in_place=True would write over"):
        token_loss(leaf, torch.tensor([0]), one, one, -one, in_place=True)
    before = leaf.detach().clone()
    token_loss(leaf, torch.tensor([0]), one, one, -one)
    assert leaf.equal(before)


def test_a_gradient_is_handed_out_once() -> None:
    one, leaf = torch.ones(1), torch.zeros(1, 3, requires_grad=True)
    loss, _ = token_loss(leaf, torch.tensor([0]), one, one, -one)
    loss.backward(retain_graph=True)  # type: ignore[no-untyped-call]
    with pytest.raises(RuntimeError, match="handed out already"):
        loss.backward()  # type: ignore[no-untyped-call]


def test_where_no_gradient_is_wanted_the_logits_are_neither_copied_nor_changed() -> None:
    one, logits = torch.ones(1), torch.tensor([[0.0, 1.0, 2.0]])
    before = logits.clone()
    loss, _ = token_loss(logits, torch.tensor([0]), one, one, -2.0 * one, in_place=True)
    assert not loss.requires_grad
    assert logits.equal(before)


def test_gspo_is_the_mean_log_ratio_of_each_completion_given_as_log_ratio() -> None:
    # Two completions of three and two tokens; the loss by autograd as Qwen's paper writes it.
    generator = torch.Generator().manual_seed(2)
    logits = torch.randn(5, 11, generator=generator, requires_grad=True)
    ids, completion = torch.tensor([1, 2, 3, 4, 5]), torch.tensor([0, 0, 0, 1, 1])
    old = torch.log_softmax(logits, -1).gather(1, ids[:, None])[:, 0].detach() + 0.05
    advantage = torch.tensor([1.0, -0.5])
    size = torch.tensor([3.0, 2.0])
    logprobs = torch.log_softmax(logits, -1).gather(1, ids[:, None])[:, 0]
    mean = torch.zeros(2).index_add(0, completion, logprobs - old) / size
    wanted = -(mean.exp() * advantage).mean()
    (gradient,) = torch.autograd.grad(wanted, logits)
    loss, _ = token_loss(
        logits, ids, (1.0 / size / 2.0)[completion], advantage[completion], old,
        log_ratio=mean.detach()[completion],
    )  # fmt: skip
    assert loss.item() == pytest.approx(wanted.item(), rel=1e-6)
    loss.backward()  # type: ignore[no-untyped-call]
    torch.testing.assert_close(logits.grad, gradient)


def test_an_entropy_weight_of_its_own_frees_the_bonus_from_the_aggregation() -> None:
    logits, ids = torch.randn(4, 6, generator=torch.Generator().manual_seed(0)), torch.arange(4)
    one, options = torch.ones(4), TokenLossOptions(entropy=0.5)
    usual = token_loss_(logits.clone(), ids, one, 0 * one, -one, options=options)
    own = token_loss_(logits.clone(), ids, 0 * one, one, -one, entropy_weight=0.5 * one)
    assert own.loss.tolist() == usual.loss.tolist()
    assert own.loss.tolist() == (-0.5 * own.entropy).tolist()
