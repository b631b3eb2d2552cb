"""Runs in the environment of TRL: its own loss beside ours, on the same numbers.

Prints the largest differences of loss and gradient as JSON, one for each setting.
"""

from __future__ import annotations

import json
from collections import defaultdict
from types import SimpleNamespace
from typing import Any

import torch
from trl import GRPOTrainer

from rewardkit.grpo.config import LossConfig
from rewardkit.grpo.objective.loss import policy_loss, weighted_batch
from rewardkit.grpo.rollout.batch import Batch, Rollout, Segment, pack

N, T, V, LIMIT = 6, 5, 11, 5
LENGTHS = (5, 3, 1, 4, 2, 5)
AGGREGATES = {"grpo": "sequence", "bnpo": "token", "dr_grpo": "constant", "dapo": "token"}


def flat(values: torch.Tensor) -> torch.Tensor:
    return torch.cat([row[:n] for row, n in zip(values, LENGTHS, strict=True)])


def numbers(seed: int) -> tuple[torch.Tensor, ...]:
    generator = torch.Generator().manual_seed(seed)
    logits = torch.randn(N, T, V, generator=generator)
    ids = torch.randint(V, (N, T), generator=generator)
    lp = torch.log_softmax(logits, -1).gather(-1, ids[..., None])[..., 0]
    old, ref = (lp + 0.4 * torch.randn(N, T, generator=generator) for _ in range(2))
    return logits, ids, old, ref, torch.randn(N, generator=generator)


def theirs(seed: int, **settings: Any) -> tuple[float, torch.Tensor]:
    logits, ids, old, ref, advantages = numbers(seed)
    leaf = logits.clone().requires_grad_()
    mask = torch.arange(T)[None] < torch.tensor(LENGTHS)[:, None]
    args = SimpleNamespace(
        delta=settings.get("delta"),
        use_bias_correction_kl=settings.get("kl_is", False),
        steps_per_generation=1,
    )
    trainer: Any = GRPOTrainer.__new__(GRPOTrainer)
    accelerator = SimpleNamespace(
        gather=lambda x: x, reduce=lambda x, **_: x, num_processes=1, sync_gradients=False
    )
    trainer.__dict__.update(
        model=SimpleNamespace(training=True),
        args=args,
        accelerator=accelerator,
        loss_type=settings["loss_type"],
        importance_sampling_level=settings.get("level", "token"),
        beta=settings.get("beta", 0.0),
        epsilon_low=0.2,
        epsilon_high=settings.get("cispo_max", 0.28),
        max_completion_length=LIMIT,
        top_entropy_quantile=1.0,
        off_policy_mask_threshold=None,
        use_vllm=False,
        vllm_importance_sampling_correction=False,
        current_gradient_accumulation_steps=1,
        aux_loss_enabled=False,
        _entropy_bonus_enabled=settings.get("entropy", 0.0) != 0.0,
        entropy_coef=settings.get("entropy", 0.0),
        use_adaptive_entropy=False,
        _metrics=defaultdict(lambda: defaultdict(list)),
        tools=None,
    )

    def logps(*_: Any, **__: Any) -> Any:
        every = torch.log_softmax(leaf, -1)
        return every.gather(-1, ids[..., None])[..., 0], -(every * every.exp()).sum(-1), None

    trainer._get_per_token_logps_and_entropies = logps
    inputs = {
        "prompt_ids": ids[:, :1],
        "prompt_mask": mask[:, :1],
        "completion_ids": ids,
        "completion_mask": mask.long(),
        "advantages": advantages,
        "old_per_token_logps": old,
        "ref_per_token_logps": ref,
        "num_items_in_batch": mask.sum(),
    }
    loss = trainer._compute_loss(None, inputs)
    loss.backward()
    assert leaf.grad is not None
    return float(loss.detach()), flat(leaf.grad)


def ours(seed: int, config: LossConfig) -> tuple[float, torch.Tensor]:
    logits, ids, old, ref, advantages = numbers(seed)
    rows = [
        Rollout(
            (
                Segment((0,), "read"),
                Segment(tuple(row[:n].tolist()), "wrote", tuple(before[:n].tolist())),
            ),
            "",
            "eos",
        )
        for row, before, n in zip(ids, old, LENGTHS, strict=True)
    ]
    batch: Batch = pack(rows, range(N))
    batch = batch.with_columns(
        reference=flat(ref) if config.beta else None, advantage=advantages[batch.row]
    )
    batch = weighted_batch(batch, torch.ones(N, dtype=torch.bool), config, LIMIT)
    leaf = flat(logits).clone().requires_grad_()
    loss = policy_loss(leaf, batch, config).loss
    loss.backward()  # type: ignore[no-untyped-call]
    assert leaf.grad is not None
    return float(loss.detach()), leaf.grad


def settings() -> dict[str, tuple[dict[str, Any], dict[str, Any]]]:
    found: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {}
    for kind, aggregate in AGGREGATES.items():
        found[kind] = ({"loss_type": kind}, {"aggregate": aggregate})
        for name, more in (
            ("kl", {"beta": 0.04}),
            ("kl_is", {"beta": 0.04, "kl_is": True}),
            ("delta", {"delta": 1.5}),
            ("entropy", {"entropy": 0.01}),
        ):
            found[f"{kind} {name}"] = (
                {"loss_type": kind, **more},
                {"aggregate": aggregate, **more},
            )
    found["gspo"] = (
        {"loss_type": "grpo", "level": "sequence"},
        {"aggregate": "sequence", "ratio": "sequence"},
    )
    found["cispo"] = (
        {"loss_type": "cispo", "cispo_max": 1.3},
        {"kind": "cispo", "cispo_max": 1.3},
    )
    return found


def main() -> None:
    worst = {}
    for name, (trl, own) in settings().items():
        config = LossConfig.model_validate(own)
        gaps = [0.0, 0.0]
        for seed in range(20):
            (a, da), (b, db) = theirs(seed, **trl), ours(seed, config)
            gaps = [max(gaps[0], abs(a - b)), max(gaps[1], float((da - db).abs().max()))]
        worst[name] = gaps
    print(json.dumps(worst))


if __name__ == "__main__":
    main()
