"""Completions generated, recorded and scored."""
