"""Benchmarks of verifiers against other graders."""
