"""Working: the equations between plain numbers in a solution, and whether they hold."""
