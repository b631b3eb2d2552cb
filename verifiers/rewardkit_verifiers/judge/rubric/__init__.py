"""Which criteria does a completion meet? One yes or no for each, added up by their points."""

from rewardkit_verifiers.judge.rubric.verifier import rubric

__all__ = ["rubric"]
