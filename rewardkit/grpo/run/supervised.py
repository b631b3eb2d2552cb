"""Supervised stages: pretraining on the corpus, and the priming that follows.

One function does both: a stage is its texts and its schedule.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

import torch

from rewardkit.data.sample import Message
from rewardkit.errors import ScoringError, SpecError, describe
from rewardkit.grpo.config import SupervisedConfig
from rewardkit.grpo.policy.model import Policy
from rewardkit.grpo.rollout.batch import Batch, Rollout, Segment, own_share, pack
from rewardkit.grpo.rollout.forward import written_logits
from rewardkit.tasks.problem import Problem, Task

Demonstration = tuple[str, str | tuple[Message, ...]]
"""A prompt and the completion to imitate: text, or all messages that follow the prompt."""


class Texts:
    """The texts of a stage: a fixed set of rows, or an endless corpus.

    With `rows` set, that many texts are made once and reused. Without, every draw makes new ones,
    so a problem may have a right text once and a wrong one later.

    Args:
        task: The task of the training problems.
        config: The stage.
        author: The random generator of the fixed rows.
    """

    def __init__(self, task: Task, config: SupervisedConfig, author: random.Random) -> None:
        self._task, self._config = task, config
        self.failures: list[str] = []
        """Causes of the texts that were left out so far, since the task raised."""
        self._rows: list[Demonstration] | None = None
        if config.rows is not None:
            problems = author.sample(task.train, min(config.rows, len(task.train)))
            self._rows = self._written(problems, author)

    def draw(self, chance: random.Random) -> list[Demonstration]:
        """Return the texts of one step."""
        if self._rows is not None:
            return chance.sample(self._rows, min(self._config.batch, len(self._rows)))
        count = min(self._config.batch, len(self._task.train))
        return self._written(chance.sample(self._task.train, count), chance)

    def _written(self, problems: Sequence[Problem], rng: random.Random) -> list[Demonstration]:
        """Write a text for each problem, but for those on which the task raises."""
        found = []
        for problem in problems:
            try:
                found.append(self._write(problem, rng))
            except SpecError:  # about the config, and so about every problem
                raise
            except Exception as error:  # noqa: BLE001 - a stranger's task: one text, not the run
                self.failures.append(f"problem {problem.prompt[:60]!r}: {describe(error)}")
        if not found:
            raise ScoringError(
                f"none of {len(problems)} texts to imitate could be written; the first: "
                f"{self.failures[-len(problems)]}. Mend the task."
            )
        return found

    def _write(self, problem: Problem, rng: random.Random) -> Demonstration:
        config = self._config
        if self._task.episode is not None:
            return self._task.prompt(problem), tuple(self._task.episode(problem, rng))
        text = self._task.demonstrate(problem, rng, wrong=config.wrong, closed=config.closed)
        return self._task.prompt(problem), text


def encode_texts(policy: Policy, texts: Sequence[Demonstration]) -> Batch:
    """Turn demonstrations into tokens; each message to imitate ends with the end-of-sequence token.

    What an environment says in between is read, and nothing is learnt from it.
    """
    tokenizer = policy.tokenizer
    rows = []
    for prompt, shown in texts:
        chat: Sequence[Message] = (
            [{"role": "assistant", "content": shown}] if isinstance(shown, str) else shown
        )
        segments = [Segment(tuple(tokenizer.encode(tokenizer.prompt(prompt))), "read")]
        for message in chat:
            text = str(message["content"])
            if message["role"] == "assistant":
                segments.append(Segment((*tokenizer.encode(text), tokenizer.eos_id), "foreign"))
            else:
                reply = tokenizer.encode(tokenizer.reply(text, ended=True))
                segments.append(Segment(tuple(reply), "read"))
        rows.append(Rollout(tuple(segments), str(chat[-1]["content"]), "eos"))
    return pack(rows, range(len(rows)), policy.device)


def supervised_loss(policy: Policy, batch: Batch) -> torch.Tensor:
    """Return the mean negative log-probability of the completion tokens.

    Of several processes, each returns the sum over its rows, divided by the tokens of all.
    """
    own = own_share(batch)
    if not len(own.ids):
        return torch.zeros((), device=policy.device, requires_grad=True)
    logits = written_logits(policy, own).float()
    if own is batch:
        return torch.nn.functional.cross_entropy(logits, batch.ids)
    total = torch.nn.functional.cross_entropy(logits, own.ids, reduction="sum")
    return total / len(batch.ids)
