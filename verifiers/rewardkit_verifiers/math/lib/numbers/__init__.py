"""Numbers read from replies and references."""
