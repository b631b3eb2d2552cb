"""Scoring of any number of samples: chunks, processes, threads and the verdict cache."""
