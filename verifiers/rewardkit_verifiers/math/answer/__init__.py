"""Which part of a completion is its final answer: a step of its own, shared by the family."""

from rewardkit_verifiers.math.answer.conventions import CONVENTIONS, PRESETS, Where, plan
from rewardkit_verifiers.math.answer.extract import extract
from rewardkit_verifiers.math.answer.found import Found, Missing

__all__ = ["CONVENTIONS", "PRESETS", "Found", "Missing", "Where", "extract", "plan"]
