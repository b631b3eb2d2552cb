"""Tasks: problems for a policy, and their splits."""
