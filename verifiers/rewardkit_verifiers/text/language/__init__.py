"""The language that a reply, or its reasoning, is written in."""

from rewardkit_verifiers.text.language.verifier import language

__all__ = ["language"]
