"""What the verifiers of code share: suites, sandboxes, runs and scores."""
