"""Models as judges, for what cannot be verified."""
