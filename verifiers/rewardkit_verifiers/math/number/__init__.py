"""`math/number`: is the final number exactly the reference answer?"""

from rewardkit_verifiers.math.number.verifier import number

__all__ = ["number"]
