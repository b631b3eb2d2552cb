"""Does a program pass the assert statements, or the TestCases, that come with its task?"""

from rewardkit_verifiers.code.asserts.verifier import asserts

__all__ = ["asserts"]
