"""Advantages, loss and the optimiser step."""
