"""Verifiers of mathematical answers: extraction, plain numbers, distance and equivalence."""
