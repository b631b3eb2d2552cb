"""Results of programs compared with what was expected."""
