"""Verifiers of poems."""
