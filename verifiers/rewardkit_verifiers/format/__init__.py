"""Verifiers that judge the form of a reply, never whether it is right."""
