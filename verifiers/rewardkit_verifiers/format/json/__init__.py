"""Is a reply one JSON value, and does it keep to a schema?"""

from rewardkit_verifiers.format.json.verifier import instruction, json

__all__ = ["instruction", "json"]
