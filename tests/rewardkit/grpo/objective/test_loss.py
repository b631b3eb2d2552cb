from __future__ import annotations

import math

import pytest
import torch
from torch import Tensor

from rewardkit.grpo.config import LossConfig
from rewardkit.grpo.objective.loss import log_ratios, policy_loss, weighted_batch
from rewardkit.grpo.rollout.batch import Batch, Rollout, Segment, pack
from rewardkit_kernels.token_logprobs import token_logprobs

LENGTHS, LIMIT, V = (5, 3, 1, 4, 2, 5), 10, 7
ALL = torch.ones(len(LENGTHS), dtype=torch.bool)


def batch(config: LossConfig | None = None, trained: Tensor = ALL) -> tuple[Tensor, Batch]:
    """Logits, and rows of unequal length that were sampled from them."""
    generator = torch.Generator().manual_seed(0)
    rows = [
        Rollout(
            (
                Segment((1,), "read"),
                Segment(
                    tuple(torch.randint(V, (n,), generator=generator).tolist()), "wrote", (0.0,) * n
                ),
            ),
            "",
            "eos",
        )
        for n in LENGTHS
    ]
    packed = pack(rows, range(len(rows)))
    logits = torch.randn(len(packed.ids), V, generator=generator)
    packed = packed.with_columns(old=token_logprobs(logits, packed.ids).logprobs)
    return logits, weighted_batch(packed, trained, config or LossConfig(), LIMIT)


def pull(logits: Tensor, some: Batch, config: LossConfig) -> tuple[float, Tensor, dict[str, float]]:
    leaf = logits.clone().requires_grad_()
    terms = policy_loss(leaf, some, config)
    terms.loss.backward()  # type: ignore[no-untyped-call]
    assert leaf.grad is not None
    return float(terms.loss.detach()), leaf.grad, terms.sums


def test_at_the_sampling_policy_the_gradient_is_advantage_times_grad_logprob() -> None:
    logits, some = batch()
    advantage = torch.randn(len(LENGTHS), generator=torch.Generator().manual_seed(1))[some.row]
    _, gradient, _ = pull(logits, some.with_columns(advantage=advantage), LossConfig())
    plain = logits.clone().requires_grad_()
    every = torch.log_softmax(plain, -1)
    expected = -(every.gather(1, some.ids[:, None])[:, 0] * advantage).mean()
    expected.backward()  # type: ignore[no-untyped-call]
    assert plain.grad is not None
    assert torch.allclose(gradient, plain.grad, atol=1e-7)


@pytest.mark.parametrize(
    ("shift", "advantage", "moves", "name"),
    [
        (0.5, 1.0, False, "clip_high"),  # ratio e^.5 > 1.28 and we want more: stop
        (0.5, -1.0, True, None),  # ... and we want less: go on
        (-0.5, -1.0, False, "clip_low"),  # ratio e^-.5 < 0.8 and we want less: stop
        (-0.5, 1.0, True, None),
        (0.24, 1.0, True, None),  # e^.24 = 1.27 lies inside 1.28
    ],
)
def test_clipping_stops_the_pull_only_where_it_would_go_further(
    shift: float, advantage: float, moves: bool, name: str | None
) -> None:
    logits, some = batch()
    some = some.with_columns(old=some.old - shift, advantage=torch.full_like(some.old, advantage))
    _, gradient, sums = pull(logits, some, LossConfig())
    assert bool(gradient.abs().sum() > 0) is moves
    assert sums["clip_high"] == (len(some.ids) if name == "clip_high" else 0)
    assert sums["clip_low"] == (len(some.ids) if name == "clip_low" else 0)


def test_the_dual_clip_stops_a_ratio_that_has_run_away_from_a_bad_completion() -> None:
    logits, some = batch()
    some = some.with_columns(old=some.old - 3.0, advantage=-torch.ones_like(some.old))
    assert pull(logits, some, LossConfig())[1].abs().sum() > 0
    assert pull(logits, some, LossConfig(delta=4.0))[1].abs().sum() == 0


@pytest.mark.parametrize("kind", ["clip", "cispo", "gmpo", "gvpo"])
def test_what_is_not_trained_on_never_matters_even_if_infinite(kind: str) -> None:
    config = LossConfig.model_validate({"kind": kind, "beta": 0.1, "entropy": 0.01})
    trained = torch.tensor([True, False, True, True, False, True])
    results = []
    for junk in (0.0, -math.inf, math.inf, math.nan):
        logits, some = batch(config, trained)
        out = ~trained[some.row]
        some = some.with_columns(
            old=some.old.masked_fill(out, junk),
            reference=(some.old - 0.1).masked_fill(out, junk),
            advantage=torch.where(out, 0.0, 1.0),
        )
        results.append(pull(logits, some, config))
    assert all(math.isfinite(loss) for loss, _, _ in results)
    assert all(
        loss == results[0][0] and torch.equal(g, results[0][1]) and sums == results[0][2]
        for loss, g, sums in results
    )


def test_forbidden_tokens_give_finite_logprobs_entropy_and_gradient() -> None:
    config = LossConfig(entropy=0.1)
    logits, some = batch(config)
    logits = logits.clone()
    logits[:, 0] = -math.inf
    some = some.with_columns(tokens=some.tokens.clamp(min=1), advantage=torch.ones_like(some.old))
    loss, gradient, _ = pull(logits, some, config)
    assert math.isfinite(loss)
    assert torch.isfinite(gradient).all()


