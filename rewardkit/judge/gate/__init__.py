"""What is not put to a judge at all."""
