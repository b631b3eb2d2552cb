"""What runs inside the sandbox: standard library only, sent over at the start."""
