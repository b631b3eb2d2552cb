"""Several judges, one vote each: a strict majority of all that were asked."""

from rewardkit_verifiers.judge.panel.verifier import panel

__all__ = ["panel"]
