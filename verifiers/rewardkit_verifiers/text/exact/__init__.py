"""Is a reply the reference answer, word for word?"""

from rewardkit_verifiers.text.exact.verifier import exact

__all__ = ["exact"]
