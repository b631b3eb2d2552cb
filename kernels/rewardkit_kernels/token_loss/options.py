"""Options of the token loss, checked when they are set rather than when they are used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

from ..option_checks import require_number, require_truth, require_word

Policy = Literal["clip", "cispo"]
Kl = Literal["k1", "k2", "k3"]


@dataclass(frozen=True, slots=True)
class TokenLossOptions:
    """Options of the policy loss of a token.

    With q = exp(log_ratio) the likelihood ratio, A the advantage and x = reference - logprob:

    | field | term of the loss |
    | --- | --- |
    | `policy="clip"` | -min(min(q, delta) A, clip(q, 1 - eps_low, 1 + eps_high) A) |
    | `policy="cispo"` | -min(q, 1 + eps_high) A logprob, its first factor held constant |
    | `kl="k1"`, `k2`, `k3` | beta times -x, x^2 / 2, exp(x) - x - 1 |
    | `kl_importance` | the KL term times q, through which its gradient flows too |
    | `entropy` | minus `entropy` times the entropy of the distribution |
    | `shaping` | a foreign token has -A q / (q + shaping) instead, and no other term |

    Numbers are arguments of the compiled kernel, so that changing one compiles nothing anew.

    Raises:
        ValueError: A field holds an unknown word or a number out of range.

    Example:
        >>> TokenLossOptions(eps_high=0.28, delta=4.0).delta
        4.0
        >>> TokenLossOptions(policy="cisp")
        Traceback (most recent call last):
        ...
        ValueError: policy='cisp' is not known; choose one of clip, cispo. Did you mean 'cispo'?
    """

    policy: Policy = "clip"
    """The surrogate: PPO's and GRPO's clipping, or CISPO (MiniMax-M1), which clips the weight of
    a token and never its gradient."""
    eps_low: float = 0.2
    """A ratio below 1 - eps_low is clipped. CISPO has no lower bound."""
    eps_high: float = 0.2
    """A ratio above 1 + eps_high is clipped. TRL's `epsilon_high` is the bound itself in CISPO."""
    delta: float | None = None
    """Bound of the ratio where the advantage is negative (INTELLECT-2; dual-clip PPO), above
    1 + eps_high; None for none."""
    kl: Kl = "k3"
    """The estimate of KL(policy || reference)."""
    beta: float = 0.0
    """Weight of the KL estimate. At 0 the estimate is still returned if there is a reference."""
    kl_importance: bool = False
    """Multiply the KL estimate by the ratio (TRL's `use_bias_correction_kl`)."""
    entropy: float = 0.0
    """Weight of the entropy bonus."""
    temperature: float = 1.0
    """Divides the logits."""
    shaping: float | None = None
    """LUFFY's policy shaping of foreign tokens; None uses the ratio as it is."""

    def __post_init__(self) -> None:
        require_word("policy", self.policy, get_args(Policy))
        require_word("kl", self.kl, get_args(Kl))
        require_truth("kl_importance", self.kl_importance)
        for field in ("eps_low", "eps_high", "beta"):
            require_number(field, getattr(self, field), above=0.0, including=True)
        require_number("entropy", self.entropy, above=-1e6, including=True)
        require_number("temperature", self.temperature, above=0.0, including=False)
        if self.delta is not None:
            require_number("delta", self.delta, above=1.0 + self.eps_high, including=False)
        if self.shaping is not None:
            require_number("shaping", self.shaping, above=0.0, including=False)


LARGEST_EXPONENT: Final = 40.0
"""Logarithms of ratios are bounded by this before they are exponentiated. The product of two such
ratios is 5.5e34; beyond 88 the exponential is infinite in float32, which times 0 is NaN."""

DEFAULT_OPTIONS: Final = TokenLossOptions()
