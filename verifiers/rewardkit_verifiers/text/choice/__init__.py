"""Did a reply choose the right option?"""

from rewardkit_verifiers.text.choice.reading import Chosen, chosen
from rewardkit_verifiers.text.choice.verifier import choice, instruction

__all__ = ["Chosen", "choice", "chosen", "instruction"]
