"""Rewards that must not teach the answer: what a real reward is compared with."""
