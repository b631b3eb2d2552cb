"""Sampling with vLLM in this process: the same protocol, and weights pushed without a file."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import torch

from rewardkit.errors import MissingExtra, SpecError
from rewardkit.grpo.config import Sampling
from rewardkit.grpo.rollout.engine import Finish, Written, first_stop, refuse_empty

_SEEDS = 2**31 - 1


class Vllm:
    """An engine that has vLLM's `LLM` sample, in this process.

    Token ids go in and come out: vLLM loads no tokenizer, so that a policy needs none that it
    knows. Stop texts are found in the tokens, as the other engine finds them.

    Args:
        path: A folder with a causal language model in the format of `transformers`.
        eos_id: The token that ends a message.
        decode: Token ids -> text, for stop texts.
        options: Further arguments of `vllm.LLM`, such as `gpu_memory_utilization`.

    Raises:
        MissingExtra: vLLM is not installed.
        SpecError: It cannot load the model.
    """

    def __init__(
        self,
        path: Path | str,
        eos_id: int,
        decode: Callable[[Sequence[int]], str],
        options: Mapping[str, Any] | None = None,
    ) -> None:
        self.path, self.eos_id, self.decode = str(path), eos_id, decode
        self._llm = _load(self.path, dict(options or {}))

    def write(
        self,
        prompts: Sequence[Sequence[int]],
        sampling: Sampling,
        generator: torch.Generator | None,
    ) -> list[Written]:
        """Return one message for each prompt; see `Engine.write`.

        Each row is sampled with a seed of its own, drawn from the generator: a row does not depend
        on the others, and the same generator gives the same messages.

        Raises:
            ValueError: A prompt has no token, or vLLM returned another number of messages.
        """
        refuse_empty(prompts)
        if not prompts:
            return []
        seeds = _seeds(len(prompts), generator)
        settings = [_parameters(sampling, self.eos_id, seed) for seed in seeds]
        asked = [{"prompt_token_ids": list(prompt)} for prompt in prompts]
        answers = self._llm.generate(asked, settings, use_tqdm=False)
        if len(answers) != len(prompts):
            raise ValueError(f"vLLM answered {len(answers)} of {len(prompts)} prompts.")
        return [self._written(answer.outputs[0], sampling) for answer in answers]

    def take(self, weights: Iterable[tuple[str, torch.Tensor]]) -> None:
        """Sample with these weights from now on, and forget what was computed with the old ones.

        Tensors are copied into the engine's; no file is written, no process is asked.
        """
        pairs = [(name, values.detach()) for name, values in weights]
        self._llm.collective_rpc("reload_weights", kwargs={"weights_iterator": pairs})
        self._llm.collective_rpc(_repack_tied_heads)
        # The keys and values of shared prompts were made by the old weights.
        if not self._llm.reset_prefix_cache():
            raise RuntimeError(
                "vLLM did not reset its prefix cache: a request is still running. Push weights "
                "between two calls of write."
            )

    def _written(self, answer: Any, sampling: Sampling) -> Written:
        ids = tuple(int(token) for token in answer.token_ids)
        logprobs = tuple(
            float(step[token].logprob) for token, step in zip(ids, answer.logprobs, strict=True)
        )
        finish: Finish = "eos" if ids and ids[-1] == self.eos_id else "length"
        end = first_stop(ids, sampling.stop, self.decode)
        if end is not None and (end < len(ids) or finish == "length"):
            ids, logprobs, finish = ids[:end], logprobs[:end], "stop"
        return Written(ids, logprobs, finish)


def _repack_tied_heads(worker: Any) -> None:
    """Make the packed copies of output heads anew, in vLLM's worker.

    vLLM's CPU build multiplies by a packed copy of each weight. A head that is tied to the
    embedding is not reloaded itself, so its copy would stay the old one, without a word.
    """
    for layer in worker.model_runner.get_model().modules():
        if type(layer).__name__ == "ParallelLMHead" and hasattr(layer, "cpu_linear"):
            layer.quant_method.process_weights_after_loading(layer)


def _load(path: str, options: dict[str, Any]) -> Any:
    # vLLM would put its engine into a process of its own: weights would have to be sent there,
    # and it outlives ours when that is killed.
    os.environ.setdefault("VLLM_ENABLE_V1_MULTIPROCESSING", "0")
    try:
        from vllm import LLM
    except ImportError:
        raise MissingExtra("rollouts by vLLM", "vllm") from None
    defaults: dict[str, Any] = {
        "skip_tokenizer_init": True,
        # Of the distribution that a token was sampled from, not of the logits before it.
        "logprobs_mode": "processed_logprobs",
        # A group shares its prompt; `take` resets the cache.
        "enable_prefix_caching": True,
        "generation_config": "vllm",
    }
    try:
        return LLM(path, **{**defaults, **options})
    except Exception as error:  # whatever a model or an option breaks
        raise SpecError(
            f"rollout: vLLM cannot load {path!r}: {type(error).__name__}: {str(error)[:200]}. "
            "Check the path and the options."
        ) from error


def _seeds(count: int, generator: torch.Generator | None) -> list[int | None]:
    if generator is None:
        return [None] * count
    drawn = torch.randint(_SEEDS, (count,), generator=generator, device=generator.device)
    return [int(seed) for seed in drawn]


def _parameters(sampling: Sampling, eos_id: int, seed: int | None) -> Any:
    from vllm import SamplingParams

    common: dict[str, Any] = {
        "max_tokens": sampling.max_new_tokens,
        "stop_token_ids": [eos_id],
        "ignore_eos": True,  # the token above is the only end: a model's config may name others
        "logprobs": 0,
        "detokenize": False,
    }
    if seed is None:
        return SamplingParams(temperature=0.0, **common)
    return SamplingParams(
        temperature=sampling.temperature,
        min_p=sampling.min_p,
        top_k=sampling.top_k,
        top_p=sampling.top_p,
        seed=seed,
        **common,
    )
