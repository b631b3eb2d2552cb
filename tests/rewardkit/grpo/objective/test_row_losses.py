"""Each policy loss against its formula, derived a second time in float64, with its gradient."""

from __future__ import annotations

import math
import random
from typing import Any

import pytest
import torch
from torch import Tensor

from rewardkit.grpo.config import LossConfig
from rewardkit.grpo.objective.loss import policy_loss, weighted_batch
from rewardkit.grpo.rollout.batch import Batch, Rollout, Segment, pack
from rewardkit.grpo.rollout.forward import Hidden

LENGTHS, GROUPS, V = (5, 3, 1, 4, 2, 5), (0, 0, 1, 1, 1, 1), 7
LIMIT = 6


def case(seed: int, *, per_token: bool = False) -> tuple[Tensor, Batch]:
    """Logits and a batch whose ratios lie on all sides of every bound."""
    chance = random.Random(seed)
    generator = torch.Generator().manual_seed(seed)
    rows = [
        Rollout(
            (
                Segment((1, 2), "read"),
                Segment(tuple(chance.randrange(V) for _ in range(n)), "wrote", (0.0,) * n),
            ),
            "",
            "eos",
        )
        for n in LENGTHS
    ]
    batch = pack(rows, GROUPS)
    logits = torch.randn(len(batch.ids), V, generator=generator)
    lp = torch.log_softmax(logits, -1).gather(1, batch.ids[:, None])[:, 0]
    noise = torch.randn(3, len(lp), generator=generator)
    values = torch.randn(len(lp) if per_token else batch.rows, generator=generator)
    return logits, batch.with_columns(
        old=lp + 0.5 * noise[0],
        reference=lp + 0.4 * noise[1],
        advantage=values if per_token else values[batch.row],
    )


def both(logits: Tensor, batch: Batch, config: LossConfig) -> tuple[float, Tensor]:
    """The loss and its gradient as the loop computes them."""
    weighed = weighted_batch(batch, torch.ones(batch.rows, dtype=torch.bool), config, LIMIT)
    leaf = logits.clone().requires_grad_()
    terms = policy_loss(leaf, weighed, config)
    terms.loss.backward()  # type: ignore[no-untyped-call]
    assert leaf.grad is not None
    return float(terms.loss.detach()), leaf.grad


