"""Verifiers by id, as rewards, and their descriptions."""
