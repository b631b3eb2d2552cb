"""Does a reply match a pattern?"""

from rewardkit_verifiers.format.regex.verifier import instruction, regex

__all__ = ["instruction", "regex"]
