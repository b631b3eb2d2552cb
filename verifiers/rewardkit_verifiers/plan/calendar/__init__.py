"""Events placed in a calendar without a conflict."""

from rewardkit_verifiers.plan.calendar.verifier import calendar, instruction

__all__ = ["calendar", "instruction"]
