"""Benchmarks of the engine and of judges."""
