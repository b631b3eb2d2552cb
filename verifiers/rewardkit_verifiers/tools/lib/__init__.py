"""Tool calls read, expected, compared and paired."""
