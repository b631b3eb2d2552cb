"""Integrals, limits, derivatives and infinite sums, done by sympy in a killable process."""
