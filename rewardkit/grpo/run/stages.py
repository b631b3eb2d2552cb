"""The stages of a run (corpus, prime, grpo), each resumed from the session's position."""

from __future__ import annotations

from typing import Any

from rewardkit.data.sample import Sample
from rewardkit.data.score import Breakdown
from rewardkit.errors import ScoringError
from rewardkit.grpo import parallel
from rewardkit.grpo.config import STAGES, SupervisedConfig
from rewardkit.grpo.objective.update import clipped_step, rate_at, set_rate
from rewardkit.grpo.run.checkpoint import make_chance
from rewardkit.grpo.run.evaluate import Evaluation, accuracy, evaluate, sample_accuracy
from rewardkit.grpo.run.record import metrics_row, watched
from rewardkit.grpo.run.session import Session
from rewardkit.grpo.run.supervised import Texts, encode_texts, supervised_loss
from rewardkit.grpo.step import take_step


def run_supervised(session: Session, stage: str, config: SupervisedConfig | None) -> None:
    """Run a supervised stage from the session's position; do nothing if it is complete."""
    if config is None or STAGES.index(session.cursor.stage) > STAGES.index(stage):
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
        parallel.sum_gradients(session.policy.model.parameters())
        rate = rate_at(step, config.steps, config.optim)
        set_rate(session.learner.optimizer, rate)
        norm = clipped_step(session.learner.optimizer, config.optim.clip_norm)
        session.cursor.step += 1
        value = sum(parallel.gathered(loss.item))
        row: dict[str, Any] = {"stage": stage, "step": step + 1, "loss": value}
        row |= {"grad_norm": norm, "lr": rate}
        if texts.failures:
            row["failed_texts"] = len(texts.failures)
            session.say_once(f"{stage}: a text to imitate was left out: {texts.failures[0]}")
        session.tracker.write(row)
        session.screen.supervised(stage, step + 1, config.steps, value)
        if (step + 1) % every == 0:
            session.save()


def run_grpo(session: Session) -> None:
    """Run the reinforcement stage: measure, then take steps until there are enough of them."""
    config = session.config.grpo
    if session.cursor.stage != "grpo":
        session.enter("grpo")
    if session.progress.before is None:
        begin_grpo(session)
    source = session.source()
    while session.cursor.step < config.steps and not exhausted(session):
        done = session.cursor.step
        rate = rate_at(done, config.steps, config.optim)
        set_rate(session.learner.optimizer, rate)
        taken = take_step(session.learner, source, config, str(done))
        row = metrics_row(done + 1, rate, taken, compares=config.compares)
        if session.watch is not None:
            row |= watched(session.watch, row, taken.groups, session.screen)
        step = session.cursor.step = done + 1
        measured = step % session.config.evaluate.every == 0 or step == config.steps
        if measured:
            row |= validate(session)
        session.record(row)
        session.screen.step(row, keep=measured or step == 1)
        if config.loss.refresh is not None and step % config.loss.refresh == 0:
            session.freeze_reference()
        elif step % session.config.output.checkpoint_every == 0 or step == config.steps:
            session.save()


def begin_grpo(session: Session) -> None:
    """Measure the primed policy, and freeze it as the reference if one is needed."""
    if session.config.grpo.wants_reference:
        session.freeze_reference()
    before, _ = measure(session)
    session.progress.before = before.to_dict()
    validate(session)
    session.save()


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
    found = accuracy(policy, task, task.validation, rollout)
    value = found.accuracy
    if value > progress.best:
        progress.best, progress.best_step, progress.stale = value, session.cursor.step, 0
        session.keep_best()
    else:
        progress.stale += 1
    measured = {"validation": value}
    if found.unjudged:
        measured["validation_unjudged"] = found.unjudged
    if some := task.validation[: config.evaluate.problems_during]:
        pass_k, maj_k = sample_accuracy(policy, task, some, rollout, config.evaluate, config.seed)
        measured |= {"validation_pass_at_k": pass_k, "validation_maj_at_k": maj_k}
    return measured


def exhausted(session: Session) -> bool:
    """Return True if `patience` evaluations have passed without a new best."""
    patience = session.config.evaluate.patience
    return patience is not None and session.progress.stale >= patience
