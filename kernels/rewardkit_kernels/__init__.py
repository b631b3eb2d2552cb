"""Kernels of the training step, each beside the plain reference it must equal."""
