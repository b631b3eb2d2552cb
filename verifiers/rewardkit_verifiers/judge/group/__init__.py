"""Grade all completions of one prompt in one call, so that they are seen side by side."""

from rewardkit_verifiers.judge.group.verifier import group

__all__ = ["group"]
