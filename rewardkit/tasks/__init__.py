"""Tasks that pose problems to a policy, and their splits."""
