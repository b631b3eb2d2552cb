"""Blocks in tags: read, extracted and described."""
