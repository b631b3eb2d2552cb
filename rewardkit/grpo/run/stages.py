"""The stages of a run (corpus, prime, grpo), each resumed from the session's position."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import torch

from rewardkit.data.sample import Sample
from rewardkit.data.score import Breakdown
from rewardkit.errors import ScoringError
from rewardkit.grpo.config.model import GrpoConfig, SupervisedConfig
from rewardkit.grpo.objective.advantage import Advantages, batch_advantages
from rewardkit.grpo.objective.entropy import adapted, sampled_entropy
from rewardkit.grpo.objective.optim import clipped_step, rate_at, set_rate
from rewardkit.grpo.objective.update import UpdateMetrics, update
from rewardkit.grpo.rollout.generate import Rollouts, generate
from rewardkit.grpo.rollout.scoring import (
    component_means,
    make_samples,
    reward_column,
    score_rollouts,
    statuses,
    trace_samples,
)
from rewardkit.grpo.rollout.traces import Traces, mix
from rewardkit.grpo.run.checkpoint import make_chance
from rewardkit.grpo.run.evaluate import Evaluation, accuracy, evaluate, sample_accuracy
from rewardkit.grpo.run.session import Session, wants_reference
from rewardkit.grpo.run.supervised import Texts, encode_texts, supervised_loss
from rewardkit.grpo.run.watching import watched


def run_supervised(session: Session, stage: str, config: SupervisedConfig | None) -> None:
    """Run a supervised stage from the session's position; do nothing if it is complete."""
    order = ["corpus", "prime", "grpo"]
    if config is None or order.index(session.cursor.stage) > order.index(stage):
        return
    if session.cursor.stage != stage:
        session.enter(stage)
    # The rows depend on the seed alone, so a resumed run writes the same ones again.
    author = make_chance(session.config.seed, f"{stage}/texts", session.policy.device).order
    texts = Texts(session.task, config, author)
    every = session.config.output.supervised_checkpoint_every
    while session.cursor.step < config.steps:
        step = session.cursor.step
        batch = encode_texts(session.policy, texts.draw(session.chance.order))
        loss = supervised_loss(session.policy, batch)
        loss.backward()  # type: ignore[no-untyped-call]
        rate = rate_at(step, config.steps, config.optim)
        set_rate(session.optimizer, rate)
        norm = clipped_step(session.optimizer, config.optim.clip_norm)
        session.cursor.step += 1
        value = loss.item()
        row = {"stage": stage, "step": step + 1, "loss": value, "grad_norm": norm, "lr": rate}
        session.tracker.write(row)
        session.screen.supervised(stage, step + 1, config.steps, value)
        if (step + 1) % every == 0:
            session.save()


def run_grpo(session: Session) -> None:
    """Run the reinforcement stage: measure, then roll out, score, compare, update, repeat."""
    config = session.config.grpo
    if session.cursor.stage != "grpo":
        session.enter("grpo")
    if session.progress.before is None:
        begin_grpo(session)
    traces = None if config.traces is None else Traces(session.task, config.traces)
    while session.cursor.step < config.steps and not exhausted(session):
        row = grpo_step(session, config, traces)
        step = session.cursor.step = session.cursor.step + 1
        measured = step % session.config.evaluate.every == 0 or step == config.steps
        if measured:
            row |= validate(session)
        session.tracker.write(row)
        session.screen.step(row, keep=measured or step == 1)
        if step % session.config.output.checkpoint_every == 0 or step == config.steps:
            session.save()


def begin_grpo(session: Session) -> None:
    """Measure the primed policy, and freeze it as the reference if one is needed."""
    if wants_reference(session.config):
        session.freeze_reference()
    before, _ = measure(session)
    session.progress.before = before.to_dict()
    validate(session)
    session.save()


def grpo_step(session: Session, config: GrpoConfig, traces: Traces | None = None) -> dict[str, Any]:
    """Take one step and return its row of metrics; traces join the groups if there are any."""
    step = session.cursor.step
    problems = session.chance.order.sample(session.task.train, config.rollout.prompts)
    group = config.rollout.group
    rollouts = generate(
        session.policy,
        [session.task.prompt(problem) for problem in problems for _ in range(group)],
        max_new_tokens=config.rollout.max_new_tokens,
        generator=session.chance.tokens,
        temperature=config.rollout.temperature,
        min_p=config.rollout.min_p,
        stop=config.rollout.stop,
    )
    samples = make_samples(session.task, problems, rollouts, group, origin=str(step))
    offsets: Sequence[int] = range(0, len(samples) + 1, group)
    if traces is not None:
        found = [traces.of(problem) for problem in problems]
        mixed = mix(session.policy, rollouts, group, found, config.rollout.max_new_tokens)
        rollouts, offsets = mixed.rollouts, mixed.offsets
        lengths = rollouts.lengths[~rollouts.own].tolist()
        more = trace_samples(session.task, problems, found, lengths, origin=str(step))
        samples = mixed.arrange(samples, more)
    breakdowns = score_rollouts(session.reward, samples)
    excluded = rollouts.truncated if config.rollout.truncated == "exclude" else None
    advantages = batch_advantages(
        breakdowns, list(offsets), config.advantage, excluded, session.policy.device
    )
    rate = rate_at(step, config.steps, config.optim)
    set_rate(session.optimizer, rate)
    trained = trained_rows(rollouts, advantages, config)
    config = adapt_entropy(session, config, rollouts, trained)
    metrics = update(
        session.policy,
        session.reference,
        session.optimizer,
        rollouts,
        advantages.values,
        trained,
        config,
    )
    row = metrics_row(step + 1, rate, rollouts, breakdowns, advantages, metrics)
    row |= watched(session.watch, row, samples, breakdowns, rollouts.own, session.screen)
    return row | {"entropy_weight": config.loss.entropy}


