"""Whether a completion has the shape of a haiku."""

from rewardkit_haiku.verifiers.poem.haiku.verifier import haiku

__all__ = ["haiku"]
