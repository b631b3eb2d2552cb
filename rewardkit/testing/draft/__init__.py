"""Drafts: reward functions that a model proposes, tried in the sandbox by cases and an attack."""
