"""The policy: a causal language model, newly made or read from disk, whole or with an adapter."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import torch
from torch import Tensor

from rewardkit.errors import MissingExtra, SpecError, describe
from rewardkit.grpo import parallel
from rewardkit.grpo.config import LoraConfig, PolicyConfig
from rewardkit.grpo.policy.tokenizers import CharTokenizer, LocalTokenizer, Tokenizer
from rewardkit.tasks.problem import CLOSE, OPEN, Task

State = Mapping[str, Tensor]


@dataclass(frozen=True, slots=True)
class Policy:
    """A causal language model with its tokenizer."""

    model: Any
    """A `transformers` causal language model, in eval mode: no dropout, here or in training."""
    tokenizer: Tokenizer
    device: torch.device
    plain_head: bool = False
    """Whether logits are the head applied to the last hidden state, and nothing more."""
    dtype: torch.dtype = torch.float32
    """Of the computation."""
    checkpointing: bool = False
    """Compute activations again in the backward pass."""
    compiled_body: Any = None
    """The decoder compiled, for the passes that learn."""
    frozen_adapter: State | Literal["off"] | None = None
    """A reference on an adapter: the weights of its adapter, or `off` for the model without one."""

    @contextmanager
    def computing(self) -> Iterator[None]:
        """Compute in the dtype of the policy, with the adapter that it has."""
        with ExitStack() as stack:
            if self.frozen_adapter is not None:
                state = None if self.frozen_adapter == "off" else self.frozen_adapter
                stack.enter_context(replaced(self.model, state))
            if self.dtype != torch.float32:
                stack.enter_context(torch.autocast(self.device.type, dtype=self.dtype))
            yield

    @contextmanager
    def learning(self) -> Iterator[None]:
        """Compute with what the backward pass needs: transformers checkpoints in `train` alone."""
        with self.computing():
            if self.checkpointing:
                self.model.train()
            try:
                yield
            finally:
                self.model.eval()

    @property
    def core(self) -> Any:
        """The language model itself, without the wrapper of an adapter."""
        inner = getattr(self.model, "get_base_model", None)
        return self.model if inner is None else inner()

    @property
    def body(self) -> Any:
        """The decoder below the head."""
        return self.core.get_decoder() if self.compiled_body is None else self.compiled_body

    @property
    def head(self) -> Any:
        """The linear map from hidden states to logits."""
        return self.core.get_output_embeddings()


def make_policy(config: PolicyConfig, task: Task, seed: int) -> Policy:
    """Make the tiny policy, or read the local one that the config names.

    Raises:
        SpecError: `path` is not a folder with a causal language model.
        MissingExtra: `transformers` is not installed.
    """
    device = usable_device(parallel.local_device(config.device))
    tokenizer: Tokenizer
    if config.path is None:
        letters = CharTokenizer(alphabet_of(task))
        model, tokenizer = make_tiny_model(config, len(letters.tokens), seed), letters
    else:
        model, tokenizer = load_local(Path(config.path), chat=config.chat)
    dtype: torch.dtype = getattr(torch, config.dtype)
    if config.lora is not None:
        # Only what never learns may lose digits.
        model = with_adapter(model.to(dtype), config.lora, seed)
        for one in model.parameters():
            if one.requires_grad:
                one.data = one.data.float()
    model = model.to(device).eval()
    if config.checkpointing:
        without_dropout(model)
        model.gradient_checkpointing_enable({"use_reentrant": False})
    policy = Policy(model, tokenizer, device, dtype=dtype, checkpointing=config.checkpointing)
    policy = replace(policy, plain_head=has_plain_head(policy.core))
    if config.compile:
        return replace(policy, compiled_body=torch.compile(policy.body, dynamic=True))
    return policy


def without_dropout(model: Any) -> None:
    """Switch all dropout off, so that `train` computes what `eval` does."""
    for module in model.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = 0.0
        if hasattr(module, "attention_dropout"):
            module.attention_dropout = 0.0


@torch.no_grad()
def has_plain_head(model: Any) -> bool:
    """Return True if the logits of a model are its output embedding applied to its last state.

    Some models cap or scale logits afterwards; a probe finds out for any of them.
    """
    try:
        head = model.get_output_embeddings()
        # Not token 0 alone: where it is padding its embedding is 0, and a cap leaves 0 as it is.
        ids = torch.arange(1, 5, device=model.device)[None] % head.weight.shape[0]
        hidden = model.get_decoder()(input_ids=ids, use_cache=False).last_hidden_state
        logits = model(input_ids=ids).logits
        return bool(logits.any()) and torch.equal(head(hidden), logits)
    except (AttributeError, TypeError):
        return False


def usable_device(name: str) -> torch.device:
    """Return a device that tensors can be put on.

    Raises:
        SpecError: There is no such device, here or at all.
    """
    try:
        device = torch.device(name)
        torch.zeros(1, device=device)
    except (RuntimeError, AssertionError, NotImplementedError) as error:
        raise SpecError(f"policy.device: {name!r} cannot be used: {describe(error)}") from None
    return device


def alphabet_of(task: Task) -> str:
    """Return the characters of the task and of its template, each once, in a fixed order."""
    template = task.template.replace("{prompt}", "").replace(OPEN, "").replace(CLOSE, "")
    return task.alphabet + "".join(sorted(set(template) - set(task.alphabet)))


def make_tiny_model(config: PolicyConfig, vocabulary: int, seed: int) -> Any:
    """Make a Qwen3-shaped decoder with tied embeddings and random weights.

    A small rotary base and wide initial weights matter at this size: with the defaults of
    the large models (10,000 and 0.02) it needs about twice the steps.
    """
    try:
        from transformers import Qwen3Config, Qwen3ForCausalLM
    except ImportError:
        raise MissingExtra("training", "train") from None
    torch.manual_seed(seed)
    shape = Qwen3Config(
        vocab_size=vocabulary,
        hidden_size=config.hidden,
        num_hidden_layers=config.layers,
        num_attention_heads=config.heads,
        num_key_value_heads=config.heads,
        head_dim=config.head_dim,
        intermediate_size=config.intermediate,
        max_position_embeddings=512,
        tie_word_embeddings=True,
        rope_parameters={"rope_type": "default", "rope_theta": config.rope_theta},
        initializer_range=config.initializer_range,
        pad_token_id=0,
        eos_token_id=1,
        bos_token_id=None,
    )
    return Qwen3ForCausalLM(shape)


def load_local(folder: Path, *, chat: bool) -> tuple[Any, Tokenizer]:
    """Read a causal language model and its tokenizer from a folder; nothing is downloaded.

    Raises:
        SpecError: The folder is missing or cannot be read as a model.
    """
    from transformers import AutoModelForCausalLM, AutoTokenizer

    adapter = folder / "adapter_config.json"
    base = folder
    if adapter.is_file():
        base = Path(json.loads(adapter.read_text(encoding="utf-8"))["base_model_name_or_path"])
    if not (base / "config.json").is_file():
        raise SpecError(f"policy.path: {base} holds no config.json, so it is not a model folder")
    try:
        with _no_bars():
            model = AutoModelForCausalLM.from_pretrained(
                base, local_files_only=True, dtype=torch.float32
            )
            if adapter.is_file():
                model = merged_from(folder, model)
            alphabet = folder / "alphabet.json"
            if alphabet.is_file():
                return model, CharTokenizer(json.loads(alphabet.read_text(encoding="utf-8")))
            inner = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    except (OSError, ValueError) as error:
        raise SpecError(f"policy.path: {folder} cannot be read: {error}") from error
    return model, LocalTokenizer(inner, chat=chat)


def save_policy(policy: Policy, folder: Path) -> None:
    """Write model and tokenizer so that `policy.path` can name the folder.

    Of a model with an adapter, the adapter alone is written; it names the folder of the model.
    """
    folder.mkdir(parents=True, exist_ok=True)
    model = policy.model
    if has_adapter(model) and not model.get_base_model().name_or_path:
        model = copy.deepcopy(model).merge_and_unload()  # a model made here has no folder to name
    with _no_bars():
        model.save_pretrained(folder)
    policy.tokenizer.save(folder)


@contextmanager
def _no_bars() -> Iterator[None]:
    """Keep the progress bars of `transformers` off the screen."""
    from transformers.utils import logging

    shown = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        if shown:
            logging.enable_progress_bar()  # type: ignore[no-untyped-call]


def frozen_copy(policy: Policy, state: State | None = None) -> Policy:
    """Return a policy that stays as it is; on an adapter, the same model with fixed weights of it.

    Args:
        policy: The policy.
        state: Weights of `learnt_state`; by default those of now.
    """
    if not has_adapter(policy.model):
        model = copy.deepcopy(policy.model).eval().requires_grad_(False)
        if state is not None:
            model.load_state_dict(state)
        return replace(policy, model=model, compiled_body=None)
    kept = {n: one.clone() for n, one in (state or learnt_state(policy.model)).items()}
    # One that has not learnt yet adds nothing: the model without it is the same, and cheaper.
    idle = all(not one.any() for name, one in kept.items() if "lora_B" in name)
    return replace(policy, frozen_adapter="off" if idle else kept, compiled_body=None)


# --- adapters by peft -----------------------------------------------------------------------------
def with_adapter(model: Any, config: LoraConfig, seed: int) -> Any:
    """Return the model with a new adapter, whose weights are all that learns.

    Raises:
        MissingExtra: peft is not installed.
        SpecError: The model has no layers of the names in `targets`.
    """
    try:
        from peft import LoraConfig as PeftConfig
        from peft import get_peft_model
    except ImportError:
        raise MissingExtra("policy.lora", "peft") from None
    torch.manual_seed(seed)
    settings = PeftConfig(
        r=config.rank,
        lora_alpha=2 * config.rank if config.alpha is None else config.alpha,
        target_modules=config.targets if isinstance(config.targets, str) else list(config.targets),
        lora_dropout=0.0,
        bias="none",
        task_type="CAUSAL_LM",
    )
    try:
        return get_peft_model(model, settings)
    except ValueError as error:
        raise SpecError(f"policy.lora: {error}") from error


def has_adapter(model: Any) -> bool:
    """Return True if a model has an adapter."""
    return hasattr(model, "disable_adapter")


def learnt_state(model: Any) -> dict[str, Tensor]:
    """Return the weights that learn: those of the adapter where there is one, else all."""
    if not has_adapter(model):
        state: dict[str, Tensor] = model.state_dict()
        return state
    return {name: one.detach() for name, one in model.named_parameters() if one.requires_grad}


def load_learnt(model: Any, state: State) -> None:
    """Put weights of `learnt_state` into a model."""
    if not has_adapter(model):
        model.load_state_dict(state)
        return
    own = learnt_state(model)
    if own.keys() != state.keys():
        raise SpecError("the saved adapter has other layers than the policy; start with --fresh")
    for name, values in own.items():
        values.copy_(state[name])


@contextmanager
def replaced(model: Any, state: State | None) -> Iterator[None]:
    """Use a model with other weights of its adapter for a while; None switches the adapter off."""
    if state is None:
        with model.disable_adapter():
            yield
        return
    kept = {name: values.clone() for name, values in learnt_state(model).items()}
    load_learnt(model, state)
    try:
        yield
    finally:
        load_learnt(model, kept)


def merged_from(folder: Path, base: Any) -> Any:
    """Return the model of which a folder holds the adapter, merged into one.

    Raises:
        MissingExtra: peft is not installed.
    """
    try:
        from peft import PeftModel
    except ImportError:
        raise MissingExtra(f"the adapter in {folder}", "peft") from None
    return PeftModel.from_pretrained(base, folder).merge_and_unload()
