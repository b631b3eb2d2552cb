"""Likeness to a reference translation: chrF, chrF++ or BLEU."""

from rewardkit_verifiers.text.translation.verifier import translation

__all__ = ["translation"]
