"""Control rewards, which do not depend on the right answer, for comparison with a real one."""
