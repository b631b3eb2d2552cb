"""Verifiers of puzzles, whose answers are checked and not compared where many are right."""
