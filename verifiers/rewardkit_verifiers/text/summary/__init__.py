"""Likeness to a reference summary by ROUGE."""

from rewardkit_verifiers.text.summary.verifier import summary

__all__ = ["summary"]
