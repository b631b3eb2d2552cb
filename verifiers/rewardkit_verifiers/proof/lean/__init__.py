"""A proof that Lean accepts, of the statement of the row."""

from rewardkit_verifiers.proof.lean.verifier import lean

__all__ = ["lean"]
