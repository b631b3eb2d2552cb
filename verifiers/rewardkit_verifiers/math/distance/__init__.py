"""`math/distance`: how close is the final number to the reference answer?"""

from rewardkit_verifiers.math.distance.verifier import distance

__all__ = ["distance"]
