"""Does a regular expression match what it should, and nothing that it must not?"""

from rewardkit_verifiers.code.regex.verifier import instruction, regex

__all__ = ["instruction", "regex"]
