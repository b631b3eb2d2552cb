"""`code/dataset`: does a program pass the tests of its row, in the shape the data set has them?"""

from rewardkit_verifiers.code.dataset.verifier import dataset

__all__ = ["dataset"]
