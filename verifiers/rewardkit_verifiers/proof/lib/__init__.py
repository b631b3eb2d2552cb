"""Lean: what is put to it, what it must not hold, and what its messages say."""
