"""How much of a reply has it said before?"""

from rewardkit_verifiers.text.repetition.verifier import repetition

__all__ = ["repetition"]
