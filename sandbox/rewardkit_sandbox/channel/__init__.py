"""The wire to an agent: what it is sent at its start, requests and replies."""
