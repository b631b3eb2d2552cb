"""How like the reference answer is a reply?"""

from rewardkit_verifiers.text.similarity.verifier import similarity

__all__ = ["similarity"]
