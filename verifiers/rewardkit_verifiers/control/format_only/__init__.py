"""A reward for the form of a reply, whatever its answer."""

from rewardkit_verifiers.control.format_only.verifier import format_only, instruction

__all__ = ["format_only", "instruction"]
