"""Verifiers of what a reply rests on."""
