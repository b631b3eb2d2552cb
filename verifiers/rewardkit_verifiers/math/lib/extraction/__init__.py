"""The part of a completion that is its final answer: a step of its own, shared by the family."""
