"""Displays of a training run: live screen and summary."""
