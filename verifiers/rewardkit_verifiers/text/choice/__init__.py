"""Did a reply choose the right option?"""

from rewardkit_verifiers.text.choice.verifier import choice, instruction
from rewardkit_verifiers.text.lib.choosing.reading import Chosen, chosen

__all__ = ["Chosen", "choice", "chosen", "instruction"]
