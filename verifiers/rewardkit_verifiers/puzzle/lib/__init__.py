"""Answers of puzzles read and checked, and problems made from a seed."""
