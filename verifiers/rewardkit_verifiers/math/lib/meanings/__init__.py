"""What answers in words mean beside a reference in mathematics, and the reverse."""
