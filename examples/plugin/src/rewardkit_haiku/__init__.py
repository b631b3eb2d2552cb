"""A haiku verifier for rewardkit."""
