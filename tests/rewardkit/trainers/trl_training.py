"""Train a tiny model with TRL's own GRPOTrainer; run by the Python of the TRL environment.

Usage: `python trl_training.py FOLDER [older]`. What each run logged goes to FOLDER/found.json,
and the untrained model to FOLDER/model. With `older` only what changed since TRL 1.5 is run.
"""

from __future__ import annotations

import asyncio
import json
import string
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import torch
import transformers
import trl
from datasets import Dataset
from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers
from transformers import PreTrainedTokenizerFast, Qwen2Config, Qwen2ForCausalLM

from rewardkit import RewardkitError, Score, get, reward, weighted
from rewardkit.trainers import trl_rewards

STEPS = 3
ROWS = 8


@reward
def digits(completion: str) -> float:
    """Share of characters that are digits; learnable by a model of any size."""
    return sum(ch.isdigit() for ch in completion) / max(len(completion), 1)


@reward(range=(0, 10))
def close(completion: str, answer: float) -> Score | float:
    found = [ch for ch in completion if ch.isdigit()]
    if not found:
        return Score.unparsed("no_digit")
    return 10.0 - abs(float(found[-1]) - answer)


@reward
def outage(completion: str, answer: float) -> Score | float:
    """Fails on every second problem: the whole group then has no number."""
    if answer == 2:
        raise ConnectionError("the judge is down")
    return Score.error("judge_outage") if "7" in completion else float("1" in completion)


@reward
def one(completion: str) -> float:
    return 1.0


@reward
def every_second(completion: str) -> Score | float:
    """Fails on every second completion: half of each group has no number."""
    TURNS.append(completion)
    return Score.error("judge_outage") if len(TURNS) % 2 else 1.0


TURNS: list[str] = []


@reward(range=(-1, 0))
def every_second_penalty(completion: str) -> Score | float:
    """Fails on every second completion, and takes something off every other one."""
    TURNS.append(completion)
    return Score.error("judge_outage") if len(TURNS) % 2 else -1.0


@reward
def down(completion: str) -> Score:
    """A service that never answers."""
    return Score.error("judge_unreachable", "connection refused")


@reward
def counted(completion: str) -> float:
    CALLS.append(completion)
    return float(len(completion) % 2)


CALLS: list[str] = []


@reward
def by_ids(completion: str, completion_ids: list[int]) -> float:
    """A user's own reward on the ids of the tokens."""
    return 1 / (1 + len(completion_ids))


@reward(grouped=True)
def group_of(completion: list[str]) -> list[float]:
    SIZES.append(len(completion))
    return [float(len(text) == max(map(len, completion))) for text in completion]


SIZES: list[int] = []


@reward
async def waits_long(completion: str) -> float:
    WAITING.append(1)
    await asyncio.sleep(0.05)
    TOGETHER.append(len(WAITING))
    WAITING.pop()
    return 1.0


WAITING: list[int] = []
TOGETHER: list[int] = []


@reward
def reads_state(completion: str, trainer_state: Any) -> float:
    STEPS_SEEN.append(trainer_state.global_step)
    return float(len(completion) % 2)


STEPS_SEEN: list[int] = []


@reward
def always_broken(completion: str) -> float:
    raise KeyError("no such table")


mixed = weighted(digits=(0.5, digits), close=(0.5, close)).named("mixed")


def tokenizer() -> PreTrainedTokenizerFast:
    """One token for each printable character, and a chat template."""
    words = ["<pad>", "<eos>", *string.printable]
    core = Tokenizer(models.WordLevel({word: i for i, word in enumerate(words)}, unk_token="?"))
    core.pre_tokenizer = pre_tokenizers.Split(Regex("."), "isolated")
    core.decoder = decoders.Fuse()
    made: PreTrainedTokenizerFast = PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=core, pad_token="<pad>", eos_token="<eos>"
    )
    made.chat_template = (
        "{% for m in messages %}{{ m['role'] }}: {{ m['content'] }}\n{% endfor %}"
        "{% if add_generation_prompt %}assistant: {% endif %}"
    )
    return made


