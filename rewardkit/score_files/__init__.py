"""Scoring of a file of samples into a file of results that can be resumed."""