def test_the_entropy_bonus_flattens_the_policy() -> None:
    logits, some = batch()
    _, gradient, _ = pull(logits, some, LossConfig(entropy=1.0))
    flatter = token_logprobs(logits - 10.0 * gradient, some.ids).entropy
    assert flatter.mean() > token_logprobs(logits, some.ids).entropy.mean()


def test_the_bonus_is_a_mean_over_tokens_whatever_the_aggregate() -> None:
    gradients = []
    for aggregate in ("token", "sequence", "constant"):
        config = LossConfig.model_validate({"entropy": 1.0, "aggregate": aggregate})
        gradients.append(pull(*batch(config), config)[1])
    assert gradients[0].abs().max() > 0
    assert torch.equal(gradients[0], gradients[1])
    assert torch.equal(gradients[0], gradients[2])


@pytest.mark.parametrize("aggregate", ["token", "sequence", "constant"])
def test_each_aggregate_weighs_as_its_paper_says(aggregate: str) -> None:
    config = LossConfig.model_validate({"aggregate": aggregate})
    _, some = batch(config)
    values = torch.rand(len(some.ids), generator=torch.Generator().manual_seed(2))
    rows = [values[some.row == n] for n in range(len(LENGTHS))]
    expected = {
        "token": values.mean(),
        "sequence": torch.stack([row.mean() for row in rows]).mean(),
        "constant": values.sum() / (len(LENGTHS) * LIMIT),
    }[aggregate]
    assert torch.allclose((values * some.weight).sum(), expected)


@pytest.mark.parametrize("aggregate", ["token", "sequence", "constant"])
def test_rows_that_are_left_out_count_in_no_denominator(aggregate: str) -> None:
    config = LossConfig.model_validate({"aggregate": aggregate})
    trained = torch.tensor([True, False, False, True, True, True])
    _, some = batch(config, trained)
    inside = trained[some.row]
    kept = [n for n, keep in zip(LENGTHS, trained.tolist(), strict=True) if keep]
    expected = {
        "token": [1 / sum(kept)] * sum(kept),
        "sequence": [1 / n / len(kept) for n in kept for _ in range(n)],
        "constant": [1 / (len(kept) * LIMIT)] * sum(kept),
    }[aggregate]
    assert some.weight[inside].tolist() == pytest.approx(expected)
    assert (some.weight[~inside] == 0).all()


def test_nothing_to_train_on_gives_zero_weights_not_nan() -> None:
    for aggregate in ("token", "sequence", "constant"):
        config = LossConfig.model_validate({"aggregate": aggregate})
        _, some = batch(config, ~ALL)
        assert some.weight.abs().sum() == some.bonus.abs().sum() == 0


def test_the_sequence_ratio_is_one_number_a_row_and_still_reaches_every_token() -> None:
    config = LossConfig(ratio="sequence")
    logits, some = batch(config)
    shift = 0.02 * torch.arange(len(some.ids))
    some = some.with_columns(old=some.old - shift, advantage=torch.ones_like(some.old))
    ratios = log_ratios(token_logprobs(logits, some.ids).logprobs, some, "sequence")
    for row in range(some.rows):
        own = some.row == row
        assert torch.allclose(ratios[own], shift[own].mean(), atol=1e-6)
    gradient = pull(logits, some, config.model_copy(update={"eps_high": 9.0}))[1]
    assert bool((gradient.abs().sum(-1) > 0).all())


def test_the_kl_is_charged_only_with_a_weight() -> None:
    logits, some = batch()
    some = some.with_columns(reference=some.old - 0.5)
    free, charged = (pull(logits, some, LossConfig(beta=b)) for b in (0.0, 0.1))
    assert free[0] == 0
    mean = free[2]["kl"] / free[2]["tokens"]
    assert mean > 0
    assert charged[0] == pytest.approx(0.1 * mean, rel=1e-5)


def test_the_corrected_kl_pulls_as_the_true_kl_does_far_from_the_sampling_policy() -> None:
    """Its mean under the sampling policy is the gradient of KL(policy || reference)."""
    generator = torch.Generator().manual_seed(3)
    own, old, ref = (torch.randn(V, generator=generator) for _ in range(3))
    exact = own.clone().requires_grad_()
    lp = torch.log_softmax(exact, 0)
    (lp.exp() * (lp - torch.log_softmax(ref, 0))).sum().backward()  # type: ignore[no-untyped-call]
    chance = torch.softmax(old, 0)
    found = {False: torch.zeros(V), True: torch.zeros(V)}
    for corrected, total in found.items():
        for token in range(V):  # each token that could have been sampled, by its chance
            row = Rollout((Segment((0,), "read"), Segment((token,), "wrote", (0.0,))), "", "eos")
            one = pack([row], [0]).with_columns(
                old=chance.log()[[token]],
                reference=torch.log_softmax(ref, 0)[[token]],
                weight=torch.ones(1),
            )
            config = LossConfig(beta=1.0, kl_is=corrected)
            total += chance[token] * pull(own[None], one, config)[1][0]
    assert exact.grad is not None
    assert torch.allclose(found[True], exact.grad, atol=1e-5)
    assert not torch.allclose(found[False], exact.grad, atol=1e-2)