def policy(vocabulary: int) -> Qwen2ForCausalLM:
    """A Qwen2 of two thin layers, made on the spot."""
    torch.manual_seed(0)
    return Qwen2ForCausalLM(
        Qwen2Config(
            vocab_size=vocabulary,
            hidden_size=32,
            intermediate_size=64,
            num_hidden_layers=2,
            num_attention_heads=2,
            num_key_value_heads=2,
            max_position_embeddings=128,
            pad_token_id=0,
            eos_token_id=1,
            bos_token_id=None,
        )
    )


def dataset(chat: bool, constant: bool = False) -> Dataset:
    """Problems `1+i?` with a numeric answer and a column that no reward asks for."""
    rows = []
    for i in range(ROWS):
        text = "play" if constant else f"1+{i % 4}?"
        prompt = [{"role": "user", "content": text}] if chat else text
        rows.append({"prompt": prompt, "answer": float(1 + i % 4), "level": None})
    return Dataset.from_list(rows)


def train(
    folder: Path,
    rewards: Any,
    *,
    chat: bool = False,
    constant: bool = False,
    resume: str | None = None,
    kind: str = "GRPO",
    **options: Any,
) -> dict[str, Any]:
    """Train for a few steps; returns the log of every step and whether weights moved."""
    words = tokenizer()
    model = policy(len(words))
    before = model.model.embed_tokens.weight.detach().clone()
    trainer = getattr(trl, f"{kind}Trainer")(
        model=model,
        reward_funcs=rewards,
        processing_class=words,
        train_dataset=dataset(chat, constant),
        eval_dataset=dataset(chat, constant),
        args=getattr(trl, f"{kind}Config")(
            output_dir=str(folder),
            max_steps=STEPS,
            per_device_train_batch_size=8,
            num_generations=4,
            max_completion_length=8,
            learning_rate=1e-3,
            logging_steps=1,
            report_to=[],
            use_cpu=True,
            bf16=False,
            disable_tqdm=True,
            seed=0,
            **{"save_strategy": "no", **options},
        ),
    )
    advantages: list[list[float]] = []
    scored = trainer._generate_and_score_completions

    def watched(inputs: Any) -> Any:
        found = scored(inputs)
        advantages.append(found["advantages"].tolist())
        return found

    trainer._generate_and_score_completions = watched
    trainer.train(resume_from_checkpoint=resume)
    after = model.model.embed_tokens.weight.detach()
    return {
        "advantages": advantages,
        "names": trainer.reward_func_names,
        "steps": [row for row in trainer.state.log_history if "loss" in row],
        "moved": float((after - before).abs().max()),
        "finite": bool(torch.isfinite(after).all()),
        "extra": {column: list(values) for column, values in trainer._logs["extra"].items()},
    }


def shipped_token_reward() -> Any:
    overlong = get("length/overlong")(max_length=8, buffer=4)
    return weighted(digits=(0.8, digits), overlong=(0.2, overlong)).named("tokens")


def running_state(folder: Path) -> dict[str, Any]:
    """Evaluate at each step, save at each step, and go on from the second checkpoint."""
    running = weighted(scale="running", digits=digits).named("running")
    train(folder, running, save_strategy="steps", save_steps=1, eval_strategy="steps", eval_steps=1)
    kept = folder / "checkpoint-2" / "rewardkit_running.json"
    count = sum(state["count"] for state in running.state_dict().values())
    at_two = sum(state["count"] for state in json.loads(kept.read_text()).values())
    again = weighted(scale="running", digits=digits).named("running")
    train(folder, again, resume=str(folder / "checkpoint-2"))
    resumed = sum(state["count"] for state in again.state_dict().values())
    return {"count": count, "at_two": at_two, "resumed": resumed}


def broken(folder: Path, one: Any = always_broken) -> str:
    """Train with a reward that fails on every row; returns the message that ends it."""
    try:
        train(folder, one)
    except RewardkitError as error:
        return str(error)
    return "trained to the end"


def cached(folder: Path) -> list[int]:
    """Train twice from the same seed with a cache; returns how often the reward was called."""
    called = []
    for turn in range(2):
        CALLS.clear()
        train(folder / str(turn), counted.for_trl(cache=folder.with_suffix(".sqlite")))
        called.append(len(CALLS))
    return called


