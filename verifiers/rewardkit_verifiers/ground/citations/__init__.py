"""Citations of given documents: ids that exist, quotes that stand there, and an answer beside."""

from rewardkit_verifiers.ground.citations.verifier import citations

__all__ = ["citations"]
