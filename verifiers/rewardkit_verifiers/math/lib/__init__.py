"""What the verifiers of mathematics share."""