def expected(logits: Tensor, batch: Batch, config: LossConfig) -> tuple[float, Tensor]:
    """The same from the formulas, token by token, with the derivative by each lp written out."""
    wide = torch.log_softmax(logits.double(), -1)
    ids, rows = batch.ids.tolist(), batch.row.tolist()
    lp = [float(wide[t, i]) for t, i in enumerate(ids)]
    old, ref, adv = ([float(x) for x in c] for c in (batch.old, batch.reference, batch.advantage))  # type: ignore[union-attr]
    tokens = {n: [t for t, row in enumerate(rows) if row == n] for n in range(batch.rows)}
    loss, slope = 0.0, [0.0] * len(ids)
    for own in tokens.values():
        w = {
            "token": 1 / len(ids),
            "sequence": 1 / len(own) / batch.rows,
            "constant": 1 / (batch.rows * LIMIT),
        }[config.aggregate]
        mean = sum(lp[t] - old[t] for t in own) / len(own)
        if config.kind == "gmpo":
            terms = []
            for t in own:
                x = lp[t] - old[t]
                bound = min(x, config.eps_high) if adv[t] > 0 else max(x, -config.eps_low)
                terms.append((bound, bound == x))
            geometric = math.exp(sum(value for value, _ in terms) / len(own))
            for t, (_, free) in zip(own, terms, strict=True):
                loss -= w * adv[t] * geometric
                if free:
                    slope[t] -= sum(w * adv[s] for s in own) * geometric / len(own)
        for t in own:
            rho = math.exp(mean if config.ratio == "sequence" else lp[t] - old[t])
            if config.kind == "clip":
                capped = rho if config.delta is None else min(rho, config.delta)
                kept = min(max(rho, 1 - config.eps_low), 1 + config.eps_high)
                loss -= w * min(capped * adv[t], kept * adv[t])
                if capped * adv[t] <= kept * adv[t] and capped == rho:
                    slope[t] -= w * adv[t] * rho
            if config.kind == "cispo":
                loss -= w * min(rho, config.cispo_max) * adv[t] * lp[t]
                slope[t] -= w * min(rho, config.cispo_max) * adv[t]
            if config.beta:
                x = ref[t] - lp[t]
                kl = math.exp(x) - x - 1
                by = rho if config.kl_is else 1.0
                loss += config.beta * w * kl * by
                slope[t] += config.beta * w * (-rho * x if config.kl_is else 1 - math.exp(x))
    if config.kind == "gvpo":
        for g in set(GROUPS):
            members = [n for n in tokens if GROUPS[n] == g]
            implied = {
                n: config.gvpo_beta * sum(lp[t] - old[t] for t in tokens[n])
                - sum(adv[t] for t in tokens[n]) / len(tokens[n])
                for n in members
            }
            middle = sum(implied.values()) / len(members)
            scale = 1 / len(set(GROUPS)) / (len(members) - 1)
            for n in members:
                error = implied[n] - middle
                loss += scale * error**2 / 2
                for t in tokens[n]:
                    slope[t] += scale * error * config.gvpo_beta
    hot = torch.nn.functional.one_hot(batch.ids, V).double()
    return loss, torch.tensor(slope, dtype=torch.float64)[:, None] * (hot - wide.exp())


SWITCHES: dict[str, dict[str, Any]] = {
    "GRPO": {"aggregate": "sequence", "eps_high": 0.2},
    "DAPO, clip-higher": {"aggregate": "token"},
    "Dr. GRPO": {"aggregate": "constant"},
    "dual clip": {"delta": 1.4},
    "GSPO": {"ratio": "sequence", "aggregate": "sequence", "eps_low": 0.03, "eps_high": 0.04},
    "CISPO": {"kind": "cispo", "cispo_max": 1.2},
    "GMPO": {"kind": "gmpo", "aggregate": "sequence", "eps_low": 0.3, "eps_high": 0.3},
    "KL": {"beta": 0.3},
    "KL with importance correction": {"beta": 0.3, "kl_is": True},
    "KL with the correction of a sequence": {"beta": 0.3, "kl_is": True, "ratio": "sequence"},
}


@pytest.mark.parametrize("name", SWITCHES)
@pytest.mark.parametrize("seed", range(8))
def test_loss_and_gradient_are_those_of_the_formula(name: str, seed: int) -> None:
    config = LossConfig.model_validate(SWITCHES[name])
    if config.kl_is and config.ratio == "sequence":
        # Written out above for ratios of tokens alone: the mean ratio moves with every token.
        logits, batch = case(seed)
        assert both(logits, batch, config)[0] == pytest.approx(
            expected(logits, batch, config)[0], abs=2e-6
        )
        return
    logits, batch = case(seed, per_token=config.kind != "gmpo")
    loss, gradient = both(logits, batch, config)
    truth, slope = expected(logits, batch, config)
    assert loss == pytest.approx(truth, abs=2e-6)
    assert (gradient.double() - slope).abs().max() < 1e-6


@pytest.mark.parametrize("seed", range(8))
def test_gvpo_is_the_squared_error_of_each_group(seed: int) -> None:
    config = LossConfig(kind="gvpo", gvpo_beta=0.3)
    logits, batch = case(seed)
    loss, gradient = both(logits, batch, config)
    truth, slope = expected(logits, batch, config)
    assert loss == pytest.approx(truth, abs=2e-6)
    assert (gradient.double() - slope).abs().max() < 1e-6


