"""Steps of this loop and of TRL's trainer in turns, in one process, on equal work.

Both start from the same weights and take the same prompts, group size, number of new tokens,
temperature, learning rate and loss (DAPO's), in float32 on one thread. The end-of-sequence token is
none that the model can write, so that every completion has the full length on both sides.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter, process_time
from typing import Any, Final

from rewardkit.grpo.config import GrpoConfig, OptimConfig, PolicyConfig, RolloutConfig
from rewardkit.rewards.decorator import reward
from rewardkit.tasks.problem import Problem, Task

DIGITS: Final = "0123456789"
RATE: Final = 1e-4
WARM: Final = 3
"""Steps at the start that are not timed: both sides allocate and import in the first."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The size of a step."""

    prompts: int
    group: int
    new_tokens: int

    @property
    def tokens(self) -> int:
        """The number of tokens that one step writes."""
        return self.prompts * self.group * self.new_tokens

    def __str__(self) -> str:
        return f"{self.prompts} x {self.group}, {self.new_tokens}"


@dataclass
class Clock:
    """The seconds of each step on one side, by the clock and of the processor, and its tokens."""

    wall: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    tokens: list[int] = field(default_factory=list)
    _start: tuple[float, float] = (0.0, 0.0)

    def start(self) -> None:
        """Begin to time a step."""
        self._start = perf_counter(), process_time()

    def stop(self) -> None:
        """End the step."""
        self.wall.append(perf_counter() - self._start[0])
        self.processor.append(process_time() - self._start[1])


def evens(text: str) -> float:
    """Return the share of even digits in a text."""
    return sum(one in "02468" for one in text) / max(1, len(text))


@reward
def even_digits(completion: str) -> float:
    """Pay for the share of even digits."""
    return evens(completion)


def time_steps(shape: Shape, steps: int) -> tuple[Clock, Clock]:
    """Return the clocks of this loop and of TRL, after `steps` timed steps of each in turns."""
    import torch
    from transformers.utils import logging

    torch.set_num_threads(1)
    # The odd end-of-sequence token, of which it would warn, is on purpose.
    logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    with tempfile.TemporaryDirectory() as folder:
        model = Path(folder, "model")
        write_model(model)
        ours, theirs = Clock(), Clock()
        own = _own_step(model, shape, ours)
        _run_trl(model, shape, steps + WARM, theirs, own)
    for clock in (ours, theirs):
        del clock.wall[:WARM], clock.processor[:WARM], clock.tokens[:WARM]
    return ours, theirs


def write_model(folder: Path) -> None:
    """Write the demo's policy with random weights, and a tokenizer of one token a digit."""
    from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    from rewardkit.grpo.policy.model import make_tiny_model

    table = {char: at for at, char in enumerate([*DIGITS, "+", "=", "<pad>", "<end>"])}
    inner = Tokenizer(models.WordLevel(table, unk_token="<pad>"))
    inner.pre_tokenizer = pre_tokenizers.Split(Regex("."), "isolated")
    inner.decoder = decoders.Fuse()
    fast: Any = PreTrainedTokenizerFast
    tokenizer = fast(tokenizer_object=inner, eos_token="<end>", pad_token="<pad>")
    tokenizer.save_pretrained(folder)
    # One entry fewer than the tokenizer has: `<end>` is never written, and no step is shorter.
    model = make_tiny_model(PolicyConfig(), vocabulary=len(table) - 1, seed=0)
    for config in (model.config, model.generation_config):
        config.eos_token_id, config.pad_token_id = table["<end>"], table["<pad>"]
    model.save_pretrained(folder)


def prompts_of(shape: Shape) -> list[str]:
    """Return the prompts of every step: sums of two digits each."""
    return [f"{left:02d}+{97 - left:02d}=" for left in range(shape.prompts)]


def _own_step(model: Path, shape: Shape, clock: Clock) -> Callable[[], None]:
    import torch

    from rewardkit.grpo.groups import Source
    from rewardkit.grpo.objective.update import make_optimizer, set_rate
    from rewardkit.grpo.policy.model import make_policy
    from rewardkit.grpo.run.record import metrics_row
    from rewardkit.grpo.step import Learner, take_step

    problems = tuple(Problem(text, "97", "", "", {}) for text in prompts_of(shape))
    task = Task("sums", problems, (), (), DIGITS, lambda *_: True, tagged=False)
    policy = make_policy(PolicyConfig(path=str(model)), task, seed=0)
    config = GrpoConfig(
        rollout=RolloutConfig(
            prompts=shape.prompts, group=shape.group, max_new_tokens=shape.new_tokens
        ),
        optim=OptimConfig(lr=RATE, lr_end=RATE, schedule="constant", betas=(0.9, 0.999)),
    )
    learner = Learner(policy, make_optimizer(policy.model.parameters(), config.optim))
    tokens = torch.Generator().manual_seed(0)
    source = Source(task, even_digits, None, random.Random(0), tokens)

    def step() -> None:
        clock.start()
        set_rate(learner.optimizer, RATE)
        taken = take_step(learner, source, config, str(len(clock.wall)))
        metrics_row(1, RATE, taken)
        clock.stop()
        clock.tokens.append(sum(one.length for one in taken.groups.rollouts))

    return step


def _run_trl(
    model: Path, shape: Shape, steps: int, clock: Clock, between: Callable[[], None]
) -> None:
    from datasets import Dataset
    from transformers import (
        AutoModelForCausalLM,
        AutoTokenizer,
        PrinterCallback,
        TrainerCallback,
    )
    from trl import GRPOConfig, GRPOTrainer

    def pay(completions: list[str], completion_ids: list[list[int]], **_: Any) -> list[float]:
        clock.tokens.append(sum(map(len, completion_ids)))
        return [evens(one) for one in completions]

    class Turns(TrainerCallback):
        """Times each step of the trainer, and lets the other side take one after it."""

        def on_step_begin(self, *_: Any, **__: Any) -> None:
            clock.start()

        def on_step_end(self, *_: Any, **__: Any) -> None:
            clock.stop()
            between()

    settings = GRPOConfig(
        output_dir=str(model.with_name("trl")),
        per_device_train_batch_size=shape.prompts * shape.group,
        num_generations=shape.group,
        max_completion_length=shape.new_tokens,
        max_steps=steps,
        learning_rate=RATE,
        lr_scheduler_type="constant",
        loss_type="dapo",
        epsilon=0.2,
        epsilon_high=0.28,
        beta=0.0,
        temperature=1.0,
        use_cpu=True,
        bf16=False,
        logging_strategy="no",
        save_strategy="no",
        report_to=[],
        disable_tqdm=True,
        seed=0,
    )
    trainer = GRPOTrainer(
        AutoModelForCausalLM.from_pretrained(model),
        pay,
        args=settings,
        train_dataset=Dataset.from_list([{"prompt": text} for text in prompts_of(shape)]),
        processing_class=AutoTokenizer.from_pretrained(model, padding_side="left"),
        callbacks=[Turns()],
    )
    trainer.remove_callback(PrinterCallback)  # it would write into the report
    trainer.train()
