"""Other places than this process in which chunks are scored."""