def test_at_its_optimum_gvpo_is_still() -> None:
    logits, batch = case(0)
    beta, lengths = 0.3, batch.lengths
    lp = torch.log_softmax(logits, -1).gather(1, batch.ids[:, None])[:, 0]
    implied = torch.zeros(batch.rows).index_add(0, batch.row, lp - batch.old) * beta
    batch = batch.with_columns(advantage=implied[batch.row])
    loss, gradient = both(logits, batch, LossConfig(kind="gvpo", gvpo_beta=beta))
    assert loss == pytest.approx(0.0, abs=1e-10)
    assert gradient.abs().max() < 1e-6
    assert int(lengths.sum()) == len(lp)


MORE: dict[str, dict[str, Any]] = {
    "GVPO": {"kind": "gvpo", "gvpo_beta": 0.3},
    "GMPO with the corrected KL": {"kind": "gmpo", "beta": 0.3, "kl_is": True},
    "an entropy bonus": {"entropy": 0.1},
}


@pytest.mark.parametrize("name", SWITCHES | MORE)
@pytest.mark.parametrize("temperature", [1.0, 0.7])
def test_a_loss_through_the_head_in_chunks_is_that_of_whole_logits(
    name: str, temperature: float
) -> None:
    config = LossConfig.model_validate((SWITCHES | MORE)[name])
    _, batch = case(1)
    generator = torch.Generator().manual_seed(2)
    states = torch.randn(len(batch.ids), 4, generator=generator)
    head = torch.randn(V, 4, generator=generator)
    found = []
    for chunked in (False, True):
        leaves = states.clone().requires_grad_(), head.clone().requires_grad_()
        weighed = weighted_batch(batch, torch.ones(batch.rows, dtype=torch.bool), config, LIMIT)
        # Five chunks of the 20 places.
        outputs = Hidden(*leaves, rows_at_once=4) if chunked else leaves[0] @ leaves[1].t()
        terms = policy_loss(outputs, weighed, config, temperature=temperature)
        terms.loss.backward()  # type: ignore[no-untyped-call]
        gradients = [leaf.grad for leaf in leaves if leaf.grad is not None]
        found.append(([terms.loss.detach(), *gradients], terms.sums))
    (whole, sums), (chunks, other_sums) = found
    assert sums == pytest.approx(other_sums, abs=1e-5)
    assert len(whole) == len(chunks) == 3
    for one, other in zip(whole, chunks, strict=True):
        assert torch.allclose(one, other, atol=1e-6)
    assert float(whole[1].abs().max()) > 1e-3


@pytest.mark.parametrize("kind", ["gmpo", "gvpo"])
def test_a_loss_of_rows_keeps_nothing_of_the_size_of_the_logits_for_its_gradient(kind: str) -> None:
    logits, batch = case(0)
    config = LossConfig.model_validate({"kind": kind})
    weighed = weighted_batch(batch, torch.ones(batch.rows, dtype=torch.bool), config, LIMIT)
    leaf = logits.clone().requires_grad_()
    kept: list[int] = []

    def keep(values: Tensor) -> Tensor:
        kept.append(values.numel())
        return values

    with torch.autograd.graph.saved_tensors_hooks(keep, lambda values: values):
        policy_loss(leaf, weighed, config)
    assert max(kept, default=0) <= len(batch.ids)


@pytest.mark.parametrize("name", SWITCHES)
def test_every_bound_is_met_on_both_sides_by_the_cases(name: str) -> None:
    """A formula that ignored its bounds would otherwise pass."""
    config = LossConfig.model_validate(SWITCHES[name])
    free = config.model_copy(
        update={"eps_low": 1e-9, "eps_high": 1e-9, "cispo_max": 1.0, "delta": None}
    )
    logits, batch = case(0, per_token=True)
    bound, unbound = (both(logits, batch, one)[1] for one in (config, free))
    assert not torch.allclose(bound, unbound, atol=1e-4)
