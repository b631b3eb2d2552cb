"""The policy: a causal language model and its tokenizer, newly made or read from disk.

This module needs torch and transformers; `rewardkit.grpo.config`, `tasks` and `problem`
work without them.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, Protocol

import torch

from rewardkit.errors import MissingExtra, SpecError, describe
from rewardkit.grpo import parallel
from rewardkit.grpo.config import PolicyConfig
from rewardkit.grpo.policy.adapter import State, has_adapter, merged_from, replaced, with_adapter
from rewardkit.tasks.problem import CLOSE, OPEN, Task

PAD, EOS = "<pad>", "<eos>"


class Tokenizer(Protocol):
    """The tokenizer interface of the loop."""

    pad_id: int
    eos_id: int

    def encode(self, text: str) -> list[int]:
        """Text -> token ids, without special tokens added."""

    def decode(self, ids: Sequence[int]) -> str:
        """Token ids -> text, special tokens left out."""

    def prompt(self, text: str) -> str:
        """Return a prompt with the chat template or special tokens that the model needs."""

    def reply(self, text: str, *, ended: bool) -> str:
        """Return the reply to a message, up to where the next message begins.

        Args:
            text: The reply.
            ended: Whether the policy ended its message with the end-of-sequence token.
        """

    def save(self, folder: Path) -> None:
        """Write the files from which the tokenizer can be read."""


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


class CharTokenizer:
    """One token for each character, and one for each of the two answer tags.

    Args:
        alphabet: The characters that have a token; each at most once.

    Example:
        >>> tokenizer = CharTokenizer("0123456789+=")
        >>> tokenizer.encode("2+2=<a>4</a>")
        [6, 14, 6, 15, 2, 8, 3]
        >>> tokenizer.decode([2, 8, 3, tokenizer.eos_id])
        '<a>4</a>'
    """

    def __init__(self, alphabet: str) -> None:
        self.alphabet = alphabet
        self.tokens = [PAD, EOS, OPEN, CLOSE, *alphabet]
        self.pad_id, self.eos_id = 0, 1
        self._ids = {token: i for i, token in enumerate(self.tokens)}

    def encode(self, text: str) -> list[int]:
        """Text -> ids.

        Raises:
            SpecError: A character has no token: names it and its text.
        """
        ids: list[int] = []
        place = 0
        while place < len(text):
            tag = next((t for t in (OPEN, CLOSE) if text.startswith(t, place)), text[place])
            if tag not in self._ids:
                raise SpecError(
                    f"the tiny policy has no token for {tag!r} in {text!r}; "
                    "its alphabet comes from the task and the template"
                )
            ids.append(self._ids[tag])
            place += len(tag)
        return ids

    def decode(self, ids: Sequence[int]) -> str:
        """Ids -> text; padding and end of sequence are left out."""
        return "".join(self.tokens[i] for i in ids if i > 1)

    def prompt(self, text: str) -> str:
        """Return the prompt unchanged: there is no chat format."""
        return text

    def reply(self, text: str, *, ended: bool) -> str:
        """Return the reply unchanged."""
        return text

    def save(self, folder: Path) -> None:
        """Write the alphabet."""
        (folder / "alphabet.json").write_text(json.dumps(self.alphabet), encoding="utf-8")


class LocalTokenizer:
    """A `transformers` tokenizer, adapted to the `Tokenizer` protocol."""

    def __init__(self, inner: Any, *, chat: bool) -> None:
        self.inner, self.chat = inner, chat
        if inner.eos_token_id is None:
            raise SpecError(
                "policy.path: the tokenizer has no end-of-sequence token, so no completion would "
                "ever end. Set eos_token in its tokenizer_config.json."
            )
        self.eos_id = int(inner.eos_token_id)
        self.pad_id = self.eos_id if inner.pad_token_id is None else int(inner.pad_token_id)

    def encode(self, text: str) -> list[int]:
        """Text -> ids."""
        return list(self.inner.encode(text, add_special_tokens=False))

    def decode(self, ids: Sequence[int]) -> str:
        """Ids -> text."""
        return str(self.inner.decode(list(ids), skip_special_tokens=True))

    def prompt(self, text: str) -> str:
        """Apply the chat template, or add the tokenizer's prefix tokens."""
        if self.chat:
            turns = [{"role": "user", "content": text}]
            return str(
                self.inner.apply_chat_template(turns, tokenize=False, add_generation_prompt=True)
            )
        return (self.inner.bos_token or "") + text

    def reply(self, text: str, *, ended: bool) -> str:
        """Return the reply in the chat template, from the end of the last message on."""
        if not self.chat:
            return text
        mark = "\x00said\x00"
        turns = [
            {"role": "user", "content": "?"},
            {"role": "assistant", "content": mark},
            {"role": "user", "content": text},
        ]
        whole = str(
            self.inner.apply_chat_template(turns, tokenize=False, add_generation_prompt=True)
        )
        _, found, rest = whole.partition(mark)
        if not found:
            raise SpecError("policy.chat: the chat template does not show what was said before")
        return rest.removeprefix(self.inner.eos_token) if ended else rest

    def save(self, folder: Path) -> None:
        """Write the tokenizer's own files."""
        self.inner.save_pretrained(folder)


def make_policy(config: PolicyConfig, task: Task, seed: int) -> Policy:
    """Make the tiny policy, or read the local one that the config names.

    Raises:
        SpecError: `path` is not a folder with a causal language model.
        MissingExtra: `transformers` is not installed.
    """
    device = usable_device(parallel.local_device(config.device))
    if config.path is None:
        tokenizer: Tokenizer = CharTokenizer(alphabet_of(task))
        model = make_tiny_model(config, vocabulary=len(task_tokens(task)), seed=seed)
    else:
        model, tokenizer = load_local(Path(config.path), chat=config.chat)
    dtype = torch.bfloat16 if config.dtype == "bfloat16" else torch.float32
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


def task_tokens(task: Task) -> list[str]:
    """Return the tokens that the tiny policy knows."""
    return CharTokenizer(alphabet_of(task)).tokens


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
        MissingExtra: `transformers` is not installed.
    """
    try:
        from transformers import AutoModelForCausalLM, AutoTokenizer
        from transformers.utils import logging
    except ImportError:
        raise MissingExtra("training", "train") from None
    adapter = folder / "adapter_config.json"
    base = folder
    if adapter.is_file():
        base = Path(json.loads(adapter.read_text(encoding="utf-8"))["base_model_name_or_path"])
    if not (base / "config.json").is_file():
        raise SpecError(f"policy.path: {base} holds no config.json, so it is not a model folder")
    shown = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
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
    finally:
        if shown:
            logging.enable_progress_bar()  # type: ignore[no-untyped-call]
    return model, LocalTokenizer(inner, chat=chat)


def save_policy(policy: Policy, folder: Path) -> None:
    """Write model and tokenizer so that `policy.path` can name the folder.

    Of a model with an adapter, the adapter alone is written; it names the folder of the model.
    """
    from transformers.utils import logging

    folder.mkdir(parents=True, exist_ok=True)
    shown = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    model = policy.model
    if has_adapter(model) and not model.get_base_model().name_or_path:
        model = copy.deepcopy(model).merge_and_unload()  # a model made here has no folder to name
    model.save_pretrained(folder)
    if shown:
        logging.enable_progress_bar()  # type: ignore[no-untyped-call]
    policy.tokenizer.save(folder)
