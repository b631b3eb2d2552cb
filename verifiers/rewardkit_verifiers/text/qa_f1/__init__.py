"""The exact match and the F1 of SQuAD, for those who compare with published numbers."""

from rewardkit_verifiers.text.qa_f1.verifier import qa_f1

__all__ = ["qa_f1"]
