"""A judge asked, and its answers made into one verdict."""
