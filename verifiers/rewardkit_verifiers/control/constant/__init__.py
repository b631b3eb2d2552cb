"""The same reward for every reply."""

from rewardkit_verifiers.control.constant.verifier import constant as constant
