"""Verifiers that grade as the graders of OpenAI do, for `rewardkit import`."""
