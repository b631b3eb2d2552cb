"""Is a reply the reference answer, word for word?"""

from rewardkit_verifiers.text.answer.verifier import answer

__all__ = ["answer"]
