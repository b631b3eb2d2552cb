"""Verifiers that judge the words of a reply."""
