"""What a report of a test run says of a submission."""

from rewardkit_verifiers.code.report.verifier import report

__all__ = ["report"]