def axolotl() -> int:
    """Load a reward of one parameter as axolotl does; returns the parameters that it counts.

    Its module imports the rest of axolotl, so the function alone is taken out of it.
    """
    import ast
    import importlib
    import inspect

    file = "axolotl/core/trainers/grpo/__init__.py"
    path = next(found for entry in sys.path if (found := Path(entry) / file).exists())
    (function,) = [
        node
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and node.name == "get_reward_func"
    ]
    function.decorator_list, function.returns = [], None
    names: dict[str, Any] = {"importlib": importlib, "inspect": inspect}
    code = compile(ast.Module([function], []), str(path), "exec")
    exec(code, names)
    found = names["get_reward_func"](None, f"{Path(__file__).stem}.digits")
    return len(inspect.signature(found).parameters)


def async_grpo() -> dict[str, Any]:
    """Score one group as AsyncGRPO's worker does, with a list of two rewards."""
    from trl.experimental.async_grpo.async_rollout_worker import _AsyncRolloutLoop

    worker = object.__new__(_AsyncRolloutLoop)
    worker.reward_funcs = trl_rewards([one, every_second])
    worker.reward_func_names = ["one", "every_second"]
    worker._env_reward_types, worker._provides_rollout_reward = [], False
    group = SimpleNamespace(
        completions=["a", "b", "c", "d"],
        prompts=["p"] * 4,
        completions_ids=[[1]] * 4,
        reward_kwargs={},
        env_rewards=[None] * 4,
        rollout_rewards=[None] * 4,
        tool_call_counts=[0] * 4,
        tool_failure_counts=[0] * 4,
        completions_sequences=[[]] * 4,
    )
    seen: list[list[float | None]] = []
    inner = [*worker.reward_funcs]

    def spy(function: Any) -> Any:
        def called(**kwargs: Any) -> Any:
            seen.append(function(**kwargs))
            return seen[-1]

        return called

    worker.reward_funcs = [spy(function) for function in inner]
    asyncio.run(worker._score_group(group))
    return {"values": seen}


def older(folder: Path) -> dict[str, Any]:
    """Run what a TRL without unknown rewards must show; needs the older packages on the path."""
    TURNS.clear()
    runs = {"outage_alone": train(folder / "older_alone", every_second.named("alone"))}
    return {"trl": trl.__version__, "runs": runs, "facts": {"axolotl": axolotl()}}


def main() -> None:
    """Run every scenario of the test and write down what happened."""
    folder = Path(sys.argv[1])
    torch.set_num_threads(1)
    transformers.logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    if sys.argv[2:] == ["older"]:
        (folder / "older.json").write_text(json.dumps(older(folder)))
        return
    found = {
        "composed": train(folder / "composed", mixed),
        "two": train(folder / "two", [mixed, outage], reward_weights=[1.0, 0.5]),
        "failing": train(folder / "failing", outage),
        "chat": train(folder / "chat", mixed, chat=True),
        "rloo": train(folder / "rloo", mixed, kind="RLOO", beta=0.0),
        "tokens": train(folder / "tokens", shipped_token_reward()),
        "outage_in_a_list": train(folder / "list", [one, every_second]),
        "outage_beside_penalty": train(folder / "penalty", [one, every_second_penalty]),
        "ids": train(folder / "ids", by_ids),
        "outage_alone": train(folder / "alone", every_second.named("alone")),
        "constant": train(folder / "constant", group_of, constant=True),
        "waiting": train(folder / "waiting", [waits_long, waits_long.named("longer")]),
        "waiting_async": train(
            folder / "async",
            [waits_long.named("x").for_trl(), waits_long.named("y").for_trl()],
        ),
        "state": train(folder / "state", reads_state),
        "no_scaling": train(folder / "no_scaling", digits.normalise("group"), scale_rewards="none"),
    }
    facts = {
        "sizes": SIZES,
        "together": TOGETHER,
        "steps_seen": STEPS_SEEN,
        "running": running_state(folder / "running"),
        "broken": broken(folder / "broken"),
        "down": broken(folder / "down", down.for_trl(breaker_after=16)),
        "cached": cached(folder / "cached"),
        "async_grpo": async_grpo(),
    }
    words = tokenizer()
    words.save_pretrained(folder / "model")
    policy(len(words)).save_pretrained(folder / "model")
    written = {"trl": trl.__version__, "runs": found, "facts": facts}
    (folder / "found.json").write_text(json.dumps(written))


if __name__ == "__main__":
    main()
