"""Verifiers, one folder each: family/name."""
