"""Verifiers that judge programs: by reading them, or by running them in a sandbox."""
