"""Tool calls held against the expected ones."""

from rewardkit_verifiers.tools.calls.verifier import calls

__all__ = ["calls"]
