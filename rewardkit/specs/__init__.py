"""Declarative rewards: YAML and JSON files read into rewards and written from them."""
