"""Constraints by their published ids, and how replies are split for them."""
