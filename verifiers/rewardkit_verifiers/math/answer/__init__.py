"""`math/answer`: is the final answer exactly the reference answer?"""

from rewardkit_verifiers.math.answer.verifier import answer

__all__ = ["answer"]
