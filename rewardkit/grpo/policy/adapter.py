"""LoRA adapters by peft: making one, its weights alone, and the model as it was without it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from rewardkit.errors import MissingExtra, SpecError
from rewardkit.grpo.config import LoraConfig

State = Mapping[str, Tensor]


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
