"""The client of a judge: limits, retries, ledger, budget."""
