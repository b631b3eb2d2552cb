"""Faults of a reward on a data set, before anything is trained on it."""
