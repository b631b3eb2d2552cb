"""Verifiers of formal proofs."""
