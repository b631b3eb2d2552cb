"""Checks of a reward without labels: invariance, relations and known attacks."""
