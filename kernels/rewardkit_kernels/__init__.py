"""Kernels of the training step, each with a plain reference implementation it must equal."""
