"""The operators of the DSL, one file for each family: check, range, value, schedule, influence."""
