"""Training against a reward for a short while, to see whether a hole in it is learnt."""
