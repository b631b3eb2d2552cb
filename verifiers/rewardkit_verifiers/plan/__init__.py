"""Verifiers of plans: what must fit together in time."""
