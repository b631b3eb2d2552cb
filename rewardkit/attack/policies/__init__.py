"""The built-in policies: one file and one card each."""
