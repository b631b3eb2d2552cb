"""The laboratory: hostile replies against a reward, with proof of every hole that is found."""
