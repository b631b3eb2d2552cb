"""A word made of given letters."""

from rewardkit_verifiers.puzzle.anagram.verifier import anagram

__all__ = ["anagram"]