def adapt_entropy(
    session: Session, config: GrpoConfig, rollouts: Rollouts, trained: torch.Tensor
) -> GrpoConfig:
    """Return the config with the entropy-bonus weight adapted to this batch."""
    mask = rollouts.tokens.mask & (trained & rollouts.own).to(rollouts.tokens.mask.device)[:, None]
    if config.loss.entropy_target is None or not bool(mask.any()):
        return config
    entropy = sampled_entropy(rollouts.logprobs, mask)
    bonus = adapted(session.progress.entropy_weight, entropy, config.loss)
    session.progress.entropy_weight = bonus.carried
    loss = config.loss.model_copy(update={"entropy": bonus.weight})
    return config.model_copy(update={"loss": loss})


def trained_rows(rollouts: Rollouts, advantages: Advantages, config: GrpoConfig) -> torch.Tensor:
    """Return the mask of rows in the loss, bool [N]; an unscored row is never in it."""
    rows = advantages.scored
    if config.loss.dead_groups == "drop":
        rows = rows & advantages.alive
    if config.rollout.truncated != "keep":
        rows = rows & ~rollouts.truncated
    return rows


def metrics_row(
    step: int,
    rate: float,
    rollouts: Rollouts,
    breakdowns: list[Breakdown],
    advantages: Advantages,
    metrics: UpdateMetrics,
) -> dict[str, Any]:
    """Return the logged metrics of a step; traces are only counted."""
    own = rollouts.own
    lengths = rollouts.lengths.float()[own]
    totals = reward_column(breakdowns)[own & advantages.scored]
    breakdowns = [one for one, is_own in zip(breakdowns, own.tolist(), strict=True) if is_own]
    parts = component_means(breakdowns)
    return {
        "stage": "grpo",
        "step": step,
        "reward": float(totals.mean()),
        "reward_std": advantages.reward_std,
        "length": float(lengths.mean()),
        "length_max": float(lengths.max()),
        "truncated": float(rollouts.truncated[own].float().mean()),
        "traces": int((~own).sum()),
        "components": {name: part.mean for name, part in parts.items()},
        "scored": {name: part.scored for name, part in parts.items()},
        "statuses": dict(statuses(breakdowns)),
        "dead_groups": advantages.dead_groups,
        "advantage_max": float(advantages.values.abs().max()),
        "lr": rate,
        **asdict(metrics),
    }


def measure(session: Session) -> tuple[Evaluation, list[tuple[Sample, Breakdown]]]:
    """Evaluate the policy on held-out problems without changing the training state."""
    state = session.reward.state_dict()
    result = evaluate(
        session.policy,
        session.task,
        session.reward,
        session.config.grpo.rollout,
        session.config.evaluate,
        session.config.seed,
    )
    session.reward.load_state_dict(state)
    if session.config.evaluate.scored and all(b.value is None for _, b in result[1]):
        first = result[1][0][1]
        raise ScoringError(
            f"the reward gave no value to any of {len(result[1])} held-out completions; the first: "
            f"{first.name} {first.status}: {first.reason}: {first.detail}"
        )
    return result


def validate(session: Session) -> dict[str, float]:
    """Evaluate on the validation problems and save the weights if they are the best so far."""
    config, progress = session.config, session.progress
    policy, task, rollout = session.policy, session.task, config.grpo.rollout
    value = accuracy(policy, task, task.validation, rollout)
    if value > progress.best:
        progress.best, progress.best_step, progress.stale = value, session.cursor.step, 0
        session.keep_best()
    else:
        progress.stale += 1
    measured = {"validation": value}
    if some := task.validation[: config.evaluate.problems_during]:
        pass_k, maj_k = sample_accuracy(policy, task, some, rollout, config.evaluate, config.seed)
        measured |= {"validation_pass_at_k": pass_k, "validation_maj_at_k": maj_k}
    return measured


def exhausted(session: Session) -> bool:
    """Return True if `patience` evaluations have passed without a new best."""
    patience = session.config.evaluate.patience
    return patience is not None and session.progress.stale >= patience
