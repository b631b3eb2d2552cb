"""One file for each protocol: how its requests are read, and how its answers are written."""
