"""A reward of pure chance."""

from rewardkit_verifiers.control.random.verifier import random

__all__ = ["random"]
