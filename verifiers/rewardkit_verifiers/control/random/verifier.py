"""A reward of pure chance."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from json import dumps
from typing import Any, Literal

from rewardkit import reward


def _check(settings: Mapping[str, Any]) -> None:
    if not 0 <= settings["p"] <= 1:
        raise ValueError(f"p={settings['p']:g} must be a probability, between 0 and 1")


@reward(check=_check)
def random(
    completion: str,
    prompt: str = "",
    draw: Any = "",
    *,
    p: float = 0.5,
    kind: Literal["coin", "uniform"] = "coin",
    seed: int = 0,
) -> float:
    """Pay at random, independently of the content of the reply.

    Train a second run with it at the same budget: a gain under it does not come from the real
    reward. The value is a hash of the prompt, the reply and the seed, so that a score is the same
    alone, in any batch and on any machine, and can be cached.

    Args:
        completion: The reply.
        prompt: The prompt.
        draw: A column that distinguishes draws, such as the training step. Without it the same
        reply to the same prompt always gets the same value, which a model with few different
        replies can memorise.
        p: The probability of being paid, for `coin`.
        kind: `coin` pays 1 or 0; `uniform` anything from 0 to 1.
        seed: The seed of the hash.

    Returns:
        0 to 1.

    Raises:
        DefinitionError: `p` is no probability.

    Example:
        >>> random.score(completion="36") == random.score(completion="36")
        True
        >>> random(p=1.0).score(completion="whatever").value
        1.0

    References:
        Shao et al. 2025, Spurious Rewards: Rethinking Training Signals in RLVR
        (arXiv:2506.10947), where random rewards raised one family of models.
    """
    seen = dumps([seed, prompt, completion, str(draw)])
    number = int.from_bytes(hashlib.sha256(seen.encode()).digest()[:8], "big") >> 11
    chance = number / (1 << 53)
    return chance if kind == "uniform" else float(chance < p)
