"""The attack on the shipped verifiers, over rows that generators make."""
