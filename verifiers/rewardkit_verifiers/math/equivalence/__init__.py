"""`math/equivalence`: does the final answer say the same as the reference?"""

from rewardkit_verifiers.math.equivalence.verifier import equivalence

__all__ = ["equivalence"]
