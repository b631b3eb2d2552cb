"""A training run: stages, checkpoints, evaluation, tracking."""
