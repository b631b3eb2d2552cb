"""Verifiers of instructions: constraints on the form and wording of a reply."""
