"""Data in JSON, YAML, TOML, XML or CSV: readable, of a schema, filled, and equal to a reference."""

from rewardkit_verifiers.format.data.verifier import data

__all__ = ["data"]
