"""Is a reply longer than it may be?"""

from rewardkit_verifiers.length.overlong.verifier import overlong

__all__ = ["overlong"]
