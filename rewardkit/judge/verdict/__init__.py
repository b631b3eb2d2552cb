"""Verdicts of judges: questions, strict reading of replies, canaries and votes."""
