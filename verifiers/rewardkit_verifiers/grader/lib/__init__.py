"""Shared parts of the graders: templates, and the data that they name."""
