"""Rewards: functions, compositions, operators and normalisers."""
