"""Which part of a completion is its final answer: a step of its own, shared by the family."""

from rewardkit_verifiers.math.answer.conventions import CONVENTIONS, PRESETS, Where, plan
from rewardkit_verifiers.math.answer.extract import Found, Missing, extract

__all__ = ["CONVENTIONS", "PRESETS", "Found", "Missing", "Where", "extract", "plan"]
