"""How a reward is written and composed."""
