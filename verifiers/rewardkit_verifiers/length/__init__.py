"""Verifiers that judge how long a reply is."""
