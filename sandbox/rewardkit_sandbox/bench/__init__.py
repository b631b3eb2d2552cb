"""The benchmark of the sandbox: ways to run programs side by side, and its bars."""
