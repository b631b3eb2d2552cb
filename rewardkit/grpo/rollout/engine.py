"""Engines: what writes completions, in this process or another library's, behind one protocol."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    import torch

Finish = Literal["eos", "stop", "length"]


@dataclass(frozen=True, slots=True)
class Sampling:
    """The settings of sampling; `min_p`, then `top_k`, then `top_p` leave tokens out.

    Raises:
        ValueError: A number is out of its range; names it.

    Example:
        >>> Sampling(max_new_tokens=8, top_p=0.9).truncates
        True
        >>> Sampling(max_new_tokens=0)
        Traceback (most recent call last):
        ...
        ValueError: max_new_tokens=0 must be at least 1.
    """

    max_new_tokens: int
    """A message that reaches this many tokens is cut."""
    temperature: float = 1.0
    """Divides the logits; above 0."""
    min_p: float = 0.0
    """Tokens less likely than this share of the likeliest are never sampled."""
    top_k: int = 0
    """Only this many of the likeliest tokens are sampled; 0 for all."""
    top_p: float = 1.0
    """Only the likeliest tokens that together reach this probability are sampled."""
    stop: tuple[str, ...] = ()
    """A message ends once it holds one of these texts."""

    def __post_init__(self) -> None:
        if self.max_new_tokens < 1:
            raise ValueError(f"max_new_tokens={self.max_new_tokens} must be at least 1.")
        if not self.temperature > 0.0:
            raise ValueError(f"temperature={self.temperature} must be above 0.")
        if not 0.0 <= self.min_p <= 1.0:
            raise ValueError(f"min_p={self.min_p} must be between 0 and 1.")
        if self.top_k < 0:
            raise ValueError(f"top_k={self.top_k} must be at least 0, which stands for all.")
        if not 0.0 < self.top_p <= 1.0:
            raise ValueError(f"top_p={self.top_p} must be above 0 and at most 1.")
        if not all(self.stop):
            raise ValueError("stop holds an empty text, which would end every message at once.")

    @property
    def truncates(self) -> bool:
        """Whether some tokens are never sampled."""
        return self.min_p > 0.0 or self.top_k > 0 or self.top_p < 1.0


@dataclass(frozen=True, slots=True)
class Written:
    """One sampled message."""

    ids: tuple[int, ...]
    """The end of sequence, or the token that completes a stop text, is the last one."""
    logprobs: tuple[float, ...]
    """The log-probability of each token when it was sampled; see `Engine.write`."""
    finish: Finish


class Engine(Protocol):
    """A sampler of completions."""

    def write(
        self,
        prompts: Sequence[Sequence[int]],
        sampling: Sampling,
        generator: torch.Generator | None,
    ) -> list[Written]:
        """Return one message for each prompt, in order.

        Args:
            prompts: The token ids before each message, at least one each; repeat a prompt to make
                a group.
            sampling: The settings.
            generator: The source of randomness; None always takes the likeliest token.

        Returns:
            The messages. Their log-probabilities are those of the whole distribution at the
            temperature where nothing is left out of it; `InProcess` gives these always, `Vllm`
            those of the tokens that were left in. Where an engine is not the trained model itself
            the trainer computes its own (`token_logprobs`), and weighs tokens by the ratio.
        """

    def take(self, weights: Iterable[tuple[str, torch.Tensor]]) -> None:
        """Sample with these weights from now on.

        Args:
            weights: Names and tensors as `model.named_parameters()` gives them.
        """


def first_stop(
    ids: Sequence[int], stop: Sequence[str], decode: Callable[[Sequence[int]], str]
) -> int | None:
    """Return the number of tokens up to the first that completes a stop text, or None.

    Args:
        ids: The tokens of a message.
        stop: The texts that end it.
        decode: Tokens -> text.

    Example:
        >>> first_stop([1, 2, 3, 4], ["23"], lambda ids: "".join(map(str, ids)))
        3
    """
    if not stop:
        return None
    return next((n for n in range(1, len(ids) + 1) if ends_in_stop(ids[:n], stop, decode)), None)


def ends_in_stop(
    ids: Sequence[int], stop: Sequence[str], decode: Callable[[Sequence[int]], str]
) -> bool:
    """Return True if the last token completes a stop text; linear in all over a message.

    Only so many of the last tokens are decoded as it takes: decoding the whole message at every
    token is quadratic. A text that ends with the last token lies within the last characters;
    those before may come out broken, as they begin in the middle of a letter or a word.

    Example:
        >>> ends_in_stop([7, 2, 3], ["23"], lambda ids: "".join(map(str, ids)))
        True
    """
    if not stop:
        return False
    longest = max(map(len, stop))
    # A decoder may take a space off the start of a text, and join the parts of a letter.
    reach = longest + len(decode(ids[-1:])) + 2
    count = longest + 4
    while True:
        tail = decode(ids[-count:])
        if count >= len(ids) or len(tail) >= reach + 8:
            return any(text in tail[-reach:] for text in stop)
        count *= 2
