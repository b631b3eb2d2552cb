"""Evaluation of a policy on held-out problems: greedy accuracy, pass@k and maj@k."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import torch

from rewardkit.data.sample import Sample
from rewardkit.data.score import Breakdown
from rewardkit.grpo.config.model import EvaluateConfig, RolloutConfig
from rewardkit.grpo.policy.model import Policy
from rewardkit.grpo.rollout.generate import Rollouts, generate
from rewardkit.grpo.rollout.scoring import Scorer, component_means, make_samples
from rewardkit.tasks.problem import Problem, Task


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The result of one evaluation."""

    accuracy: float
    """pass@1: share of problems whose likeliest completion is well formed and right."""
    well_formed: float
    """Share of those completions that are well formed, right or wrong."""
    truncated: float
    length: float
    """Mean tokens of those completions."""
    pass_at_k: float
    maj_at_k: float
    components: Mapping[str, float | None]
    """Mean of each component of the reward over those completions."""

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        return asdict(self)


def evaluate(
    policy: Policy,
    task: Task,
    reward: Scorer,
    rollout: RolloutConfig,
    config: EvaluateConfig,
    seed: int,
) -> tuple[Evaluation, list[tuple[Sample, Breakdown]]]:
    """Measure a policy on the held-out problems, and score some of its completions.

    Sampling has its own generator, so an evaluation never changes the training.
    """
    problems = task.heldout
    greedy = answer_all(policy, task, problems, rollout)
    texts = [text for part in greedy for text in part.texts]
    finish = [reason for part in greedy for reason in part.finish]
    lengths = torch.cat([part.lengths for part in greedy])
    scored = score_greedy(task, problems[: config.scored], greedy, reward)
    pass_k, maj_k = sample_accuracy(
        policy, task, problems[: config.problems], rollout, config, seed
    )
    right = [task.correct(text, p) for text, p in zip(texts, problems, strict=True)]
    evaluation = Evaluation(
        accuracy=sum(right) / len(problems),
        well_formed=sum(task.answer_of(text) is not None for text in texts) / len(problems),
        truncated=finish.count("length") / len(problems),
        length=float(lengths.float().mean()),
        pass_at_k=pass_k,
        maj_at_k=maj_k,
        components={
            name: part.mean for name, part in component_means([b for _, b in scored]).items()
        },
    )
    return evaluation, scored


def accuracy(
    policy: Policy, task: Task, problems: Sequence[Problem], rollout: RolloutConfig
) -> float:
    """Return the share of problems whose greedy completion is right."""
    parts = answer_all(policy, task, problems, rollout)
    texts = [text for part in parts for text in part.texts]
    return sum(task.correct(t, p) for t, p in zip(texts, problems, strict=True)) / len(problems)


def answer_all(
    policy: Policy, task: Task, problems: Sequence[Problem], rollout: RolloutConfig
) -> list[Rollouts]:
    """Return the greedy completion of each problem, in batches of some thousand rows."""
    return [
        generate(
            policy,
            [task.prompt(problem) for problem in problems[start : start + rollout.rows_at_once]],
            max_new_tokens=rollout.max_new_tokens,
            generator=None,
            stop=rollout.stop,
        )
        for start in range(0, len(problems), rollout.rows_at_once)
    ]


def score_greedy(
    task: Task, problems: Sequence[Problem], greedy: Sequence[Rollouts], reward: Scorer
) -> list[tuple[Sample, Breakdown]]:
    """Score the first completions by the reward that trains; failures stay failures."""
    samples: list[Sample] = []
    for part in greedy:
        rest = problems[len(samples) : len(samples) + len(part.texts)]
        if rest:
            samples += make_samples(task, rest, part, group=1, origin=f"heldout/{len(samples)}")
    return list(zip(samples, reward.score_many(samples), strict=True)) if samples else []


def sample_accuracy(
    policy: Policy,
    task: Task,
    problems: Sequence[Problem],
    rollout: RolloutConfig,
    config: EvaluateConfig,
    seed: int,
) -> tuple[float, float]:
    """Estimate pass@k and maj@k from `config.samples` completions of each problem."""
    generator = torch.Generator(device=policy.device).manual_seed(seed)
    at_once = max(1, rollout.rows_at_once // config.samples)
    passes: list[float] = []
    majorities: list[float] = []
    for start in range(0, len(problems), at_once):
        some = problems[start : start + at_once]
        sampled = generate(
            policy,
            [task.prompt(problem) for problem in some for _ in range(config.samples)],
            max_new_tokens=rollout.max_new_tokens,
            generator=generator,
            temperature=config.temperature,
            stop=rollout.stop,
        )
        for index, problem in enumerate(some):
            texts = sampled.texts[index * config.samples : (index + 1) * config.samples]
            right = sum(task.correct(text, problem) for text in texts)
            passes.append(pass_at_k(len(texts), right, config.k))
            majorities.append(majority_at_k(task, problem, texts, config.k))
    return sum(passes) / len(passes), sum(majorities) / len(majorities)


def pass_at_k(samples: int, right: int, k: int) -> float:
    """Estimate the chance that one of k completions is right, without bias.

    1 - C(n-c, k) / C(n, k), from the Codex paper (Chen et al., 2021), as a product.

    Args:
        samples: n, how many completions were drawn; at least k.
        right: c, how many of them are right.
        k: The number of completions tried.

    Raises:
        ValueError: There are fewer samples than k.

    Example:
        >>> pass_at_k(4, 1, 2)
        0.5
    """
    if samples < k:
        raise ValueError(f"pass@{k} needs at least {k} samples, got {samples}")
    miss = 1.0
    for i in range(samples - right + 1, samples + 1):
        miss *= 1.0 - k / i
    return 1.0 - miss


def majority_at_k(task: Task, problem: Problem, texts: Sequence[str], k: int) -> float:
    """Return the share of blocks of k completions whose majority is right.

    Completions that cannot be parsed have no vote. When m answers tie for the most votes and one of
    them is right, the block counts 1/m. A block without a vote counts 0.

    Example:
        >>> from rewardkit.grpo.config.model import TaskConfig
        >>> from rewardkit.tasks.tasks import make_task
        >>> from rewardkit.tasks.arithmetic import make_sum
        >>> task = make_task(TaskConfig())
        >>> majority_at_k(task, make_sum(1, 2, 2), ["<a>003</a>", "<a>004</a>", "?"], 3)
        0.5
    """
    blocks = [texts[start : start + k] for start in range(0, len(texts) - k + 1, k)]
    return sum(_majority(task, problem, block) for block in blocks) / len(blocks)


def _majority(task: Task, problem: Problem, texts: Sequence[str]) -> float:
    votes = Counter(answer for text in texts if (answer := task.answer_of(text)) is not None)
    if not votes:
        return 0.0
    most = max(votes.values())
    leaders = [answer for answer, count in votes.items() if count == most]
    return sum(task.judge(answer, problem) for answer in leaders) / len(leaders)
