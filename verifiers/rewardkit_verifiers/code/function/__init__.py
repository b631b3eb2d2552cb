"""Does a function of a program return what it should?"""

from rewardkit_verifiers.code.function.verifier import function

__all__ = ["function"]
