"""Log-probability and entropy of each token, from one pass over its logits."""

from .api import TokenLogprobs, token_logprobs

__all__ = ["TokenLogprobs", "token_logprobs"]
