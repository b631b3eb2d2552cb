"""Which option a reply chooses: by its letter, its text or its place, and what leaves it open."""
