"""Documents and citations read."""
