"""The conformance suite: the same rows through every adapter must give the same numbers."""

from __future__ import annotations

from rewardkit.trainers.conformance.run import Report, conformance

__all__ = ["Report", "conformance"]
