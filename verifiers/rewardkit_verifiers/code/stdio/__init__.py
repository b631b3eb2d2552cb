"""Does a program write what it should, given standard inputs?"""

from rewardkit_verifiers.code.stdio.verifier import stdio

__all__ = ["stdio"]
