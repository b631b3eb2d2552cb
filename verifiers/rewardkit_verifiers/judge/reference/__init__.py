"""Is the submitted answer the same as the reference? Asked only where the value is there."""

from rewardkit_verifiers.judge.reference.verifier import reference

__all__ = ["reference"]
