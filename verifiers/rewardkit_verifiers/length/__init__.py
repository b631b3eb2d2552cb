"""Verifiers of the length of a reply."""
